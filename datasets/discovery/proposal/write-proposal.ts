// Writes a proposal as the policy that a data steward reads, mends and signs.
import { stringify } from 'yaml';
import type { Proposal } from './proposal.ts';
import { type ColumnProposal, ruleWord } from './proposed-column.ts';

export function writeProposal(proposal: Proposal): string {
  return `${[
    ...head(proposal),
    'schema: practicum/extract-policy/1',
    `name: ${flow(proposal.name)}`,
    `useCase: ${flow(proposal.useCase)}`,
    '',
    ...section({ source: proposal.source }),
    '',
    ...subject(proposal),
    '',
    'tables:',
    ...proposal.tables.flatMap((table) => writeTable(table, proposal)),
    '',
    ...relations(proposal),
    '',
    ...privacy(proposal),
    '',
    ...identifiers(proposal),
    '',
    '# What a model is to predict, as { column: table.column, positive: [ … ] }: nothing says so here.',
    'fidelity: { target: none }',
  ].join('\n')}\n`;
}

/** One line, whatever it holds. */
const flow = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trim();
const section = (value: unknown): string[] => stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
const percent = (share: number) => `${Math.round(share * 100)} %`;

function head({ tables, sampleSize, remarks, leftOut }: Proposal): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const columns = tables.flatMap((table) => table.columns);
  const dropped = columns.filter((column) => ruleWord(column) === 'drop').length;
  return [
    '# A proposal by practicum extract propose: a guess with reasons, to be read, mended and signed by a data steward.',
    `# Looked at: ${tables.length} tables, ${rows} rows, ${columns.length} columns; of every column all values counted, at most ${sampleSize} different ones read.`,
    `# Proposed for drop: ${dropped} columns, wherever the evidence was thin. What is not named here does not leave the source.`,
    '# Above each column stands what it is taken for, how sure that is, and why. No value of the source stands in this file.',
    ...remarks.map((remark) => `# Found: ${oneLine(remark)}.`),
    ...leftOut.map(({ place, reason }) => `# Not named: ${oneLine(place)}: ${oneLine(reason)}.`),
    '',
  ];
}

const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ');

const subject = ({ subject: { table, reason, isPerson }, shiftWeeks }: Proposal): string[] => [
  `# ${isPerson ? 'Whose data this is' : 'No table tells of people: whose data this is has to be said'}: ${reason}.`,
  'subject:',
  `  table: ${flow(table)}`,
  '  budget: all',
  '  # Dates of a subject move together by at most so many whole weeks.',
  `  shiftWeeks: ${shiftWeeks}`,
];

function writeTable(
  { name, key, rows, columns }: Proposal['tables'][number],
  { ownership, source }: Proposal,
): string[] {
  const place = ownership.owned.has(name)
    ? 'its rows belong to subjects'
    : ownership.unreached.includes(name)
      ? 'none of its rows hangs on a subject: none will leave'
      : 'many subjects share its rows';
  return [
    `  # ${rows} rows; ${place}.`,
    `  ${flow(name)}:`,
    `    # ${key.isDeclared ? 'Declared by the source.' : 'Not declared: no value comes twice, and none is missing.'}`,
    `    key: ${flow(key.columns)}`,
    '    columns:',
    ...columns.flatMap((column) => writeColumn(column, source)),
  ];
}

function writeColumn({ judged, entries, reasons }: ColumnProposal, source: Proposal['source']): string[] {
  const { role, entity, confidence, profile } = judged;
  const kind = entity === null || entity === 'freeText' ? spoken[role] : `${spoken[role]} (${entity})`;
  const told = oneLine([...judged.reasons, ...reasons].join('; '));
  return [
    `      # ${oneLine(profile.column.name)}: ${kind}, ${percent(confidence)} sure: ${told}.`,
    ...entries.map(({ output, rule }) => `      ${flow(output)}: ${flow(withoutDefault(rule, source))}`),
  ];
}

const spoken = {
  directIdentifier: 'direct identifier',
  quasiIdentifier: 'quasi-identifier',
  sensitive: 'sensitive',
  key: 'key',
  freeText: 'free text',
  plain: 'plain',
} as const;

/** A format that is the whole source's need not be said again. */
function withoutDefault(rule: ColumnProposal['entries'][number]['rule'], source: Proposal['source']): unknown {
  if (typeof rule === 'string' || rule.format === undefined) return rule;
  const usual = rule.type === 'date' ? source.dateFormat : source.timestampFormat;
  const { format, ...others } = rule;
  return format === usual ? others : { ...others, format };
}

function relations({ relations: all, tables, ownership }: Proposal): string[] {
  if (all.length === 0) return ['relations: []'];
  const lines = all.flatMap((relation) => {
    const { child, columns, parent, parentColumns, confidence, reason } = relation;
    const key = tables.find(({ name }) => name === parent)?.key.columns ?? [];
    const isKey = key.length === parentColumns.length && key.every((name, at) => name === parentColumns[at]);
    const isReference = ownership.references.has(relation);
    return [
      `  # ${percent(confidence)} sure: ${reason}; ${isReference ? 'shared by many subjects' : 'belongs to the same subject'}.`,
      `  - ${flow({ child, columns, parent, ...(isKey ? {} : { parentColumns }), ...(isReference ? { reference: true } : {}) })}`,
    ];
  });
  return ['relations:', ...lines];
}

const privacy = ({ quasiIdentifiers, hierarchies, sensitive }: Proposal): string[] => [
  '# By what somebody could be recognized together, and what nobody should learn of somebody from their class alone.',
  'privacy:',
  '  tier: default',
  `  quasiIdentifiers: ${quasiIdentifiers.length === 0 ? 'none' : flow(quasiIdentifiers)}`,
  `  sensitive: ${sensitive.length === 0 ? 'none' : flow(sensitive.map((column) => ({ column, l: 2 })))}`,
  ...(quasiIdentifiers.length === 0
    ? []
    : [
        '  # Each quasi-identifier leaves on the level with which least is lost, or not at all.',
        '  method: fullDomain',
        `  hierarchies: ${flow(hierarchies)}`,
      ]),
  '  suppression: 0.05',
];

const identifiers = ({ identifiers: all }: Proposal): string[] =>
  all.length === 0
    ? ['# No column was taken for a direct identifier: if one is, the gate does not look for it.', 'identifiers: none']
    : [
        '# None of these values may appear anywhere in the extract.',
        'identifiers:',
        ...all.map((each) => `  - ${flow(each)}`),
      ];
