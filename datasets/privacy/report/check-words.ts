// What the gate's checks and statuses are called on a page for people.
import type { GateCheck, GateCheckName } from '../gate-check.ts';

export const checkWords: Record<GateCheckName, { name: string; asks: string }> = {
  integrity: { name: 'Integrity', asks: 'Does every reference lead to a row, and is every row there?' },
  identifiers: {
    name: 'Leak scan',
    asks: 'Does a name, a number or an address of anybody in the source stand anywhere?',
  },
  canaries: { name: 'Canaries', asks: 'Does anything come out of invented people, and does the scan see them?' },
  redaction: { name: 'Redaction', asks: 'What share of values planted into texts is found there?' },
  metadata: {
    name: 'Everything beside the rows',
    asks: 'Does the policy, a report or a file name give somebody away?',
  },
  suppression: { name: 'People left out', asks: 'Were more left out than the policy allows?' },
  'k-anonymity': { name: 'k-anonymity', asks: 'How many people at least look alike?' },
  'l-diversity': { name: 'l-diversity', asks: 'Do people who look alike differ in what is sensitive?' },
  't-closeness': { name: 't-closeness', asks: 'Are they, in what is sensitive, like everybody else?' },
  'prosecutor-risk': { name: 'Prosecutor risk', asks: 'Can somebody be found who is known to be in here?' },
  'journalist-risk': { name: 'Journalist risk', asks: 'Can somebody be found who is known to be in the source?' },
  'marketer-risk': { name: 'Marketer risk', asks: 'How many can be found by looking for all?' },
  'singling-out': { name: 'Singling out', asks: 'Can attributes be put together that one person alone has?' },
  linkability: { name: 'Linkability', asks: 'Do two registers meet in one record?' },
  inference: { name: 'Inference', asks: 'Can a secret be guessed from what is known?' },
  fidelity: { name: 'Fidelity', asks: 'Is it like enough to the source to be of use?' },
};

export const statusWords: Record<GateCheck['status'], string> = {
  passed: 'passed',
  failed: 'failed',
  'not-computed': 'not computed',
  'not-applicable': 'not applicable',
  waived: 'waived',
};
