import { Document, isMap, isScalar, isSeq, Scalar } from 'yaml';

/** What `prepay init` asks, answered. */
export interface InitAnswers {
  readonly entity: string;
  readonly role: 'merchant' | 'service-provider';
  readonly assessment: 'roc' | 'saq';
  /** Null: the account is whichever the credentials belong to. */
  readonly account: string | null;
  readonly regions: readonly string[] | 'all';
  /** Of GitHub; none is audited where there is none. */
  readonly organizations: readonly string[];
  /** Null: no artefact of a build is judged. Without a gate that must be there those are expected that are usual. */
  readonly gates: { readonly dir: string; readonly expect: readonly string[] } | null;
  /** Path of the private key, relative to the configuration file; null for packs without a signature. */
  readonly key: string | null;
}

/** Where the schema is published, for editors that understand the line. */
export const configSchemaId = 'https://prepay.example/schemas/config.json';

/** The text of a prepay.yaml with those answers and a comment at each part. */
export function configText(answers: InitAnswers): string {
  const { entity, role, assessment, gates, key } = answers;
  const scope = scopeOf(answers);
  const document = new Document({
    version: 1,
    entity: { name: entity, role, assessment, multiTenant: role === 'service-provider' },
    ...(scope === null ? {} : { scope }),
    ...(gates === null
      ? {}
      : { gates: { dir: gates.dir, ...(gates.expect.length === 0 ? {} : { expect: gates.expect }) } }),
    ...(key === null ? {} : { signing: { key, required: true } }),
  });
  comment(document, 'entity', 'Who is assessed; every report prints it.');
  comment(
    document,
    'scope',
    'What is audited. Credentials of another account are refused. A region that you leave out is not audited.',
  );
  comment(
    document,
    'gates',
    'The artefacts of the build that are judged; the folder is looked for where the audit runs.',
  );
  comment(document, 'signing', "The private key's path from this file, and never the key itself. No run without it.");
  quoteAccount(document);
  return [
    `# yaml-language-server: $schema=${configSchemaId}`,
    '# Configuration of prepay. Nothing secret belongs in here. An unknown key is an error.',
    '',
    document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd(),
    ...hints(answers),
    '',
  ].join('\n');
}

function scopeOf({ account, regions, organizations }: InitAnswers): object | null {
  if (account === null && organizations.length === 0) return null;
  return {
    ...(account === null ? {} : { aws: [{ account, regions: regionsNode(regions) }] }),
    ...(organizations.length === 0 ? {} : { github: organizations.map((org) => ({ org })) }),
  };
}

/** The parts that were left out, as comments to be filled in. */
function hints({ account, organizations, gates, key }: InitAnswers): readonly string[] {
  return [
    ...(organizations.length === 0
      ? []
      : ['', "# All repositories of an organization, but for a list of names: repositories: [wallet, 'pay-*']."]),
    ...(account === null && organizations.length > 0
      ? ['', '# No AWS account is named. Under scope:', '# aws: [{ account: "111122223333", regions: all }]']
      : []),
    ...(gates === null
      ? ['', '# The artefacts of a build: coverage, linter, tests, scans and audits.', '# gates:', '#   dir: artefacts']
      : []),
    ...(account === null && organizations.length === 0
      ? [
          '',
          '# Without a scope: the account of the credentials, in every region that is enabled for it.',
          '# scope:',
          '#   aws:',
          '#     - account: "111122223333"',
          '#       regions: all',
        ]
      : []),
    ...(key === null
      ? [
          '',
          "# Without a key packs are unsigned and do not verify. 'prepay keys generate audit.key' makes one.",
          '# signing:',
          '#   key: audit.key',
          '#   required: true',
        ]
      : []),
    '',
    '# Without a cde everything in scope counts as the cardholder data environment, and the report says so.',
    '# cde:',
    '#   aws: { tags: { pci-scope: cde } }',
    '',
    '# What may be open to the internet, each entry with a reason and an owner. A list of ports replaces tcp/443 and tcp/80.',
    '# approved:',
    '#   ports: [{ protocol: tcp, ports: "443", reason: tenants, owner: payments }]',
    '',
    "# Parameters of controls stand under params, by control id: 'prepay controls show ID' lists them.",
  ];
}

function regionsNode(regions: readonly string[] | 'all'): unknown {
  return regions === 'all' ? regions : [...regions];
}

function comment(document: Document, key: string, text: string): void {
  if (!isMap(document.contents)) return;
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair === undefined || !isScalar(pair.key)) return;
  pair.key.commentBefore = ` ${text}`;
  pair.key.spaceBefore = true;
}

/** Quoted in either form would do; double quotes are what the documentation shows. */
function quoteAccount(document: Document): void {
  const account = document.getIn(['scope', 'aws', 0, 'account'], true);
  if (isScalar(account)) account.type = Scalar.QUOTE_DOUBLE;
  const regions = document.getIn(['scope', 'aws', 0, 'regions'], true);
  if (isSeq(regions)) regions.flow = true;
}
