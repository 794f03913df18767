import { beforeAll, describe, expect, it } from 'vitest';
import { effectiveApprovals, effectiveCde } from '../../src/app/approvals.js';
import { withoutConfig } from '../../src/app/config.js';
import { type DemoRecording, demoRecording } from '../../src/app/demo-recording.js';
import type { EffectiveConfiguration } from '../../src/app/effective.js';
import { perform } from '../../src/app/perform.js';
import { definitions, rules } from '../../src/app/rules.js';
import { runCaller } from '../../src/collect/run/caller.js';
import { replay } from '../../src/collect/transport/replay.js';
import type { RecordedReads, Transport } from '../../src/collect/transport/transport.js';
import { liveTransport } from '../../src/collect/transport/live.js';
import type { Finding } from '../../src/core/finding.js';
import type { ReadSummary } from '../../src/core/run.js';
import { exitOf } from '../../src/evaluate/gate.js';
import { degraded, type Degradation } from '../helpers/degrade.js';

const params = definitions.flatMap((control) =>
  Object.entries(control.params).map(([parameter, { default: value }]) => ({
    control: control.id,
    parameter,
    value: typeof value === 'number' ? value : [...value],
    location: null,
  })),
);

const approvals = effectiveApprovals(withoutConfig());
const cde = effectiveCde(withoutConfig());

function ownOf({ gates, build, declaredAt }: DemoRecording): Transport {
  return liveTransport({
    callers: [runCaller({ gates, build, params, approvals, cde, attestations: null, declaredAt })],
    budget: { maxAttempts: 1, retries: 0 },
    concurrency: 1,
    timeoutMs: 1000,
    signal: new AbortController().signal,
    now: () => 0,
    random: () => 0,
    sleep: () => Promise.resolve(),
    onEvent: () => undefined,
  });
}

const gate = { failOn: 'high', allowIncomplete: [] } as const;

interface Platform {
  readonly recorded: RecordedReads;
  readonly reads: readonly ReadSummary[];
  judge(wrap?: (inner: Transport) => Transport): Promise<readonly Finding[]>;
}

async function platform(name: 'before' | 'after'): Promise<Platform> {
  const recording = await demoRecording(name);
  const { recorded, regions, homeRegion, github, gates, build, declaredAt } = recording;
  const own = ownOf(recording);
  const configuration: EffectiveConfiguration = {
    file: null,
    entity: null,
    aws: { account: '123456789012', regions, homeRegion },
    lines: {},
    github,
    gates,
    build,
    params,
    approvals,
    cde,
    attestations: null,
    store: null,
  };
  const selection = {
    // GitHub's collector asks a repository what its organization does not tell, which no recording of the whole has: that is
    // test/integration/planted-organization.test.ts, with tokens of less power and calls that run out.
    sources: ['aws' as const, 'gates' as const],
    frameworks: rules.catalogs.map(({ id }) => id),
    controls: definitions.map(({ id }) => id),
    regions,
    severities: [],
    failOn: gate.failOn,
    allowIncomplete: [],
  };
  const inner: Transport = { read: (request) => (request.source === 'run' ? own : replay(recorded)).read(request) };
  return {
    recorded,
    reads: (await recorded.summaries()).filter(({ source }) => source !== 'github'),
    async judge(wrap = (same) => same) {
      const { findings } = await perform(wrap(inner), { configuration, selection, partial: false, declaredAt });
      const all: Finding[] = [];
      for await (const finding of findings) all.push(finding);
      return all;
    },
  };
}

/** For a test that judges everything once for each read of the recording: ten times what it takes alone. */
const timeoutMs = 60_000;

const degradations: readonly Degradation[] = ['denied', 'failed', 'throttled', 'no-end'];

describe.each(['before', 'after'] as const)('the platform %s, with one read taken away', (name) => {
  let subject: Platform;
  let whole: readonly Finding[];
  let passing: ReadonlySet<string>;
  beforeAll(async () => {
    subject = await platform(name);
    whole = await subject.judge();
    passing = new Set(whole.filter(({ outcome }) => outcome === 'pass').map(({ fingerprint }) => fingerprint));
  });

  it(name === 'before' ? 'fails as a whole' : 'passes as a whole', () => {
    expect(exitOf(whole, gate)).toBe(name === 'before' ? 1 : 0);
    expect(passing.size).toBeGreaterThan(10);
  });

  it.each(degradations)(
    '%s: no read creates a pass, none turns exit 1 or 3 into 0, and what rested on it is unknown',
    async (how) => {
      for (const read of subject.reads) {
        for (let keep = 0; keep < Math.max(1, read.pages); keep += 1) {
          const findings = await subject.judge((inner) => degraded(inner, read.key, keep, how));
          const where = `${read.operation} ${JSON.stringify(read.scope)} after ${keep} pages`;
          const created = findings.filter((finding) => finding.outcome === 'pass' && !passing.has(finding.fingerprint));
          expect(created, where).toEqual([]);
          expect(exitOf(findings, gate), where).not.toBe(0);
          const own = findings.find(({ resource }) => resource.kind === 'read' && resource.id === read.key);
          expect(own?.outcome, where).not.toBe('pass');
          expect(findings.filter(({ outcome }) => outcome === 'unknown').length, where).toBeGreaterThan(0);
        }
      }
    },
    timeoutMs,
  );

  it('a read that is missing from the recording is an error, not an answer', async () => {
    for (const read of subject.reads) {
      const lacking = replay({ lines: (key) => (key === read.key ? null : subject.recorded.lines(key)) });
      const wrap = (inner: Transport): Transport => ({
        read: (request) => (request.source === 'run' ? inner : lacking).read(request),
      });
      await expect(subject.judge(wrap), read.operation).rejects.toMatchObject({ code: 'PREPAY_REPLAY_MISS' });
    }
  });

  it('an unreadable subject leaves one unknown for each control and scope, and no verdict on what was not read', async () => {
    for (const read of subject.reads.filter(({ operation }) => operation === 'ec2:DescribeSecurityGroups')) {
      const findings = await subject.judge((inner) => degraded(inner, read.key, 0, 'denied'));
      const there = findings.filter(
        ({ control, resource }) => control.startsWith('no-world-open-') && resource.scope.region === read.scope.region,
      );
      expect(there.map(({ outcome, reason, resource }) => ({ outcome, reason, kind: resource.kind }))).toEqual(
        Array.from({ length: 3 }, () => ({ outcome: 'unknown', reason: 'denied', kind: 'scope' })),
      );
    }
  });
});
