/** Compares two packs. usage: diff.js OLD NEW */
import { diffPacks } from '../../src/app/diff.js';
import { report, rssMb, timed } from './usage.js';

const [before = '', after = ''] = process.argv.slice(2);
const { value, ...times } = await timed(() =>
  diffPacks({ before, after, keys: [], failOn: 'high', allowIncomplete: [] }),
);
report({ ...times, rssMb: rssMb(), counts: value.counts, unchanged: value.unchanged });
