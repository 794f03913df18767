/**
 * Judges a recording of the big account from its first byte to its last finding. usage: judge.js FOLDER
 * Under `node --expose-gc` it also says what the facts hold of the heap.
 */
import { perform } from '../../src/app/perform.js';
import { replay } from '../../src/collect/transport/replay.js';
import { scanRecording } from '../../src/pack/recording-scan.js';
import { run } from '../run-of.js';
import { report, rssMb, timed } from './usage.js';

const [folder = ''] = process.argv.slice(2);
const opened = await timed(() => scanRecording(folder));
const before = heapMb();
const collected = await timed(() => perform(replay(opened.value), run));
const heldMb = heapMb() - before;
const judged = await timed(async () => {
  const outcomes: Record<string, number> = {};
  for await (const { outcome } of collected.value.findings) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return outcomes;
});
const stages = { open: opened, 'replay and parse': collected, judge: judged };
const sum = (of: (stage: { wallMs: number; cpuMs: number }) => number) =>
  Object.values(stages).reduce((total, stage) => total + of(stage), 0);
report({
  wallMs: sum(({ wallMs }) => wallMs),
  cpuMs: sum(({ cpuMs }) => cpuMs),
  rssMb: rssMb(),
  stages: Object.fromEntries(Object.entries(stages).map(([name, stage]) => [name, stage.cpuMs])),
  outcomes: judged.value,
  facts: collected.value.populations.find(({ kind }) => kind === 'aws.ec2.security-group')?.count ?? 0,
  heldMb,
});

/** What is reachable where garbage can be collected first; else what is in use. */
function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
