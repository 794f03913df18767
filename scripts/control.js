// npm run control -- <id>: the cases of one control, in a second.
import { existsSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const [id] = process.argv.slice(2);
const folder = readdirSync('controls').find(
  (area) => id !== undefined && existsSync(`controls/${area}/${id}/control.yaml`),
);
if (folder === undefined) {
  console.error(`usage: npm run control -- <id>; there is no control ${id ?? ''}`);
  process.exit(2);
}
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--coverage.enabled=false', `controls/${folder}/${id}`];
// Not a suite of its own: its results must not stand in for those that CI counts.
const env = { ...process.env };
delete env.PREPAY_TEST_RESULTS;
const run = spawnSync(process.execPath, vitest, { stdio: 'inherit', env });
process.exit(run.status ?? 1);
