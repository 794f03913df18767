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
const run = spawnSync(process.execPath, vitest, { stdio: 'inherit' });
process.exit(run.status ?? 1);
