import type { Check } from '../core/check.js';
import { subjectOf } from '../core/check.js';
import { addOutcome, noOutcomes, type OutcomeCounts } from '../core/clause.js';
import type { Catalog } from '../core/catalog.js';
import { type Control, type ControlDefinition, sourceOfKind } from '../core/control.js';
import { PrepayError } from '../core/errors.js';
import type { FactKind } from '../core/fact.js';
import { byResource, type Finding } from '../core/finding.js';
import { byCodeUnit } from '../core/json.js';
import { defaultsOf, type ParamValues } from '../core/params.js';
import type { Gap } from '../core/read.js';
import type { ClauseResult } from '../core/run.js';
import { type Scope, scopeId, type SourceId } from '../core/scope.js';
import type { FactSource } from '../facts/fact-base.js';
import { type Beside, clauseResults } from './clause-results.js';
import { type AcceptedDeviation, withExceptions } from './exceptions.js';
import { judge } from './judge.js';
import { emptyFinding, gapFinding, type Judge, scopeResource } from './make-finding.js';

/** Whether a source was read, could not be read at all, or was not asked for. */
interface SourceState {
  readonly source: SourceId;
  readonly state: 'read' | 'unreadable' | 'not-in-scope';
  /** Why it is unreadable; null otherwise. */
  readonly gap: Gap | null;
}

export interface EvaluateInput {
  /** Facts with the derivations that the controls need. */
  readonly facts: FactSource;
  /** Every control there is: those that do not run still show in their clauses. */
  readonly controls: readonly Control[];
  /** The ids of those that were asked for. */
  readonly selected: ReadonlySet<string>;
  /** One a source; a source that is not listed is not in scope. `run` always is. */
  readonly sources: readonly SourceState[];
  /** Effective values by control id; a control that is not named has its defaults. */
  readonly parameters: Readonly<Record<string, ParamValues>>;
  readonly catalogs: readonly Catalog[];
  /** Whether the run was narrowed by anything. */
  readonly partial: boolean;
  /** What stands beside the controls of a clause; without it: nothing. */
  readonly beside?: Beside;
  /** Accepted deviations that have not lapsed; without it: none. */
  readonly exceptions?: readonly AcceptedDeviation[];
}

export interface Evaluation {
  /** The findings by control, then resource, one control in memory at a time. To be iterated once. */
  readonly findings: AsyncIterable<Finding>;
  /** One result a clause, in the catalogs' order; complete once the findings have been iterated to their end. */
  clauses(): ClauseResult[];
}

/** Judges the facts by the controls. Pure: the same input gives the same findings. */
export function evaluate(input: EvaluateInput): Evaluation {
  const counts = new Map<string, OutcomeCounts>();
  return {
    findings: findings(input, counts),
    clauses: () => clauseResults(input.catalogs, input.controls, counts, input.partial, input.beside),
  };
}

async function* findings(input: EvaluateInput, counts: Map<string, OutcomeCounts>): AsyncGenerator<Finding> {
  const controls = [...input.controls].sort((a, b) => byCodeUnit(a.definition.id, b.definition.id));
  for (const control of controls) {
    const { definition } = control;
    const state = stateOf(sourceOfKind(definition.subject), input.sources);
    if (!input.selected.has(definition.id) || state.state === 'not-in-scope') continue;
    const values = input.parameters[definition.id] ?? defaultsOf(definition.params);
    const by: Judge = { definition, check: await control.load(), values };
    let sum = noOutcomes;
    for (const finding of withExceptions(findingsOf(by, input.facts, state), input.exceptions ?? [])) {
      sum = addOutcome(sum, finding.outcome, finding.reason);
      yield finding;
    }
    counts.set(definition.id, sum);
  }
}

function stateOf(source: SourceId, states: readonly SourceState[]): SourceState {
  const found = states.find((state) => state.source === source);
  return found ?? { source, state: source === 'run' ? 'read' : 'not-in-scope', gap: null };
}

function findingsOf(by: Judge, facts: FactSource, state: SourceState): Finding[] {
  const kind = subjectKind(by);
  const scopes = facts.scopes(kind);
  if (scopes.length === 0) return [neverRead(by, kind, state)];
  return scopes.flatMap((scope) => inScope(by, facts, kind, scope)).sort((a, b) => byResource(a.resource, b.resource));
}

function subjectKind({ definition, check }: { definition: ControlDefinition; check: Check }): FactKind {
  const { kind } = subjectOf(check.needs).need;
  if (kind === definition.subject) return kind;
  const message = `${definition.id} judges ${kind}, but control.yaml says ${definition.subject}`;
  throw new PrepayError('PREPAY_INTERNAL', message, 'Make check.ts and control.yaml agree.');
}

function neverRead(by: Judge, kind: FactKind, { source, gap }: SourceState): Finding {
  const nothing = gap ?? { reason: 'incomplete', reads: [], text: 'it was not collected' };
  return gapFinding(by, scopeResource({ source }), nothing, `${kind} could not be read: ${nothing.text}`);
}

/** The findings of one scope: one a resource, and one on the scope where its population is empty or not whole. */
function inScope(by: Judge, facts: FactSource, kind: FactKind, scope: Scope): Finding[] {
  const partition = facts.partition(kind, scope);
  const { coverage, gaps } = partition;
  const judged = partition.facts().map((subject) => judge(by, subject, facts).finding);
  const unread = [...gaps]
    .filter(([id]) => partition.find(id) === undefined)
    .map(([id, gap]) => gapFinding(by, { kind, id, name: null, scope }, gap, `${id} could not be read: ${gap.text}`));
  const all = [...judged, ...unread];
  if (coverage.gap !== null)
    return [
      ...all,
      gapFinding(by, scopeResource(scope), coverage.gap, lacking(kind, scope, coverage.gap, judged.length)),
    ];
  if (all.length > 0) return all;
  const queries = coverage.reads.map(({ operation }) => operation).join(', ');
  const observed = `${queries === '' ? 'the run' : queries} lists 0 ${kind} in ${scopeId(scope)}`;
  return [
    emptyFinding(
      by,
      scopeResource(scope),
      observed,
      coverage.reads.map(({ key }) => key),
    ),
  ];
}

function lacking(kind: FactKind, scope: Scope, gap: Gap, judged: number): string {
  const what = `${kind} in ${scopeId(scope)}`;
  return judged === 0
    ? `${what} could not be read: ${gap.text}`
    : `population of ${what} incomplete, ${judged} judged: ${gap.text}`;
}
