import { readFileSync } from 'node:fs';
const [file = ''] = process.argv.slice(2);
const t0 = performance.now();
let n = 0;
for (const line of readFileSync(file, 'utf8').split('\n')) { if (line === '') continue; n += Object.keys(JSON.parse(line)).length; }
console.log(n, performance.now() - t0, process.resourceUsage().maxRSS / 1024);
