import { awsOperation } from '../../src/collect/aws/operations.js';
import { recorder } from '../../src/collect/transport/recorder.js';
import { perform } from '../../src/app/perform.js';
import { createPack } from '../../src/pack/writer.js';
import { bigAccount } from '../big-account.js';
import { run } from '../run-of.js';
const [out = '', groups = ''] = process.argv.slice(2);
const writer = await createPack({ out, packId: run.packId, header: {} });
const live = bigAccount({ groups: Number(groups) }, run.configuration['params'] ?? []);
const t = recorder({ live, operation: ({operation, source}) => source === 'run' ? {neverKept: []} : awsOperation(operation), append: (line) => writer.append(line), recorded: writer.recorded });
const t0 = Date.now();
const p = await perform(t, run);
console.log('collected', Date.now() - t0);
let n = 0; const c: Record<string, number> = {};
for await (const f of p.findings) { n++; c[f.outcome] = (c[f.outcome] ?? 0) + 1; }
console.log(n, c, Date.now() - t0, process.resourceUsage().maxRSS / 1024);
await writer.abandon();
console.log(writer.folder);
