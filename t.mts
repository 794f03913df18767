import { audit } from './src/app/audit.js';
import { everything } from './src/app/plan.js';
for (const demo of ['before','after'] as const) {
const r = await audit({...everything, demo, source: ['github','gates'], awsProfile:null, formats:['html','json','markdown','sarif'], outputs:[], concurrency:4, timeoutMs:60000, signal:new AbortController().signal, onEvent:()=>undefined, out:'/tmp/demo-'+demo});
console.log(demo, r.summary.exit, JSON.stringify(r.summary.counts.bySeverity));
for (const f of r.model.findings) if (f.outcome !== 'pass' && f.resource.scope.source !== 'run') console.log(' ', f.outcome, f.reason ?? '', f.severity, f.control, f.resource.id, '|', f.observed.slice(0,230), f.location? `${f.location.path}:${f.location.line}`:'');
}
