/** Reads packs whole, files checked and every finding parsed. usage: diff-read.js PACK … */
import { openWholePack } from '../../src/pack/verify-files.js';
import { report, rssMb, timed } from './usage.js';

const { value: findings, ...times } = await timed(async () => {
  let count = 0;
  for (const path of process.argv.slice(2)) {
    const pack = await openWholePack(path);
    for await (const { fingerprint } of pack.findings()) count += fingerprint.length > 0 ? 1 : 0;
  }
  return count;
});
report({ ...times, rssMb: rssMb(), findings });
