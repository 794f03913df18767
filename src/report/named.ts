import { byCodeUnit } from '../core/json.js';
import { bySeverity } from '../core/outcome.js';
import { groupBy } from './group.js';
import type { NamedFails, ReportFinding } from './model-types.js';

const controlsShown = 7;
const resourcesShown = 4;

/**
 * What fails at critical and at high, by control and by name: the worst severity first, then the most fails, then by the
 * control's id. A control with fails of both severities stands once for each.
 */
export function namedFails(findings: readonly ReportFinding[]): NamedFails {
  const fails = findings.filter(
    ({ outcome, severity }) => outcome === 'fail' && (severity === 'critical' || severity === 'high'),
  );
  const groups = [...groupBy(fails, ({ severity, control }) => `${severity} ${control}`).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ control: first.control, severity: first.severity, own }];
  });
  const sorted = groups.sort(
    (a, b) => bySeverity(b.severity, a.severity) || b.own.length - a.own.length || byCodeUnit(a.control, b.control),
  );
  return {
    controls: sorted.slice(0, controlsShown).map(({ control, severity, own }) => ({
      control,
      severity,
      count: own.length,
      resources: own
        .slice(0, resourcesShown)
        .map(({ number, resource }) => ({ number, id: resource.id, name: resource.name })),
      omitted: Math.max(0, own.length - resourcesShown),
    })),
    omittedControls: Math.max(0, sorted.length - controlsShown),
    omittedFails: sorted.slice(controlsShown).reduce((sum, { own }) => sum + own.length, 0),
  };
}
