import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyWith } from '../../src/app/verify.js';
import { awsOperations } from '../../src/collect/aws/operations.js';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import { replay } from '../../src/collect/transport/replay.js';
import type { Finding } from '../../src/core/finding.js';
import type { Population, ReadSummary, Run } from '../../src/core/run.js';
import { scopeId } from '../../src/core/scope.js';
import { exitOf } from '../../src/evaluate/gate.js';
import { openPack } from '../../src/pack/reader.js';
import { degraded, type Degradation } from '../helpers/degrade.js';
import { cleanRegion, configurationOf, faultyRegion, plantCleanRegion } from './network/account.js';
import { type Fault, type Moto, startMoto } from './peers/aws/moto.js';
import { plantFaultyRegion, strictParams } from './planted/account.js';
import { isGlobal } from './planted/card-data.js';
import { byKey, foundOf } from './planted/compare.js';
import { impatient, judge } from './planted/judge.js';
import { cards, type Planted } from './planted/plant.js';
import { type Audited, runAudit } from './planted/run-audit.js';
import { allowedUnderLoss, controlsListedBy, surprises } from './planted/under-loss.js';

// The account is one of networks; what else is read of it, aws-collector.test.ts and the degradation of the demo spoil.
const areas = ['network', 'program'];
const networkServices = ['sts', 'ec2', 'elbv2'];
const beside = new Set(['elasticloadbalancing:DescribeRules', 'elasticloadbalancing:DescribeSSLPolicies']);
const operations = awsOperations
  .filter(({ name, service }) => networkServices.includes(service) && !beside.has(name))
  .map(({ name }) => name);
const regional = operations.filter((name) => !isGlobal(name));
const gate = { failOn: 'low', allowIncomplete: [] } as const;

/** Operations whose loss puts nothing in doubt, in the clean region, but what is said of the read itself; and why. */
const onRecordAlone: Readonly<Record<string, string>> = {
  'sts:GetCallerIdentity': 'it says who reads; the account is configured',
  'ec2:DescribeRegions': 'it says which regions there are; those that are audited are configured',
  'ec2:DescribeNatGateways': 'no control needs one yet: routes name it',
  'ec2:DescribeEgressOnlyInternetGateways': 'no control needs one yet: routes name it',
  'ec2:DescribeTransitGateways': 'no control needs one yet: attachments and tables name it',
  'ec2:DescribeVpnGateways': 'no control needs one yet: routes and connections name it',
  'ec2:DescribeVpnConnections':
    'no route of the region leads to a VPN, of which the server can hold none that is known',
  'ec2:DescribeInstances': 'the groups of an instance are seen on its interfaces',
  'ec2:DescribeVpcEndpoints': 'the region has none, and every group in it has another use',
  'ec2:DescribeAddresses': 'interfaces say their own addresses; it names those interfaces alone that are not shown',
  'ec2:DescribeManagedPrefixLists': 'what a list holds is read list by list; it adds names and owners',
};

/** Controls that pass by one witness, whichever is read: another may stand in for one that is lost. */
const byAnyWitness: ReadonlySet<string> = new Set([
  'approvals-in-use',
  'no-unused-security-groups',
  'vpc-flow-logs-on',
]);

let moto: Moto;
let planted: readonly Planted[];
/** The audit with nothing taken away, and that of the clean region alone. */
let whole: Audited;
let clean: Audited;
let run: Run;
let cleanRun: Run;
let populations: readonly Population[];

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  moto = await startMoto({ remembers: true });
  planted = await plantFaultyRegion(moto.url);
  const { routers } = await plantCleanRegion(moto.url);
  const configuration = (regions: readonly string[]) => configurationOf(regions, routers) + strictParams;
  whole = await runAudit(moto.url, { configuration: configuration([cleanRegion, faultyRegion]), areas });
  clean = await runAudit(moto.url, { configuration: configuration([cleanRegion]), areas });
  const pack = await openPack(whole.pack);
  run = await pack.run();
  populations = await pack.populations();
  cleanRun = await (await openPack(clean.pack)).run();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeConnections();
  await moto.stop();
});

async function withFault<T>(fault: Fault, work: () => Promise<T>): Promise<T> {
  await moto.faults([fault]);
  try {
    return await work();
  } finally {
    await moto.faults([]);
  }
}

/** What the server gives under the fault, judged in memory as that run judges. */
function under(fault: Fault, by: Run): Promise<readonly Finding[]> {
  return withFault(fault, () => judge(impatient(moto.url, by, 2), by));
}

/** In the account: the verdicts hold that the loss of the operation in these regions leaves, and no others do. */
function expectLoss(findings: readonly Finding[], operation: string, lost: readonly string[]): void {
  const found = byKey(findings);
  const region = lost.length === 1 ? (lost[0] ?? null) : null;
  expect(
    surprises(
      planted,
      (one) => foundOf(one, found),
      (one) => allowedUnderLoss(one, operation, region),
    ),
  ).toEqual([]);
  expectDoubt(findings, operation, lost, whole);
}

/** One unknown for what was not listed in each of these regions, and no pass that needed it. */
function expectDoubt(
  findings: readonly Finding[],
  operation: string,
  lost: readonly string[],
  before: Pick<Audited, 'findings'>,
): void {
  for (const control of controlsListedBy(operation, populations)) {
    const ofScope = findings.filter((finding) => finding.control === control && finding.resource.kind === 'scope');
    expect(
      ofScope.map(({ outcome, resource }) => [outcome, resource.scope.region]),
      control,
    ).toEqual(lost.map((name) => ['unknown', name]));
  }
  // What a prefix list holds is read list by list, named by who refers to it: the listing adds its name and owner.
  if (operation === 'ec2:DescribeManagedPrefixLists') return;
  const reads = isGlobal(operation) ? readsOf(operation) : lost.flatMap((region) => readsOf(operation, region));
  expectNoDependentPass(findings, new Set(reads), before);
}

/** No pass of which the whole audit says that it rested on one of the reads; and none that the whole audit did not give. */
function expectNoDependentPass(
  findings: readonly Finding[],
  reads: ReadonlySet<string>,
  before: Pick<Audited, 'findings'>,
): void {
  const known = new Map(before.findings.map((finding) => [finding.fingerprint, finding]));
  const wrong = findings.filter((finding) => {
    const then = known.get(finding.fingerprint);
    if (finding.outcome !== 'pass') return false;
    if (then?.outcome !== 'pass') return true;
    return then.evidence.some(({ read }) => reads.has(read)) && !hasOtherWitness(finding, then, reads);
  });
  expect(wrong.map(({ control, resource, observed }) => `${control} ${resource.id}: ${observed}`)).toEqual([]);
}

function hasOtherWitness({ control, evidence }: Finding, then: Finding, lost: ReadonlySet<string>): boolean {
  const known = new Set(then.evidence.map((reference) => JSON.stringify(reference)));
  return (
    byAnyWitness.has(control) &&
    evidence.every(({ read }) => !lost.has(read)) &&
    evidence.some((reference) => !known.has(JSON.stringify(reference)))
  );
}

function readsOf(operation: string, region?: string): string[] {
  return whole.reads
    .filter((read) => read.operation === operation && (region === undefined || read.scope.region === region))
    .map(({ key }) => key);
}

/** The controls, that on the reads themselves aside, of which something is unknown. */
function controlsInDoubt(findings: readonly Finding[]): string[] {
  const unknown = findings.filter(({ control, outcome }) => outcome === 'unknown' && control !== cards);
  return [...new Set(unknown.map(({ control }) => control))].sort();
}

describe('with nothing taken away', () => {
  it('comes out as it was planted, with 1; the clean region alone with 0', () => {
    const found = byKey(whole.findings);
    expect(
      surprises(
        planted,
        (one) => foundOf(one, found),
        (one) => [one.expected],
      ),
    ).toEqual([]);
    expect([whole.exit, clean.exit]).toEqual([1, 0]);
  });

  it('asks every operation in both regions', () => {
    for (const name of regional) {
      const asked = whole.reads.filter(({ operation }) => operation === name).map(({ scope }) => scope.region);
      expect([...new Set(asked)].sort(), name).toEqual([cleanRegion, faultyRegion]);
    }
  });
});

const everywhere = [cleanRegion, faultyRegion];

describe.each(operations)('%s', (operation) => {
  it('denied everywhere: no pass that depended on it, never 0, and a pack that verifies by replay', async () => {
    const { configuration } = whole;
    const denied = await withFault({ op: operation, kind: 'denied' }, () => runAudit(moto.url, { configuration }));
    expect([1, 3]).toContain(denied.exit);
    expectLoss(denied.findings, operation, everywhere);
    const { exit, steps } = await verifyWith(denied.pack, [denied.signer.publicKey], () => undefined);
    expect(exit, JSON.stringify(steps)).toBe(0);
  });

  it('denied where all was clean: 3 instead of 0, and what needs it in doubt', async () => {
    const findings = await under({ op: operation, kind: 'denied' }, cleanRun);
    expect(exitOf(findings, gate)).toBe(3);
    expectDoubt(findings, operation, [cleanRegion], clean);
    const doubts = controlsInDoubt(findings);
    if (Object.hasOwn(onRecordAlone, operation)) expect(doubts, onRecordAlone[operation]).toEqual([]);
    else expect(doubts).not.toEqual([]);
  });

  it('throttled for ever: no pass that depended on it', async () => {
    const findings = await under({ op: operation, kind: 'throttle' }, run);
    expect(exitOf(findings, gate)).not.toBe(0);
    expectLoss(findings, operation, everywhere);
  });

  it('cut in the middle of the answer where all was clean: 3 instead of 0', async () => {
    const findings = await under({ op: operation, kind: 'truncate' }, cleanRun);
    expect(exitOf(findings, gate)).toBe(3);
    expectDoubt(findings, operation, [cleanRegion], clean);
  });
});

describe.each(regional)('%s', (operation) => {
  it("denied in one region leaves the other's verdicts as they were, byte for byte", async () => {
    const findings = await under({ op: operation, kind: 'denied', region: cleanRegion }, run);
    expect(exitOf(findings, gate)).toBe(1);
    expectLoss(findings, operation, [cleanRegion]);
    const elsewhere = (all: readonly Finding[]): string[] =>
      all
        .filter(({ resource }) => resource.scope.source === 'aws' && resource.scope.region !== cleanRegion)
        .map((finding) => JSON.stringify(finding));
    expect(elsewhere(findings)).toEqual(elsewhere(whole.findings));
  });
});

describe('everything denied', () => {
  it('gives not one pass of AWS, and 3', async () => {
    const { configuration } = whole;
    const denied = await withFault({ op: '*', kind: 'denied' }, () => runAudit(moto.url, { configuration }));
    expect(denied.exit).toBe(3);
    const ofAws = denied.findings.filter(({ resource }) => resource.scope.source === 'aws');
    expect(new Set(ofAws.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
  });
});

describe('the recording with one read spoilt', () => {
  it('denied: no pass that depended on it, and never 0', () => expectNothingHidden(whole.reads, 'denied'), 120_000);

  it.each(['failed', 'throttled', 'no-end'] satisfies Degradation[])(
    '%s, for one read of each operation: the same',
    (how) => expectNothingHidden(oneOfEach(whole.reads), how),
  );
});

async function expectNothingHidden(reads: readonly ReadSummary[], how: Degradation): Promise<void> {
  const { recorded } = await openPack(whole.pack);
  for (const read of reads) {
    const judging = judge(degraded(replay(recorded), read.key, 0, how), run);
    if (read.source === 'run') {
      // Parameters that no read vouches for judge nothing.
      await expect(judging).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
      continue;
    }
    const findings = await judging;
    expect(exitOf(findings, gate), read.operation).not.toBe(0);
    const { region } = read.scope;
    const isOnlyOne = readsOf(read.operation, region).length === 1;
    if (isOnlyOne) expectLoss(findings, read.operation, region === undefined ? everywhere : [region]);
    else expectNoDependentPass(findings, new Set([read.key]), whole);
  }
}

/** The first read of each operation in each scope. */
function oneOfEach(reads: readonly ReadSummary[]): ReadSummary[] {
  return [...new Map([...reads].reverse().map((read) => [`${read.operation} ${scopeId(read.scope)}`, read])).values()];
}
