// The privacy report as one page for a data steward and an auditor: no script, nothing fetched, no value of the source.
import { checkWords, statusWords } from './check-words.ts';
import { dataTable, Markup, markup } from './markup.ts';
import { pageStyle } from './page-style.ts';
import { groupPlot, intervalPlot, percent } from './plots.ts';
import type { PrivacyReport } from './privacy-report.ts';
import { redactionSection } from './redaction-section.ts';

export function privacyPageOf(report: PrivacyReport): string {
  const { name, view } = report.policy;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Privacy report: ${name}</title>
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<h1>Privacy report: ${name}${view === null ? '' : `, view ${view}`}</h1>
${opening(report)}
${tiles(report)}
${checksSection(report)}
${report.waivers.length === 0 ? markup`` : waiversSection(report)}
${leaksSection(report)}
${chanceSection(report)}
${redactionSection(report.redactions)}
${groupsSection(report)}
${attacksSection(report)}
${standingSection(report)}
</body>
</html>
`.text;
}

function opening({ policy, tier }: PrivacyReport): Markup {
  const signed = policy.signedBy
    ? markup`${policy.signedBy.signer} signed this policy (key <code>${policy.signedBy.keyFingerprint.slice(0, 16)}…</code>).`
    : markup`<strong>Nobody has signed this policy.</strong> The extract was made on request without a data steward’s signature.`;
  return markup`<p>The gate was open: every check below passed, was waived by name, or has nothing to apply to. What closes it closes the whole extract. The tier is <strong>${tier}</strong>. ${signed}</p>
<p class="soft">Policy SHA-256 <code>${policy.sha256}</code>. The same figures stand in <code>privacy.json</code>; <code>practicum extract verify</code> tells whether any byte of either was changed.</p>`;
}

function tiles({ classes, risks, identifiers, attacks, k }: PrivacyReport): Markup {
  const leaks = identifiers.reduce((sum, { leaks: found }) => sum + found.length, 0);
  const worst = attacks.reduce((most, { risk }) => Math.max(most, risk.value), 0);
  const tile = (figure: string, about: string) => markup`<div class="tile"><b>${figure}</b><span>${about}</span></div>`;
  return markup`<div class="tiles">
${tile(String(leaks), `leaks of ${identifiers.length} kinds of identifiers`)}
${classes ? tile(`${classes.smallest}`, `people at least look alike; ${k} wanted`) : tile('none', 'quasi-identifiers declared')}
${risks ? tile(percent(risks.journalist.highest), 'worst risk that somebody of the source is found') : markup``}
${attacks.length > 0 ? tile(percent(worst), `worst of ${attacks.length} attacks that were tried`) : markup``}
</div>`;
}

function checksSection({ checks }: PrivacyReport): Markup {
  const rows = checks.map(({ name, status, detail, measured, bound }) => [
    markup`<strong>${checkWords[name].name}</strong><br><small>${checkWords[name].asks}</small>`,
    markup`<span class="status ${status}">${statusWords[status]}</span>`,
    measured === undefined || bound === undefined ? '' : `${shown(measured)} / ${shown(bound)}`,
    detail,
  ]);
  return markup`<h2>What the gate asked</h2>
${dataTable(['check', 'answer', 'measured / bound', 'in detail'], rows)}`;
}

function waiversSection({ waivers }: PrivacyReport): Markup {
  const rows = waivers.map(({ check, reason, steward, given, until }) => [
    checkWords[check].name,
    reason,
    steward,
    given,
    until,
  ]);
  return markup`<h2>What was waived</h2>
<p>These checks failed, and a data steward took it upon themselves to let them pass.</p>
${dataTable(['check', 'reason', 'by', 'given', 'until'], rows)}`;
}

function leaksSection({ identifiers, canaries }: PrivacyReport): Markup {
  if (identifiers.length === 0)
    return markup`<h2>What was looked for</h2><p>The policy declares that nothing in this source names a person directly.</p>`;
  const rows = identifiers.map(({ name, values, rule, columnsScanned, columns }) => {
    const candidates = columns.reduce((sum, each) => sum + each.candidates, 0);
    const hits = columns.reduce((sum, each) => sum + each.hits, 0);
    const chance = columns.reduce((sum, each) => sum + each.expectedByChance, 0);
    return [
      markup`<strong>${name}</strong><br><small>${rule}</small>`,
      `${values} values of the whole source`,
      `${columnsScanned} columns, ${candidates} values of its form`,
      hits === 0 ? 'nothing' : `${hits} equal by chance, ${shown(Number(chance.toPrecision(3)))} to be expected`,
    ];
  });
  return markup`<h2>What was looked for</h2>
<p>Every identifier of the whole source, also of people who are not in the extract, was looked for in every column of the sealed files, inside texts, in the policy, in the reports and in what the files say of themselves.</p>
${dataTable(['identifier and its rule', 'looked for', 'in', 'found'], rows)}
<p>Is the scan awake? ${canaries.planted} invented people went through the same transforms; nothing of theirs came out. ${canaries.controls ? `Their values were then planted ${canaries.controls.planted} times in tables made for it, in every column that can hold one: the scan missed ${canaries.controls.missed.length}.` : ''}</p>`;
}

function chanceSection({ matchesByChance }: PrivacyReport): Markup {
  if (matchesByChance.length === 0) return markup``;
  const rows = matchesByChance.map(({ table, column, entries, rowsAmongThem, expectedMatches }) => [
    markup`<strong>${table}.${column}</strong>`,
    String(entries),
    String(rowsAmongThem),
    shown(expectedMatches),
  ]);
  return markup`<h2>What may come back by chance</h2>
<p>First names, cities and the like are shared by many: such words are drawn whether the source has them or not. Whole names, streets and mailboxes of the source never are.</p>
${dataTable(['column', 'drawn from', 'rows whose own value is among them', 'rows in which it is expected to come back'], rows)}`;
}

function groupsSection({ classes, quasiIdentifiers, risks, diversity, closeness, k }: PrivacyReport): Markup {
  if (!classes || quasiIdentifiers === 'none')
    return markup`<h2>Who looks alike</h2><p>The policy declares no quasi-identifiers: nothing by which somebody could be recognized together with other knowledge.</p>`;
  const sensitive = [...diversity, ...closeness].map(({ column, model, measured, bound }) => [
    column,
    model,
    measured === null ? 'without end' : shown(measured),
    shown(bound),
  ]);
  return markup`<h2>Who looks alike</h2>
<p>People who agree in ${quasiIdentifiers.join(', ')} form a group, and nobody can tell them apart by these. There are ${classes.count} groups; the smallest holds ${classes.smallest}, the middle one ${classes.median}, the largest ${classes.largest}. The policy wants ${k}.</p>
<figure>${groupPlot(classes.bins, k)}<figcaption class="soft">People by the size of their group.</figcaption></figure>
${sensitive.length === 0 ? markup`` : dataTable(['sensitive attribute', 'model', 'measured', 'asked'], sensitive)}
${risks ? riskTable(risks) : markup``}`;
}

function riskTable({ prosecutor, journalist, marketer }: NonNullable<PrivacyReport['risks']>): Markup {
  return markup`<p>All subjects of the source are the population among whom an attacker must look.</p>
${dataTable(
  ['who looks', 'worst case', 'on average', 'above the bound'],
  [
    [
      'somebody who knows that the person is in here (prosecutor)',
      percent(prosecutor.highest),
      percent(prosecutor.successRate),
      percent(prosecutor.recordsAtRisk),
    ],
    [
      'somebody who knows that the person is in the source (journalist)',
      percent(journalist.highest),
      percent(journalist.successRate),
      percent(journalist.recordsAtRisk),
    ],
    ['somebody who looks for as many as possible (marketer)', '', percent(marketer), ''],
  ],
)}`;
}

function attacksSection({ attacks, bounds }: PrivacyReport): Markup {
  if (attacks.length === 0) return markup``;
  const figures = attacks.map((each) => {
    const bound = bounds[each.kind] ?? 1;
    const control =
      each.control === null || each.controlRate === null
        ? 'There is no control: nobody is outside.'
        : `${percent(each.controlRate.value)} succeed against ${each.control.kind === 'outside' ? 'people of whom the extract holds nothing' : 'the same people with their own record hidden'}.`;
    const trust = each.beatsGuessing ? '' : ' The attack is no better than guessing, so that its figure says little.';
    return markup`<figure><figcaption><strong>${attackWords[each.kind]}</strong> <span class="soft">${each.subject}</span><br>
${each.attacks} attacks, ${percent(each.main.value)} succeed. ${control} What is left is a risk of <strong>${percent(each.risk.value)}</strong>, between ${percent(each.risk.low)} and ${percent(each.risk.high)} (95 %).${trust}</figcaption>
${intervalPlot(each.risk, bound, `risk ${percent(each.risk.value)}, bound ${percent(bound)}`)}</figure>`;
  });
  return markup`<h2>Attacks that were tried</h2>
<p>Three attacks by Anonymeter’s definitions, whose success against people outside is taken off: what anybody could guess is not the extract’s doing. The dashed line is the bound that the policy’s tier, or the policy itself, sets.</p>
${figures}`;
}

const attackWords = {
  singlingOut: 'Singling out.',
  linkability: 'Linking two registers.',
  inference: 'Guessing a secret.',
} as const;

function standingSection({ safeHarbor }: PrivacyReport): Markup {
  const rows = safeHarbor.classes.map(({ letter, what, met, why }) => [
    `${letter}. ${what}`,
    met ? 'gone' : 'not shown',
    why,
  ]);
  const claim = safeHarbor.claimed
    ? 'Safe Harbor is claimed: every class is shown to be gone. That nobody who gets the extract knows better is for the data steward to say.'
    : 'Safe Harbor (45 CFR 164.514(b)(2)) is not claimed: the classes below are not all shown to be gone. Where HIPAA applies this extract needs an expert’s determination.';
  return markup`<h2>What this extract is called</h2>
<p>It is <strong>pseudonymised</strong>, not anonymous: names and numbers were replaced by a key, and whoever holds the key can find the people again. It remains personal data under the GDPR (recital 26). ${claim}</p>
${dataTable(['class of Safe Harbor', 'shown', 'why'], rows)}`;
}

const shown = (figure: number): string => String(Number(figure.toPrecision(4)));
