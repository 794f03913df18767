import { describe, expect, it } from 'vitest';
import { sampleInput } from '../../test/unit/report/sample.js';
import { buildModel } from './model.js';
import type { ReportFinding } from './model-types.js';
import { namedFails } from './named.js';

const [sample] = buildModel(sampleInput({ findings: 1 })).findings;

function fail(control: string, severity: ReportFinding['severity'], id: string): ReportFinding {
  if (sample === undefined) throw new TypeError('the sample has no finding');
  return {
    ...sample,
    control,
    severity,
    outcome: 'fail',
    number: `F-${id}`,
    resource: { ...sample.resource, id, name: id === 'a' ? 'web' : null },
  };
}

describe('namedFails', () => {
  it('names what fails at critical, then at high, the most fails first', () => {
    const named = namedFails([
      fail('b', 'high', '1'),
      fail('b', 'high', '2'),
      fail('c', 'critical', 'a'),
      fail('a', 'high', '3'),
      fail('d', 'medium', '4'),
      { ...fail('c', 'critical', '5'), outcome: 'unknown' },
    ]);
    expect(named.controls.map(({ control, severity, count }) => [severity, control, count])).toEqual([
      ['critical', 'c', 1],
      ['high', 'b', 2],
      ['high', 'a', 1],
    ]);
    expect(named.controls[0]?.resources).toEqual([{ number: 'F-a', id: 'a', name: 'web' }]);
    expect(named).toMatchObject({ omittedControls: 0, omittedFails: 0 });
  });

  it('shows seven controls with four resources each, and counts the rest', () => {
    const findings = Array.from({ length: 10 }, (_, control) =>
      Array.from({ length: 6 }, (__, id) => fail(`control-${control}`, 'critical', String(id))),
    ).flat();
    const named = namedFails(findings);
    expect(named.controls).toHaveLength(7);
    expect(named.controls[0]).toMatchObject({ count: 6, omitted: 2 });
    expect(named.controls[0]?.resources).toHaveLength(4);
    expect(named).toMatchObject({ omittedControls: 3, omittedFails: 18 });
  });
});
