import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Catalog, catalog } from '../../../src/core/catalog.js';
import { addOutcome, type ClauseEvidence, noOutcomes, propose, rollUp } from '../../../src/core/clause.js';
import type { ControlDefinition } from '../../../src/core/control.js';
import { byFinding, type Finding, fingerprint, type Resource } from '../../../src/core/finding.js';
import { sha256Hex } from '../../../src/core/json.js';
import type { Outcome, Severity } from '../../../src/core/outcome.js';
import type { ReadSummary, ClauseResult } from '../../../src/core/run.js';
import type { Scope } from '../../../src/core/scope.js';
import type { ReportInput } from '../../../src/report/model.js';
import { cell, type SectionBody, textBlock } from '../../../src/report/section-body.js';

export interface SampleOptions {
  /** Findings of the group controls; default 5. */
  readonly findings?: number;
  readonly signedBy?: string | null;
  readonly partialBecause?: readonly string[];
  readonly demo?: 'before' | 'after' | null;
  /** Name and id of the first resource. */
  readonly hostile?: string;
  readonly unreadable?: boolean;
}

export const scope: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };
export const groupsKey = sha256Hex('groups');
export const listsKey = sha256Hex('lists');
export const groupsFile = 'recording/aws/111122223333/eu-west-1/ec2-describesecuritygroups.jsonl';
const pageSize = 100;

/** A run over security groups in one region, as the engine would hand it to the report. */
export function sampleInput(options: SampleOptions = {}): ReportInput {
  const findings = sampleFindings(options);
  const catalogs = bothCatalogs;
  const partialBecause = options.partialBecause ?? [];
  const isUnreadable = options.unreadable ?? true;
  return {
    run: {
      schema: 'https://prepay.example/run/v1',
      packId: '20261125t101500z-prepay',
      declaredAt: '2026-11-25T10:15:00.000Z',
      tool: { name: 'prepay', version: '0.1.0', libraries: { '@aws-sdk/client-ec2': '3.1169.0' } },
      configuration: {
        cde: { awsTags: { 'pci-scope': 'cde' } },
        approvals: [
          {
            id: 'ports[0]',
            approves: 'port',
            value: 'tcp/443',
            reason: 'tenants <b>',
            owner: 'security',
            location: { path: 'prepay.yaml', line: 12 },
          },
          { id: 'default icmp/3', approves: 'port', value: 'icmp/3', reason: 'default', owner: null, location: null },
        ],
        version: 1,
        entity: { name: 'PrePay', role: 'service-provider', multiTenant: true },
        scope: { aws: [{ account: '111122223333', regions: ['eu-west-1'] }] },
      },
      selection: {
        sources: ['aws'],
        frameworks: catalogs.map(({ id }) => id),
        controls: controls.map(({ id }) => id),
        regions: ['eu-west-1'],
        severities: ['low', 'medium', 'high', 'critical'],
        failOn: 'high',
        allowIncomplete: [],
      },
      partial: partialBecause.length > 0,
      partialBecause,
      demo: options.demo ?? null,
      runner: null,
    },
    scope: {
      sources: [
        {
          source: 'aws',
          state: 'read',
          identity: 'arn:aws:sts::111122223333:assumed-role/prepay-audit/night',
          scopes: [scope],
          why: null,
        },
        { source: 'github', state: 'not-in-scope', identity: null, scopes: [], why: 'no organization is configured' },
      ],
      excluded: [{ what: 'account 444455556666', by: 'security lead', reason: 'sandbox without card data' }],
      unreadable: [],
    },
    findings,
    clauses: clauseResults(catalogs, findings, partialBecause.length > 0),
    populations: [
      {
        kind: 'aws.ec2.security-group',
        scope,
        count: options.findings ?? 5,
        members: [],
        reads: [{ key: groupsKey, operation: 'ec2:DescribeSecurityGroups' }],
        gap: null,
      },
      {
        kind: 'aws.ec2.prefix-list',
        scope,
        count: 0,
        members: [],
        reads: [{ key: listsKey, operation: 'ec2:DescribeManagedPrefixLists' }],
        gap: isUnreadable
          ? { reason: 'denied', reads: [listsKey], text: 'ec2:DescribeManagedPrefixLists was denied' }
          : null,
      },
    ],
    reads: sampleReads(options.findings ?? 5, isUnreadable),
    wafMatrix: [],
    bodies: {},
    catalogs,
    controls,
    integrity: {
      evidenceRoot: sha256Hex('root'),
      signedBy: options.signedBy === undefined ? `SHA256:${sha256Hex('key')}` : options.signedBy,
      packId: '20261125t101500z-prepay',
    },
    locate: (read, page) => (read === groupsKey ? { file: groupsFile, line: page + 1 } : null),
    excerpt: ({ pointer }) => ({ text: `{\n  "at": ${JSON.stringify(pointer)}\n}`, isCut: false }),
  };
}

/** A run whose every text that a source or a user wrote is the given one. */
export function hostileInput(text: string): ReportInput {
  const input = sampleInput({ findings: 3, partialBecause: [text] });
  const where: Scope = { source: 'aws', account: text, region: text };
  return {
    ...input,
    run: {
      ...input.run,
      packId: text,
      runner: text,
      configuration: { entity: { name: text, [text]: 1 }, [text]: text },
      tool: { ...input.run.tool, version: text, libraries: { [text]: text } },
    },
    scope: {
      sources: [{ source: 'aws', state: 'unreadable', identity: text, scopes: [where], why: text }],
      excluded: [{ what: text, by: text, reason: text }],
      unreadable: [],
    },
    findings: input.findings.map((finding) => ({
      ...finding,
      outcome: 'fail',
      resource: { kind: text, id: text, name: text, scope: where },
      expected: text,
      observed: text,
      owner: text,
      exception: text,
      location: { path: text, line: 1 },
      evidence: [{ read: listsKey, page: 0, pointer: `/${text}` }],
    })),
    populations: input.populations.map((population) => ({
      ...population,
      kind: text,
      scope: where,
      reads: [{ key: listsKey, operation: text }],
      gap: { reason: 'denied', reads: [listsKey], text },
    })),
    reads: input.reads.map((read) => ({
      ...read,
      scope: where,
      operation: text,
      error: { class: 'access-denied', code: text, message: text },
      file: text,
      command: text,
    })),
    bodies: Object.fromEntries(bodied.map((id) => [id, sampleBody(text)])),
    integrity: { evidenceRoot: text, signedBy: text, packId: text },
    locate: () => ({ file: text, line: 1 }),
    excerpt: () => ({ text: JSON.stringify({ [text]: text }, null, 2), isCut: true }),
  };
}

const bodied = ['sampling', 'acts', 'exceptions', 'responsibility', 'applicability', 'period'] as const;

/** A body with every kind of block, column and tone. */
export function sampleBody(text: string): SectionBody {
  const kinds = ['text', 'code', 'number', 'status'] as const;
  const row = [
    cell(text, { clause: 'pci-dss-4.0.1-1.2.5' }),
    cell(text, { clause: 'pci-dss-4.0.1-0.0' }),
    cell(text),
    cell(text, { tone: 'bad' }),
  ];
  const table = { caption: text, columns: kinds.map((kind) => ({ title: text, kind, share: 1 })), empty: text };
  return {
    blocks: [
      textBlock(text),
      { type: 'table', table: { ...table, rows: [row, row.map((one) => ({ ...one, tone: 'good' as const }))] } },
      { type: 'table', table: { ...table, rows: [] } },
      { type: 'commands', commands: [{ what: text, command: text }] },
    ],
  };
}

/** The characters that no format may put out as they are, of those that the tests put in. */
export function steering(text: string): readonly string[] {
  return ['\u001b', '\u202e', '\u200f', '\r\r'].filter((character) => text.includes(character));
}

const bothCatalogs: readonly Catalog[] = ['pci-dss-4.0.1', 'iso-27001-2022'].map((id) =>
  catalog.parse(parse(readFileSync(new URL(`../../../controls/frameworks/${id}.yaml`, import.meta.url), 'utf8'))),
);

/** All ids of a framework, from the list beside the tests. */
export function clauseIds(framework: string): readonly string[] {
  return readFileSync(new URL(`../../fixtures/frameworks/${framework}.ids.txt`, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s/u)[0] ?? '');
}

const remediation = {
  console:
    'Open the VPC console, choose the group, and replace the open source of the inbound rule\nby the networks that need it.',
  cli: 'aws ec2 revoke-security-group-ingress --group-id sg-… --protocol tcp --port 22 --cidr 0.0.0.0/0',
  terraform: 'resource "aws_vpc_security_group_ingress_rule" "ssh" {\n  cidr_ipv4 = "192.0.2.0/24"\n}',
};

const controls: readonly ControlDefinition[] = (
  [
    [
      'no-world-open-admin-ports',
      'No group lets the internet reach an administration port.',
      'critical',
      '1.2.5',
      'A.8.20',
    ],
    ['no-world-open-data-ports', 'No group lets the internet reach a data store port.', 'critical', '1.4.4', 'A.8.22'],
    ['no-broad-sources', 'No ingress source is wider than the threshold, world aside.', 'medium', '1.3.1', 'A.8.22'],
  ] as const
).map(([id, statement, severity, pci, iso]) => ({
  id,
  area: 'network',
  lifecycle: 'stable',
  statement,
  subject: 'aws.ec2.security-group',
  severity,
  rationale: 'Administration and data ports that everybody can reach are found by scanners within minutes.',
  wrong: {
    pass: ['A network ACL lets more through than the group says.'],
    fail: ['The group is attached to nothing.'],
  },
  params: {},
  maps: [
    { framework: 'pci-dss-4.0.1', clause: pci, role: 'tests', because: 'it judges the ports that are let through' },
    { framework: 'iso-27001-2022', clause: iso, role: 'supports', because: 'networks are to be secured' },
  ],
  remediation,
  sources: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html'],
}));

function sampleFindings({ findings: count = 5, hostile }: SampleOptions): readonly Finding[] {
  const outcomesInTurn: readonly Outcome[] = [
    'fail',
    'pass',
    'unknown',
    'pass',
    'pass',
    'manual',
    'not-applicable',
    'fail',
  ];
  return Array.from({ length: count }, (_, position) => {
    const control = controls[position % controls.length] ?? controls[0];
    const outcome = outcomesInTurn[position % outcomesInTurn.length] ?? 'pass';
    const isHostile = position === 0 && hostile !== undefined;
    const id = isHostile ? hostile : `sg-${position.toString(16).padStart(17, '0')}`;
    const name = isHostile ? hostile : position % 3 === 0 ? null : `web-${position}`;
    return finding(control, outcome, { kind: 'aws.ec2.security-group', id, name, scope }, position);
  }).sort(byFinding);
}

function finding(
  control: ControlDefinition | undefined,
  outcome: Outcome,
  resource: Resource,
  position: number,
): Finding {
  const severity: Severity = control?.severity ?? 'low';
  return {
    control: control?.id ?? '',
    outcome,
    reason: outcome === 'unknown' ? 'denied' : outcome === 'not-applicable' ? 'empty' : null,
    severity,
    resource,
    expected: control?.statement ?? '',
    observed: observed(outcome, resource.id),
    evidence: [
      { read: groupsKey, page: Math.floor(position / pageSize), pointer: `/SecurityGroups/${position % pageSize}` },
      ...(outcome === 'unknown' ? [{ read: listsKey, page: 0, pointer: '' }] : []),
    ],
    parameters: { ports: ['tcp/22', 'tcp/3389'] },
    location: null,
    owner: position % 4 === 0 ? 'payments' : null,
    exception: null,
    fingerprint: fingerprint(control?.id ?? '', resource),
    gateSeverity: severity,
  };
}

function observed(outcome: Outcome, id: string): string {
  switch (outcome) {
    case 'fail':
      return `${id} lets 0.0.0.0/0 and ::/0 reach tcp/22`;
    case 'unknown':
      return `${id} admits pl-1, whose entries could not be read`;
    case 'manual':
      return `somebody has to look at ${id}`;
    case 'not-applicable':
      return `there is nothing to judge at ${id}`;
    case 'pass':
      return `no administration port of ${id} is open to the internet`;
  }
}

function clauseResults(
  catalogs: readonly Catalog[],
  findings: readonly Finding[],
  isPartial: boolean,
): readonly ClauseResult[] {
  return catalogs.flatMap(({ id: framework, clauses }) =>
    clauses.map((clause) => {
      const evidence = controls.flatMap(({ id, maps }) =>
        maps
          .filter((map) => map.framework === framework && map.clause === clause.id)
          .map(({ role }) => ({
            control: id,
            role,
            ran: true,
            counts: findings
              .filter(({ control }) => control === id)
              .reduce((sum, own) => addOutcome(sum, own.outcome, own.reason), noOutcomes),
          })),
      );
      const counted: readonly ClauseEvidence[] = evidence;
      const status = rollUp(clause, counted);
      return {
        framework,
        clause: clause.id,
        status,
        proposal: propose(clause, status, counted, isPartial),
        supersededBy: clause.supersededBy ?? null,
        controls: evidence,
      };
    }),
  );
}

function sampleReads(count: number, isUnreadable: boolean): readonly ReadSummary[] {
  return [
    {
      key: listsKey,
      source: 'aws',
      scope,
      operation: 'ec2:DescribeManagedPrefixLists',
      input: {},
      outcome: isUnreadable ? 'denied' : 'complete',
      pages: 0,
      attempts: 1,
      error: isUnreadable
        ? {
            class: 'access-denied',
            code: 'UnauthorizedOperation',
            message: 'You are not authorized to perform this operation.',
          }
        : null,
      redactions: 0,
      file: 'recording/aws/111122223333/eu-west-1/ec2-describemanagedprefixlists.jsonl',
      command: 'aws ec2 describe-managed-prefix-lists --region eu-west-1',
    },
    {
      key: groupsKey,
      source: 'aws',
      scope,
      operation: 'ec2:DescribeSecurityGroups',
      input: {},
      outcome: 'complete',
      pages: Math.ceil(count / pageSize),
      attempts: Math.ceil(count / pageSize),
      error: null,
      redactions: 0,
      file: groupsFile,
      command: 'aws ec2 describe-security-groups --region eu-west-1',
    },
  ];
}
