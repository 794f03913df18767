import { scopeId } from '../core/scope.js';
import { groupBy } from './group.js';
import { areasOf, placeOf } from './html-filter.js';
import { type Chip, isDigest, lines, outcomeChip } from './html-parts.js';
import type { ReportControl, ReportFinding, ReportModel } from './model-types.js';
import { outcomesWorstFirst, worstFirst, plural } from './words.js';

/** So many rows of a control stand open; the rest fold. */
const rowsShown = 25;
/** A fold with more rows stays folded on paper; the rows are in results/findings.jsonl. */
const printedRows = 200;

export interface FindingsView {
  /** Fails and unknowns, worst severity first. */
  readonly severities: readonly {
    readonly severity: string;
    readonly id: string;
    readonly count: string;
    readonly controls: readonly ControlView[];
  }[];
  /** What needs no mending: manual, not applicable, pass; folded by control. */
  readonly others: readonly {
    readonly title: string;
    readonly id: string;
    readonly controls: readonly FoldView[];
  }[];
}

interface ControlView {
  readonly id: string;
  readonly area: string;
  readonly anchor: string;
  readonly statement: string;
  readonly rationale: readonly string[];
  readonly console: readonly string[];
  readonly cli: readonly string[];
  readonly terraform: readonly string[];
  readonly open: { readonly label: string; readonly rows: readonly RowView[] };
  readonly fold: FoldView | null;
}

interface FoldView {
  readonly id: string;
  readonly area: string;
  readonly summary: string;
  readonly isPrinted: boolean;
  readonly label: string;
  readonly rows: readonly RowView[];
}

interface RowView {
  readonly number: string;
  readonly outcome: string;
  readonly severity: string;
  readonly place: string;
  readonly chip: Chip;
  readonly reason: string | null;
  readonly observed: string;
  readonly id: string;
  /** Whether the id says nothing to a person, and a name beside it does. */
  readonly isDigest: boolean;
  readonly name: string | null;
  readonly kind: string;
  readonly where: string;
  readonly owner: string | null;
  readonly evidence: readonly string[];
}

export function findingsView({ findings, controls }: ReportModel): FindingsView {
  const areas = areasOf(controls);
  const definitions = new Map(controls.map((control) => [control.id, control]));
  const bad = findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
  const severities = worstFirst.flatMap((severity) => {
    const own = bad.filter((finding) => finding.severity === severity);
    if (own.length === 0) return [];
    const fails = own.filter(({ outcome }) => outcome === 'fail').length;
    return [
      {
        severity,
        id: `findings-${severity}`,
        count: `${plural(fails, 'fail')}, ${own.length - fails} unknown`,
        controls: [...groupBy(own, ({ control }) => control)].map(([id, rows]) =>
          controlView(id, `${severity}-${id}`, definitions.get(id), rows),
        ),
      },
    ];
  });
  const others = (['manual', 'not-applicable', 'pass'] as const).flatMap((outcome) => {
    const own = findings.filter((finding) => finding.outcome === outcome);
    if (own.length === 0) return [];
    const controlsOf = groupBy(own, ({ control }) => control);
    return [
      {
        title: `${otherTitle(outcome)} (${own.length})`,
        id: `findings-${outcome}`,
        controls: [...controlsOf].map(([id, rows]) =>
          fold({ id, area: areas.get(id) ?? '' }, plural(rows.length, 'finding'), rows.map(rowView), outcome),
        ),
      },
    ];
  });
  return { severities, others };
}

function otherTitle(outcome: 'manual' | 'not-applicable' | 'pass'): string {
  switch (outcome) {
    case 'manual':
      return 'For a person to judge';
    case 'not-applicable':
      return 'Not applicable';
    case 'pass':
      return 'Passes';
  }
}

function controlView(
  id: string,
  anchor: string,
  definition: ReportControl | undefined,
  findings: readonly ReportFinding[],
): ControlView {
  const rows = [...findings]
    .sort((a, b) => outcomesWorstFirst.indexOf(a.outcome) - outcomesWorstFirst.indexOf(b.outcome))
    .map(rowView);
  const rest = rows.slice(rowsShown);
  const text = (value: string | undefined): readonly string[] => (value === undefined ? [] : lines(value));
  const area = definition?.area ?? '';
  return {
    id,
    area,
    anchor,
    statement: definition?.statement ?? findings[0]?.expected ?? '',
    rationale: text(definition?.rationale),
    console: text(definition?.remediation.console),
    cli: text(definition?.remediation.cli),
    terraform: text(definition?.remediation.terraform),
    open: { label: `Findings of ${anchor}`, rows: rows.slice(0, rowsShown) },
    fold: rest.length === 0 ? null : fold({ id, area }, `${rest.length} more`, rest),
  };
}

function fold(
  { id, area }: { readonly id: string; readonly area: string },
  summary: string,
  rows: readonly RowView[],
  of = 'rest',
): FoldView {
  return { id, area, summary, isPrinted: rows.length <= printedRows, label: `${id}, ${of}: ${summary}`, rows };
}

function rowView({ number, outcome, severity, reason, observed, resource, owner, evidence }: ReportFinding): RowView {
  return {
    number,
    outcome,
    severity,
    place: placeOf(resource.scope),
    chip: outcomeChip(outcome),
    reason,
    observed,
    id: resource.id,
    isDigest: resource.name !== null && isDigest(resource.id),
    name: resource.name,
    kind: resource.kind,
    where: scopeId(resource.scope),
    owner,
    evidence: evidence.map((place) => place.number),
  };
}
