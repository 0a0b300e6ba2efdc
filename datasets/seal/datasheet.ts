// The datasheet of an extract, by the sections of Gebru et al., "Datasheets for Datasets" (2021): what is in it, how it was made, what it is for.
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { ExtractManifest } from './manifest.ts';

export const datasheetFile = 'datasheet.md';

type Described = Pick<ExtractManifest, 'policy' | 'subject' | 'tables' | 'relations' | 'checks' | 'waivers'>;

const unsaid = '*The data steward has not said.*';

/** Markdown without any value of the source, any time or any machine: the same extract gives the same text. */
export function datasheetOf(policy: ExtractPolicy, plantsFaults: boolean, described: Described): string {
  const said = policy.datasheet;
  return `${[
    `# Datasheet: ${policy.name}${described.policy.view === null ? '' : `, view ${described.policy.view}`}`,
    policy.description ?? '',
    '## Motivation',
    said.motivation ?? unsaid,
    `Made for practice on the use case ${policy.useCase}.`,
    '## Composition',
    compositionOf(policy, described),
    tablesOf(described),
    ...(described.relations.length === 0 ? [] : [relationsOf(described)]),
    said.limits ?? '',
    '## Collection process',
    said.collection ?? unsaid,
    '## Preprocessing, cleaning, labelling',
    'Each column was made by the rule below; a column of the source that is not listed did not leave it.',
    rulesOf(described),
    ...holdingsOf(policy, plantsFaults),
    '## Privacy',
    privacyOf(policy, described),
    checksOf(described),
    ...waiversOf(described),
    '## Uses',
    said.uses ?? unsaid,
    `It must not be used to find out who somebody is. ${said.mustNot ?? ''}`.trim(),
    '## Distribution',
    'It is for the sandboxes of the cohorts that name it. It is pseudonymised, not anonymous: with the key file, which never leaves the company, people could be found again, so it is personal data still (GDPR, recital 26).',
    '## Maintenance',
    said.maintenance ?? unsaid,
    'A changed source or policy makes another extract with another digest; this one is never changed.',
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function compositionOf({ subject }: ExtractPolicy, { subject: found }: Described): string {
  const taken =
    subject.budget === 'all' && subject.rows === 'all'
      ? 'every subject of the source that privacy lets leave'
      : `a keyed draw of at most ${subject.budget === 'all' ? 'all' : subject.budget} subjects${subject.rows === 'all' ? '' : ` with ${subject.rows} rows`}`;
  const strata =
    subject.strata.length === 0
      ? ''
      : ` The shares of ${subject.strata.map(({ column, by }) => (by ? `${column} by ${by}` : column)).join(', ')} are those of the source.`;
  const along = found.broughtAlong.map(({ table, rows }) => `${rows} of ${table}`).join(', ');
  return [
    `One row of \`${found.table}\` is a subject. It holds ${found.rows} subjects: ${taken}; ${found.suppressed} were left out to reach the privacy that the policy asks for.${strata}`,
    along === '' ? '' : `Rows that came along only because others point at them: ${along}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n');

const tablesOf = ({ tables }: Described): string =>
  table(
    ['table', 'rows', 'columns', 'key'],
    tables.map(({ name, rows, columns, key }) => [
      name,
      `${rows}`,
      `${columns.length}`,
      key.join(', ') || 'none leaves',
    ]),
  );

const relationsOf = ({ relations }: Described): string =>
  table(
    ['points from', 'to'],
    relations.map(({ child, columns, parent, parentColumns }) => [
      `${child} (${columns.join(', ')})`,
      `${parent} (${parentColumns.join(', ')})`,
    ]),
  );

const rulesOf = ({ tables }: Described): string =>
  table(
    ['column', 'type', 'made by'],
    tables.flatMap(({ name, columns }) =>
      columns.map((column) => [`${name}.${column.name}`, column.type, column.transform]),
    ),
  );

function holdingsOf({ withhold }: ExtractPolicy, plantsFaults: boolean): string[] {
  const held = withhold.map(
    ({ columns, share }) =>
      `${Math.round(share * 100)} % of the values of ${columns.join(', ')} are withheld, to be predicted.`,
  );
  // That there are some is fair to say; which, is what practice is about.
  return [...held, ...(plantsFaults ? ['It may hold faults that were planted for practice.'] : [])];
}

function privacyOf({ privacy }: ExtractPolicy, { policy }: Described): string {
  const signed =
    policy.signedBy === null
      ? '**Nobody has signed the policy**: it was run with --unsigned.'
      : `The policy was signed by ${policy.signedBy.signer} (key ${policy.signedBy.keyFingerprint.slice(0, 16)}).`;
  const quasi = privacy.quasiIdentifiers === 'none' ? 'none are declared' : privacy.quasiIdentifiers.join(', ');
  const sensitive =
    privacy.sensitive === 'none' ? 'none are declared' : privacy.sensitive.map(({ column }) => column).join(', ');
  return `${signed} Tier: ${privacy.tier}. Quasi-identifiers: ${quasi}. Sensitive attributes: ${sensitive}.`;
}

const checksOf = ({ checks }: Described): string =>
  table(
    ['check', 'verdict', 'what was found'],
    checks.map(({ name, status, detail }) => [name, status, detail]),
  );

const waiversOf = ({ waivers }: Described): string[] =>
  waivers.length === 0
    ? []
    : [
        `Waived by a data steward: ${waivers.map(({ check, steward, reason, until }) => `${check}, by ${steward}, until ${until}: ${reason}`).join('; ')}.`,
      ];
