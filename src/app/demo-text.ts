import type { Finding } from '../core/finding.js';
import { bySeverity, type Outcome } from '../core/outcome.js';
import { scopeId } from '../core/scope.js';
import { table } from '../report/table.js';
import { visible } from '../report/visible.js';
import { wrap } from '../report/wrap.js';
import type { DemoResult, DemoRun } from './demo.js';

export interface Terminal {
  readonly columns: number;
  readonly color: boolean;
}

const outcomes = ['fail', 'unknown', 'pass', 'not-applicable'] as const satisfies readonly Outcome[];

/** What the demo shows at its end: both platforms side by side, what was fixed, and where everything is. */
export function demoText(result: DemoResult, terminal: Terminal): string {
  const paragraph = (text: string): readonly string[] => wrap(visible(text), terminal.columns);
  const counts = table(
    [
      { head: 'platform' },
      ...outcomes.map((outcome) => ({ head: outcome, align: 'right' as const })),
      { head: 'exit', align: 'right' },
      { head: 'pack' },
    ],
    result.runs.map(countsRow),
    terminal,
  );
  const fixed = table(
    [{ head: 'severity' }, { head: 'fixed', isFixed: true }, { head: 'resource' }],
    [...result.fixed].sort((a, b) => bySeverity(b.severity, a.severity)).map(fixedRow),
    terminal,
  );
  return [
    ...paragraph('Two recorded platforms were audited: the same wallet before and after it was mended.'),
    '',
    ...counts,
    '',
    ...fixed,
    '',
    ...paragraph(`Signed with a throw-away key, ${result.fingerprint}. A run of your own signs with --sign KEY.`),
    '',
    ...result.runs.flatMap((run) => [
      ...run.result.paths.reports
        .filter(({ format }) => format === 'html')
        .map(({ path }) => `report ${run.name.padEnd(7)} ${path}`),
    ]),
  ].join('\n');
}

/** The demo's summary as a document for --json. */
export function demoSummary({ runs, fixed, fingerprint }: DemoResult): object {
  return {
    fingerprint,
    runs: runs.map(({ name, result, verified }) => ({
      name,
      summary: result.summary,
      verified: verified.exit === 0,
      steps: verified.steps,
    })),
    fixed: fixed.map(({ control, severity, resource }) => ({ control, severity, resource })),
  };
}

function countsRow({ name, result, verified }: DemoRun): readonly string[] {
  const { counts, exit } = result.summary;
  return [
    name,
    ...outcomes.map((outcome) => String(counts.outcomes[outcome])),
    String(exit),
    verified.exit === 0 ? 'verified, every verdict re-performed' : 'DOES NOT VERIFY',
  ];
}

function fixedRow({ severity, control, resource }: Finding): readonly string[] {
  return [severity, control, `${resource.name ?? resource.id} in ${scopeId(resource.scope)}`];
}
