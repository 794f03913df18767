import { byResource } from '../core/finding.js';
import type { Resource } from '../core/finding.js';
import { byCodeUnit } from '../core/json.js';
import { bySeverity, type Severity, worst } from '../core/outcome.js';
import { scopeKey } from '../core/scope.js';
import { groupBy } from './group.js';
import type { ReportControl, ReportFinding, WorstResource } from './model-types.js';
import { worstFirst } from './words.js';

const shown = 10;

/**
 * The ten resources to mend first: those with the most critical fails, then high, medium, low; equals in the order of
 * their scope, kind and id. Unknowns are no fails and are not here.
 */
export function worstResources(
  findings: readonly ReportFinding[],
  controls: ReadonlyMap<string, ReportControl>,
): { readonly worst: readonly WorstResource[]; readonly omitted: number } {
  const fails = findings.filter((finding) => finding.outcome === 'fail');
  const resources = [...groupBy(fails, ({ resource }) => resourceKey(resource)).values()]
    .flatMap((own) => {
      const [first] = own;
      return first === undefined ? [] : [{ resource: first.resource, own, fails: countFails(own) }];
    })
    .sort((a, b) => byFails(a.fails, b.fails) || byResource(a.resource, b.resource));
  return {
    worst: withRepeats(
      resources.slice(0, shown).map((entry) => worstResource(entry.resource, entry.own, entry.fails, controls)),
    ),
    omitted: Math.max(0, resources.length - shown),
  };
}

function worstResource(
  resource: Resource,
  own: readonly ReportFinding[],
  fails: Readonly<Record<Severity, number>>,
  controls: ReadonlyMap<string, ReportControl>,
): Omit<WorstResource, 'remedyAsFor'> {
  const sorted = [...own].sort((a, b) => bySeverity(b.severity, a.severity) || byCodeUnit(a.control, b.control));
  const [first] = sorted;
  return {
    resource,
    severity: sorted.map((finding) => finding.severity).reduce(worst, 'low'),
    owner: sorted.find((finding) => finding.owner !== null)?.owner ?? null,
    fails,
    findings: sorted.map(({ number, control, severity, observed, evidence }) => ({
      number,
      control,
      severity,
      observed,
      evidence: evidence.map((place) => place.number),
    })),
    remedy: first === undefined ? null : (controls.get(first.control)?.remediation.console ?? null),
  };
}

function withRepeats(resources: readonly Omit<WorstResource, 'remedyAsFor'>[]): readonly WorstResource[] {
  return resources.map((resource, position) => {
    const first = resources.findIndex(({ remedy }) => remedy === resource.remedy);
    return { ...resource, remedyAsFor: resource.remedy === null || first === position ? null : first + 1 };
  });
}

function resourceKey({ scope, kind, id }: Resource): string {
  return `${scopeKey(scope)}\u0001${kind}\u0001${id}`;
}

function countFails(findings: readonly ReportFinding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

function byFails(a: Readonly<Record<Severity, number>>, b: Readonly<Record<Severity, number>>): number {
  for (const severity of worstFirst) if (a[severity] !== b[severity]) return b[severity] - a[severity];
  return 0;
}
