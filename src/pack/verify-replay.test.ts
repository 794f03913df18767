import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  findings,
  groups,
  page,
  relist,
  ruleDigests,
  sameReplay,
  sealSmallPack,
  temporary,
  toolVersion,
} from '../../test/helpers/small-pack.js';
import { containing, spoiltCopy, stated } from '../../test/helpers/spoilt-pack.js';
import { PrepayError } from '../core/errors.js';
import { readKey } from '../core/read.js';
import { throwAwaySigner } from './signer.js';
import type { ReplayResult } from './verify-replay.js';
import { verifyPack, type VerifyOptions, type VerifyReport } from './verify.js';

const signer = throwAwaySigner();
const options: VerifyOptions = {
  publicKeys: [signer.publicKey],
  toolVersion,
  ruleDigests,
  replay: sameReplay,
  onStep: () => undefined,
};

let good: string;
beforeAll(async () => {
  const ends: (() => Promise<void>)[] = [];
  good = (await sealSmallPack(await temporary((end) => void ends.push(end)), signer)).path;
  return async () => {
    for (const end of ends) await end();
  };
});

async function verify(pack: string, changed: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
  return verifyPack(pack, { ...options, ...changed });
}

function spoilt(spoil: (pack: string) => Promise<unknown>): Promise<string> {
  return spoiltCopy(good, spoil);
}

describe('the replay', () => {
  const replayOf = (change: (same: ReplayResult) => ReplayResult) => async (pack: Parameters<typeof sameReplay>[0]) =>
    change(await sameReplay(pack));

  it('tells a finding that is missing from one that is new', async () => {
    const missing = await verify(good, { replay: replayOf((same) => ({ ...same, findings: findings.slice(1) })) });
    expect(missing.differences).toMatchObject([{ what: containing('sg-1'), replayed: null }]);
    const more = [...findings, ...findings.slice(0, 1).map((first) => ({ ...first, control: 'zzz' }))];
    const extra = await verify(good, { replay: replayOf((same) => ({ ...same, findings: more })) });
    expect(extra.differences).toMatchObject([{ what: containing('zzz on sg-1'), packed: null }]);
    expect([missing.exit, extra.exit]).toEqual([1, 1]);
  });

  it('has to make every result again, and no other', async () => {
    const files = new Map([['results/other.json', '{}\n']]);
    const report = await verify(good, { replay: replayOf((same) => ({ ...same, files })) });
    expect(report.differences.map(({ what }) => what)).toEqual([
      'reports/report.html',
      'results/clauses.json',
      'results/populations.json',
      'results/reads.json',
      'scope.json',
      'results/other.json',
    ]);
  });

  it('stops at a thousand differences', async () => {
    const many = Array.from({ length: 1200 }, (_, number) => `z${number}`).flatMap((control) =>
      findings.slice(0, 1).map((first) => ({ ...first, control })),
    );
    const report = await verify(good, { replay: replayOf((same) => ({ ...same, findings: many })) });
    expect(report.differences).toHaveLength(1000);
    expect(report.steps[5]?.detail).toContain('at least 1000 results');
  });

  it('fails where it needs a read that the pack lacks', async () => {
    const replay = (): Promise<ReplayResult> =>
      Promise.reject(new PrepayError('PREPAY_REPLAY_MISS', 'ec2:DescribeVpcs is not recorded', 'See the pack.'));
    const report = await verify(good, { replay });
    expect(report).toMatchObject({ exit: 1 });
    expect(report.steps[5]).toMatchObject({
      name: 'replay',
      result: 'failed',
      detail: 'ec2:DescribeVpcs is not recorded',
    });
  });

  it('lets a mistake of ours through', async () => {
    await expect(verify(good, { replay: () => Promise.reject(new TypeError('ours')) })).rejects.toThrow('ours');
  });

  it('is not begun on a recording whose lines are malformed, though they are signed', async () => {
    const pack = await spoilt(async (copy) => {
      const [path] = (await readdir(join(copy, 'recording'), { recursive: true })).filter((name) =>
        name.endsWith('.jsonl'),
      );
      await appendFile(join(copy, 'recording', path ?? ''), '{"type":"page"}\n');
      await relist(copy, signer, stated);
    });
    const report = await verify(pack);
    expect(report.steps[4]).toMatchObject({ name: 'rules', result: 'failed' });
    expect(report.steps[4]?.detail).toMatch(/\.jsonl:4: /);
    expect(report.steps).toHaveLength(6);
  });

  it('reads the recorded pages by their key', async () => {
    const replay: VerifyOptions['replay'] = async (pack) => {
      const first = pack.recorded.lines(readKey(page(groups, 0, {})));
      for await (const line of first ?? []) expect(line.operation).toBe(groups);
      return sameReplay(pack);
    };
    expect((await verify(good, { replay })).exit).toBe(0);
  });
});
