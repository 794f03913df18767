import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporary } from '../../test/helpers/small-pack.js';
import { audit } from './audit.js';
import { loadBaseline } from './baseline.js';
import { everything } from './plan.js';

async function demoPack(more: object = {}): Promise<string> {
  const out = await temporary(onTestFinished);
  const { paths } = await audit({
    ...everything,
    ...quiet,
    demo: 'before',
    out,
    ...more,
  });
  return paths.pack ?? '';
}

const quiet = {
  awsProfile: null,
  formats: [],
  outputs: [],
  concurrency: 4,
  timeoutMs: 60_000,
  signal: new AbortController().signal,
  onEvent: () => undefined,
};

describe('a baseline', () => {
  it('takes what failed or was unknown out of the exit code, and stands in run.json', async () => {
    const control = ['no-world-open-admin-ports'];
    const pack = await demoPack({ control });
    const { baseline, known } = await loadBaseline(pack, ['--control no-world-open-admin-ports']);
    expect(known.size).toBeGreaterThan(0);
    const again = await audit({
      ...everything,
      ...quiet,
      demo: 'before',
      control,
      baseline: pack,
      out: await temporary(onTestFinished),
    });
    expect(again.summary.exit).toBe(0);
    expect(again.summary.counts.outcomes.fail).toBeGreaterThan(0);
    expect(again.model.identity.dates).toContainEqual({
      label: 'Baseline, whose findings did not count for the exit code',
      value: baseline.packId,
    });
  });

  it('is refused where it was narrowed otherwise, is no pack, or was changed', async () => {
    const pack = await demoPack({ control: ['no-world-open-admin-ports'] });
    await expect(loadBaseline(pack, [])).rejects.toMatchObject({ code: 'PREPAY_USAGE' });
    await expect(loadBaseline(join(pack, 'nothing'), [])).rejects.toMatchObject({ code: 'PREPAY_PACK_NOT_FOUND' });
    await writeFile(join(pack, 'results/findings.jsonl'), '');
    await expect(loadBaseline(pack, ['--control no-world-open-admin-ports'])).rejects.toMatchObject({
      code: 'PREPAY_PACK_INVALID',
    });
  });
});
