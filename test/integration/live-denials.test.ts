import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyWith } from '../../src/app/verify.js';
import { awsOperations } from '../../src/collect/aws/operations.js';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import { replay } from '../../src/collect/transport/replay.js';
import type { Finding } from '../../src/core/finding.js';
import type { Run } from '../../src/core/run.js';
import { exitOf } from '../../src/evaluate/gate.js';
import { openPack } from '../../src/pack/reader.js';
import { degraded, type Degradation } from '../helpers/degrade.js';
import { type Fault, type Moto, startMoto } from './peers/aws/moto.js';
import { cleanRegion, configuration, configurationOf, faultyRegion, plantAccount } from './planted/account.js';
import { isGlobal } from './planted/card-data.js';
import { byKey, foundOf } from './planted/compare.js';
import { impatient, judge } from './planted/judge.js';
import { loosened, unused, type Planted } from './planted/plant.js';
import { type Audited, runAudit } from './planted/run-audit.js';
import { allowedUnderLoss, controlsListedBy, surprises } from './planted/under-loss.js';

const operations = awsOperations.map(({ name }) => name);
const regional = operations.filter((name) => !isGlobal(name));
const gate = { failOn: 'low', allowIncomplete: [] } as const;

let moto: Moto;
let planted: readonly Planted[];
/** The audit with nothing taken away. */
let whole: Audited;
let run: Run;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  moto = await startMoto();
  // The parameters are those of a configuration that loosens none, the approvals those of one that has only the defaults.
  planted = (await plantAccount(moto.url)).filter(
    ({ control, name }) => control !== loosened && (control !== unused || name === null),
  );
  whole = await runAudit(moto.url, { configuration });
  run = await (await openPack(whole.pack)).run();
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

/** The verdicts hold that the loss of the operation leaves, none that needed it, and one unknown for what was not listed. */
function expectLoss(findings: readonly Finding[], operation: string, region: string | null): void {
  const found = byKey(findings);
  expect(
    surprises(
      planted,
      (one) => foundOf(one, found),
      (one) => allowedUnderLoss(one, operation, region),
    ),
  ).toEqual([]);
  for (const control of controlsListedBy(operation)) {
    const ofScope = findings.filter((finding) => finding.control === control && finding.resource.kind === 'scope');
    const lost = region === null ? [cleanRegion, faultyRegion] : [region];
    expect(
      ofScope.map(({ outcome, resource }) => [outcome, resource.scope.region]),
      control,
    ).toEqual(lost.map((name) => ['unknown', name]));
  }
  // What a prefix list holds is read list by list, named by who refers to it: the listing adds its name and owner.
  if (operation !== 'ec2:DescribeManagedPrefixLists') {
    expectNoDependentPass(findings, new Set(readsOf(operation, region)));
  }
}

/** No pass of which the whole audit says that it rested on one of the reads; and none that the whole audit did not give. */
function expectNoDependentPass(findings: readonly Finding[], reads: ReadonlySet<string>): void {
  const before = new Map(whole.findings.map((finding) => [finding.fingerprint, finding]));
  const wrong = findings.filter((finding) => {
    const then = before.get(finding.fingerprint);
    if (finding.outcome !== 'pass') return false;
    return then?.outcome !== 'pass' || then.evidence.some(({ read }) => reads.has(read));
  });
  expect(wrong.map(({ control, resource, observed }) => `${control} ${resource.id}: ${observed}`)).toEqual([]);
}

function readsOf(operation: string, region: string | null): string[] {
  return whole.reads
    .filter((read) => read.operation === operation && (region === null || read.scope.region === region))
    .map(({ key }) => key);
}

describe('with nothing taken away', () => {
  it('comes out as it was planted, with 1; the clean region alone with 0', async () => {
    const found = byKey(whole.findings);
    expect(
      surprises(
        planted,
        (one) => foundOf(one, found),
        (one) => [one.expected],
      ),
    ).toEqual([]);
    expect(whole.exit).toBe(1);
    expect(await runAudit(moto.url, { configuration: configurationOf([cleanRegion]) })).toMatchObject({ exit: 0 });
  });
});

describe.each(operations)('%s', (operation) => {
  it('denied everywhere: no pass that depended on it, never 0, and a pack that verifies by replay', async () => {
    const denied = await withFault({ op: operation, kind: 'denied' }, () => runAudit(moto.url, { configuration }));
    expect([1, 3]).toContain(denied.exit);
    expectLoss(denied.findings, operation, null);
    const { exit, steps } = await verifyWith(denied.pack, [denied.signer.publicKey], () => undefined);
    expect(exit, JSON.stringify(steps)).toBe(0);
  });

  it('denied where all was clean: 3 instead of 0', async () => {
    const only = configurationOf([cleanRegion]);
    const denied = await withFault({ op: operation, kind: 'denied' }, () =>
      runAudit(moto.url, { configuration: only }),
    );
    expect(denied.exit).toBe(3);
  });

  it('throttled for ever, or cut in the middle of the answer: no pass that depended on it', async () => {
    for (const kind of ['throttle', 'truncate'] as const) {
      const findings = await withFault({ op: operation, kind }, () => judge(impatient(moto.url, run, 2), run));
      expect(exitOf(findings, gate)).not.toBe(0);
      expectLoss(findings, operation, null);
    }
  });
});

describe.each(regional)('%s', (operation) => {
  it("denied in one region leaves the other's verdicts as they were, byte for byte", async () => {
    const fault: Fault = { op: operation, kind: 'denied', region: cleanRegion };
    const denied = await withFault(fault, () => runAudit(moto.url, { configuration }));
    expect(denied.exit).toBe(1);
    expectLoss(denied.findings, operation, cleanRegion);
    const elsewhere = ({ findings }: Audited): string[] =>
      findings
        .filter(({ resource }) => resource.scope.region !== cleanRegion)
        .map((finding) => JSON.stringify(finding));
    expect(elsewhere(denied)).toEqual(elsewhere(whole));
  });
});

describe('everything denied', () => {
  it('gives not one pass of AWS, and 3', async () => {
    const denied = await withFault({ op: '*', kind: 'denied' }, () => runAudit(moto.url, { configuration }));
    expect(denied.exit).toBe(3);
    const ofAws = denied.findings.filter(({ resource }) => resource.scope.source === 'aws');
    expect(new Set(ofAws.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
  });
});

describe('the recording with one read spoilt', () => {
  it.each(['denied', 'failed', 'throttled', 'no-end'] satisfies Degradation[])(
    '%s: no pass that depended on it, and never 0',
    async (how) => {
      const { recorded } = await openPack(whole.pack);
      for (const read of whole.reads) {
        if (read.source === 'run') {
          // Parameters that no read vouches for judge nothing.
          await expect(judge(degraded(replay(recorded), read.key, 0, how), run)).rejects.toMatchObject({
            code: 'PREPAY_PACK_INVALID',
          });
          continue;
        }
        const findings = await judge(degraded(replay(recorded), read.key, 0, how), run);
        expect(exitOf(findings, gate), read.operation).not.toBe(0);
        const isOnlyOne = readsOf(read.operation, read.scope.region ?? null).length === 1;
        if (isOnlyOne) expectLoss(findings, read.operation, read.scope.region ?? null);
        else expectNoDependentPass(findings, new Set([read.key]));
      }
    },
  );
});
