/**
 * Renders one report. usage: report.js FORMAT FINDINGS FOLDER. FORMAT: `html`, `pdf`, or `model`, which is what the other
 * two are made from. The report is written into the folder.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../../src/app/render.js';
import { buildModel } from '../../src/report/model.js';
import { sampleInput } from '../../test/unit/report/sample.js';
import { report, rssMb, timed } from './usage.js';

const [format = '', findings = '', folder = ''] = process.argv.slice(2);
const made = buildModel(sampleInput({ findings: Number(findings), signedBy: null }));
const { value, ...times } = await timed(() => rendered());
writeFileSync(join(folder, `report.${format}`), value);
report({ ...times, bytes: value.length, rssMb: rssMb() });

async function rendered(): Promise<string | Uint8Array> {
  switch (format) {
    case 'html':
    case 'pdf':
      return render(format, made);
    case 'model':
      return JSON.stringify(made);
    default:
      throw new RangeError(`no report is called ${format}`);
  }
}
