import { expect, it } from 'vitest';
import { sampleInput } from '../../test/unit/report/sample.js';
import { widthOf } from '../report/wrap.js';
import { demoText } from './demo-text.js';

it('counts what was fixed by control, the worst first, and names the first of it', () => {
  const [sample] = sampleInput({ findings: 40 }).findings;
  if (sample === undefined) throw new Error('the sample lacks a finding');
  const fixed = Array.from({ length: 200 }, (_, position) => ({
    ...sample,
    severity: position === 0 ? ('critical' as const) : ('high' as const),
    control: position === 0 ? 'no-world-open-admin-ports' : `no-thing-${position % 2}`,
    resource: { ...sample.resource, name: null, id: `sg-${position}` },
  }));
  const text = demoText({ runs: [], fixed, fingerprint: 'SHA256:x' }, { columns: 80, color: false });
  const rows = text.split('\n').filter((line) => /^(critical|high) /.test(line));
  expect(rows.map((row) => row.split(/ {2,}/).slice(0, 3))).toEqual([
    ['critical', 'no-world-open-admin-ports', '1'],
    ['high', 'no-thing-0', '99'],
    ['high', 'no-thing-1', '100'],
  ]);
  expect(text.replaceAll(/\s+/g, ' ')).toContain('and 98 more');
  expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80);
});
