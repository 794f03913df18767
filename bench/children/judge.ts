import { perform } from '../../src/app/perform.js';
import { replay } from '../../src/collect/transport/replay.js';
import { scanRecording } from '../../src/pack/recording-scan.js';
import { run } from '../run-of.js';
const [folder = ''] = process.argv.slice(2);
const ms = (from: number) => Math.round(performance.now() - from);
const t0 = performance.now();
const recorded = await scanRecording(folder);
const scanned = ms(t0);
const t1 = performance.now();
const p = await perform(replay(recorded), run);
const parsed = ms(t1);
const t2 = performance.now();
let n = 0; const c: Record<string, number> = {};
for await (const f of p.findings) { n++; c[f.outcome] = (c[f.outcome] ?? 0) + 1; }
console.log({ n, c, scanned, parsed, judged: ms(t2), total: ms(t0), rss: process.resourceUsage().maxRSS / 1024 });
