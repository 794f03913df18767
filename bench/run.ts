/** Runs the benchmarks that are named, or all of them. usage: npm run bench -- [start] [scale] [rules] [verify] [chain] [diff] [growth] [github] [gates] [prowler] [report] */
import { build, type Built } from './built.js';
import { chain } from './chain.js';
import { diff } from './diff.js';
import { gates } from './gates.js';
import { github } from './github.js';
import { growth } from './growth.js';
import { prowler } from './prowler.js';
import { reports } from './report.js';
import { rulesJudged } from './rules.js';
import { scale } from './scale.js';
import { start } from './start.js';
import { verify } from './verify.js';

const benches: Readonly<Record<string, (built: Built) => Promise<string>>> = {
  start,
  scale,
  rules: rulesJudged,
  verify,
  chain,
  diff,
  growth,
  github,
  gates,
  prowler,
  report: reports,
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in benches));
if (unknown !== undefined) {
  process.stderr.write(`${unknown}: expected one of ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}
const built = await build();
try {
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stdout.write(`${await bench(built)}\n`);
  }
} finally {
  await built.remove();
}
