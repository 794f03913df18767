import type { Finding } from '../core/finding.js';
import { bySeverity, type Outcome } from '../core/outcome.js';
import { byCodeUnit } from '../core/json.js';
import { scopeId } from '../core/scope.js';
import { groupBy } from '../report/group.js';
import { table } from '../report/table.js';
import { visible } from '../report/visible.js';
import { wrap } from '../report/wrap.js';
import type { DemoResult, DemoRun } from './demo.js';

export interface Terminal {
  readonly columns: number;
  readonly color: boolean;
}

/** Resources of a control that the list names. */
const named = 2;

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
    [{ head: 'severity' }, { head: 'control' }, { head: 'fixed', align: 'right' }, { head: 'resources' }],
    fixedRows(result.fixed),
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

/** A row a control, the worst first; what was fixed is counted, and the first of it named. */
function fixedRows(fixed: readonly Finding[]): readonly (readonly string[])[] {
  const sorted = [...fixed].sort((a, b) => bySeverity(b.severity, a.severity) || byCodeUnit(a.control, b.control));
  return [...groupBy(sorted, ({ severity, control }) => `${severity} ${control}`).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const names = own
      .slice(0, named)
      .map(({ resource }) => `${resource.name ?? resource.id} in ${scopeId(resource.scope)}`);
    const more = own.length > named ? [`and ${own.length - named} more`] : [];
    return [[first.severity, first.control, String(own.length), [...names, ...more].join(', ')]];
  });
}
