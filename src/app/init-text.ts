import { Document, isMap, isScalar, isSeq, Scalar } from 'yaml';

/** What `prepay init` asks, answered. */
export interface InitAnswers {
  readonly entity: string;
  readonly role: 'merchant' | 'service-provider';
  readonly assessment: 'roc' | 'saq';
  /** Null: the account is whichever the credentials belong to. */
  readonly account: string | null;
  readonly regions: readonly string[] | 'all';
  /** Path of the private key, relative to the configuration file; null for packs without a signature. */
  readonly key: string | null;
}

/** Where the schema is published, for editors that understand the line. */
export const configSchemaId = 'https://prepay.example/schemas/config.json';

/** The text of a prepay.yaml with those answers and a comment at each part. */
export function configText(answers: InitAnswers): string {
  const { entity, role, assessment, account, regions, key } = answers;
  const document = new Document({
    version: 1,
    entity: { name: entity, role, assessment, multiTenant: role === 'service-provider' },
    ...(account === null ? {} : { scope: { aws: [{ account, regions: regionsNode(regions) }] } }),
    ...(key === null ? {} : { signing: { key, required: true } }),
  });
  comment(document, 'entity', 'Who is assessed; every report prints it.');
  comment(
    document,
    'scope',
    'What is audited. Credentials of another account are refused. A region that you leave out is not audited.',
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

/** The parts that were left out, as comments to be filled in. */
function hints({ account, key }: InitAnswers): readonly string[] {
  return [
    ...(account === null
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
