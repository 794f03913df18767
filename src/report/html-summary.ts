import { scopeId } from '../core/scope.js';
import { bar, type BarHeads, type BarView } from './html-bars.js';
import { isDigest, lines } from './html-parts.js';
import type { NamedFails, ReportModel, WorstResource } from './model-types.js';
import { outcomesWorstFirst, outcomeWord, plural } from './words.js';

export interface SummaryView {
  readonly facts: readonly Fact[];
  readonly named: NamedView;
  readonly severities: SeveritiesView;
  readonly worst: readonly WorstView[];
  readonly worstMore: string | null;
  readonly worstNone: string | null;
}

/** One of the four answers of the first screen. */
interface Fact {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  readonly isCode: boolean;
  /** Set where the answer is bad news. */
  readonly css: string;
}

interface NamedView {
  readonly title: string;
  readonly controls: readonly (Omit<NamedFails['controls'][number], 'omitted' | 'count' | 'resources'> & {
    readonly count: string;
    readonly anchor: string;
    readonly resources: readonly { readonly number: string; readonly word: string; readonly id: string }[];
    readonly more: string | null;
  })[];
  readonly more: string | null;
  readonly none: string | null;
}

interface SeveritiesView {
  readonly heads: BarHeads;
  readonly rows: readonly { readonly head: string; readonly cells: readonly string[]; readonly bar: BarView }[];
}

interface WorstView {
  readonly id: string;
  readonly name: string | null;
  readonly kind: string;
  readonly where: string;
  readonly owner: string;
  readonly severity: string;
  readonly findings: WorstResource['findings'];
  readonly findingsMore: string | null;
  readonly remedy: readonly string[];
}

const scopesShown = 4;
const findingsShown = 3;

export function summaryView(model: ReportModel): SummaryView {
  const { worst, worstOmitted } = model.summary;
  return {
    facts: [judged(model), trust(model), completeness(model), badness(model)],
    named: namedView(model),
    severities: severities(model),
    worst: worst.map(worstView),
    worstMore:
      worstOmitted === 0
        ? null
        : `${plural(worstOmitted, 'more resource has', 'more resources have')} a fail; they stand in section 8.`,
    worstNone: worst.length === 0 ? 'Nothing failed.' : null,
  };
}

function judged({ run, scope }: ReportModel): Fact {
  const inScope = scope.sources.filter(({ state }) => state !== 'not-in-scope');
  const names = inScope.map(({ source, scopes }) =>
    scopes.length > scopesShown
      ? `${source}: ${scopes.length} scopes, listed in section 3`
      : `${source}: ${scopeNames(scopes)}`,
  );
  return { label: 'Judged as of', value: run.declaredAt, detail: names.join('; '), isCode: true, css: '' };
}

function trust({ integrity }: ReportModel): Fact {
  const isSigned = integrity.signedBy !== null;
  return {
    label: isSigned ? 'Signed by' : 'Signed by nobody',
    value: integrity.signedBy ?? 'UNSIGNED',
    detail: integrity.brief,
    isCode: isSigned,
    css: isSigned ? '' : 'bad',
  };
}

function completeness({ summary: { reads } }: ReportModel): Fact {
  return {
    label: 'Complete',
    value: `${reads.complete} of ${plural(reads.total, 'read')}`,
    detail:
      reads.unreadable === 0
        ? `${reads.completePercent} %: every read that was made got its full answer.`
        : `${reads.completePercent} %: ${plural(reads.unreadable, 'read')} got none or not all of it (section 3). Whatever rests on them is unknown.`,
    isCode: false,
    css: reads.unreadable === 0 ? '' : 'doubt',
  };
}

function badness({ summary }: ReportModel): Fact {
  const fails = summary.bySeverity
    .filter(({ counts }) => counts.fail > 0)
    .map(({ severity, counts }) => `${counts.fail} ${severity}`);
  const outcomes = outcomesWorstFirst.map((outcome) => `${summary.outcomes[outcome]} ${outcomeWord(outcome)}`);
  return {
    label: 'Fails',
    value: fails.length === 0 ? 'none' : fails.join(', '),
    detail: `${plural(summary.total, 'finding')}: ${outcomes.join(', ')}.`,
    isCode: false,
    css: fails.length === 0 ? '' : 'bad',
  };
}

function namedView({ summary }: ReportModel): NamedView {
  const { controls, omittedControls, omittedFails } = summary.named;
  const unknown = summary.bySeverity
    .filter(({ severity }) => severity === 'critical' || severity === 'high')
    .reduce((sum, { counts }) => sum + counts.unknown, 0);
  return {
    title: 'Critical and high, by name',
    controls: controls.map(({ control, severity, count, resources, omitted }) => ({
      control,
      severity,
      count: String(count),
      anchor: `${severity}-${control}`,
      resources: resources.map(({ number, id, name }) => ({ number, word: name ?? shortId(id), id })),
      more: omitted === 0 ? null : `and ${omitted} more`,
    })),
    more:
      omittedControls === 0
        ? null
        : `${plural(omittedControls, 'more control')} with ${plural(omittedFails, 'fail')}: section 8.`,
    none:
      controls.length > 0
        ? null
        : unknown === 0
          ? 'Nothing critical or high failed.'
          : `Nothing critical or high failed, but ${unknown} could not be judged.`,
  };
}

/** Ids without a name may be digests: their beginning tells them apart, the finding has all of it. */
function shortId(id: string): string {
  return isDigest(id) ? `${id.slice(0, 20)}…` : id;
}

function severities({ summary }: ReportModel): SeveritiesView {
  const largest = summary.bySeverity.reduce((most, { total }) => Math.max(most, total), 1);
  return {
    heads: [
      { name: null, word: 'Severity' },
      ...outcomesWorstFirst.map((outcome) => ({
        name: outcome,
        word: outcome === 'not-applicable' ? 'n/a' : outcomeWord(outcome),
      })),
      { name: null, word: 'total' },
    ],
    rows: [
      ...summary.bySeverity.map(({ severity, counts, total }) => ({
        head: severity,
        cells: [...outcomesWorstFirst.map((outcome) => String(counts[outcome])), String(total)],
        bar: bar(
          outcomesWorstFirst.map((outcome) => ({ css: `bar-${outcome}`, count: counts[outcome] })),
          largest,
        ),
      })),
      {
        head: 'all',
        cells: [...outcomesWorstFirst.map((outcome) => String(summary.outcomes[outcome])), String(summary.total)],
        bar: [],
      },
    ],
  };
}

function worstView({ resource, owner, severity, findings, remedy, remedyAsFor }: WorstResource): WorstView {
  const more = findings.length - findingsShown;
  return {
    id: resource.id,
    name: resource.name,
    kind: resource.kind,
    where: scopeId(resource.scope),
    owner: owner ?? 'no owner named',
    severity,
    findings: findings.slice(0, findingsShown),
    findingsMore: more > 0 ? `and ${plural(more, 'more fail')} in section 8` : null,
    remedy: remedy === null ? [] : remedyAsFor === null ? lines(remedy) : [`As for ${remedyAsFor}.`],
  };
}

/** The scopes of a source as a list, or a dash. */
export function scopeNames(scopes: ReportModel['scope']['sources'][number]['scopes']): string {
  return scopes.length === 0 ? '–' : scopes.map(scopeId).join(', ');
}
