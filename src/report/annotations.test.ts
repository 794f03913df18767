import { describe, expect, it } from 'vitest';
import { sampleInput } from '../../test/unit/report/sample.js';
import { annotations } from './annotations.js';
import { buildModel } from './model.js';
import type { ReportFinding, ReportModel } from './model-types.js';

function modelOf(...changes: readonly Partial<ReportFinding>[]): ReportModel {
  const model = buildModel(sampleInput({ findings: 1 }));
  const [first] = model.findings;
  if (first === undefined) throw new Error('the sample has no finding');
  const whole = { ...first, outcome: 'fail' as const, severity: 'high' as const, observed: 'o', reason: null };
  return { ...model, findings: changes.map((change) => ({ ...whole, ...change })) };
}

const resource = { kind: 'github.repository', id: 'prepay/wallet', name: null, scope: { source: 'github' } } as const;

describe('annotations of GitHub Actions', () => {
  it('are an error for what is high and fails, with its place', () => {
    const location = { path: '.github/workflows/a,b.yml', line: 7 };
    expect(
      annotations(modelOf({ control: 'actions-pinned', location, resource, observed: '100 %\n::set-env::' })),
    ).toEqual([
      '::error file=.github/workflows/a%2Cb.yml,line=7,title=actions-pinned (high)::prepay/wallet: 100 %25⟦U+000A⟧::set-env::',
    ]);
  });

  it('are a warning for what is medium or unknown, and none for what is low or passes', () => {
    const found = annotations(
      modelOf(
        { severity: 'medium', resource, control: 'a' },
        { outcome: 'unknown', severity: 'critical', resource, control: 'b' },
        { severity: 'low' },
        { outcome: 'pass' },
        { outcome: 'not-applicable' },
      ),
    );
    expect(found).toEqual([
      '::warning title=b (critical)::unknown: prepay/wallet: o',
      '::warning title=a (medium)::prepay/wallet: o',
    ]);
  });

  it('are ten of each at most, the worst first', () => {
    const many = Array.from({ length: 12 }, () => ({ severity: 'high' as const }));
    const found = annotations(
      modelOf(...many, { severity: 'critical' }, ...many.map(() => ({ severity: 'medium' as const }))),
    );
    expect(found.map((line) => line.split(' ')[0])).toEqual([
      ...Array<string>(10).fill('::error'),
      ...Array<string>(10).fill('::warning'),
    ]);
    expect(found[0]).toContain('(critical)');
  });
});
