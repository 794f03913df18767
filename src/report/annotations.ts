import { bySeverity } from '../core/outcome.js';
import type { ReportFinding, ReportModel } from './model-types.js';
import { visible } from './visible.js';

/** GitHub shows ten errors and ten warnings of a step; more are dropped without a word. */
const shown = 10;

/**
 * The worst fails and unknowns as workflow commands of GitHub Actions, a line each: an error for what is critical or high
 * and fails, else a warning. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function annotations({ findings }: ReportModel): readonly string[] {
  const worstFirst = findings
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')
    .sort((a, b) => bySeverity(b.severity, a.severity));
  const errors = worstFirst.filter(isError);
  const warnings = worstFirst.filter((finding) => !isError(finding) && finding.severity !== 'low');
  return [
    ...errors.slice(0, shown).map((finding) => command('error', finding)),
    ...warnings.slice(0, shown).map((finding) => command('warning', finding)),
  ];
}

function isError({ outcome, severity }: ReportFinding): boolean {
  return outcome === 'fail' && (severity === 'critical' || severity === 'high');
}

function command(level: 'error' | 'warning', finding: ReportFinding): string {
  const { control, outcome, severity, observed, location, resource } = finding;
  const place = location === null ? [] : [`file=${property(location.path)}`, `line=${location.line}`];
  const title = `title=${property(`${control} (${severity})`)}`;
  const said = `${outcome === 'unknown' ? 'unknown: ' : ''}${resource.id}: ${observed}`;
  return `::${level} ${[...place, title].join(',')}::${data(said)}`;
}

function data(text: string): string {
  return visible(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
