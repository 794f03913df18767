import { join } from 'node:path';

/** Vitest's reporters: the usual one, and in CI a JSON file that .ci/run counts. */
export function reportersFor(suite: string): ('default' | ['json', { outputFile: string }])[] {
  const folder = process.env['PREPAY_TEST_RESULTS'];
  if (folder === undefined) return ['default'];
  const name = process.env['PREPAY_TEST_NAME'] ?? suite;
  return ['default', ['json', { outputFile: join(folder, `${name}.json`) }]];
}
