import { type CheckResult, fail, notApplicable, pass, unknown } from '../../core/check.js';
import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { gapsOf } from '../../core/gap.js';
import type { UnknownReason } from '../../core/outcome.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Gate } from '../../facts/gates/gate.js';
import { declaredTime } from '../declared-time.js';
import { type Bound, boundOf, commitJudged } from './binding.js';
import { problemReason, timeProblem } from './soundness.js';

/** The fact kinds that are one gate's. */
export type GateKind = `gates.${Gate}`;

export type Artefact<K extends GateKind> = FactKinds[K]['artefacts'][number];
export type Content<K extends GateKind> = NonNullable<Artefact<K>['content']>;

/** An artefact that can be judged: read, fresh, and of the commit that is judged. */
export interface Sound<K extends GateKind> {
  readonly path: string;
  readonly format: string;
  readonly content: Content<K>;
}

/** What a control makes of the artefacts that can be judged. */
export type Decision =
  | { readonly outcome: 'pass' | 'fail'; readonly observed: string }
  | { readonly outcome: 'unknown'; readonly reason: UnknownReason; readonly observed: string };

interface GateGiven<K extends GateKind> {
  readonly gate: Fact<K>;
  readonly expectations: FactView<'gates.expectation'>;
  readonly builds: FactView<'gates.build'>;
  readonly declared: FactView<'time'>;
}

interface Unsound {
  readonly reason: UnknownReason;
  readonly text: string;
}

/**
 * The verdict on a gate. `decide` is given the artefacts that can be judged, at least one, and whether they are all that
 * there are: a fail stands whatever the others are, a pass only where none of them is missing, stale or broken.
 */
export function judgeGate<K extends GateKind>(
  given: GateGiven<K>,
  decide: (artefacts: readonly Sound<K>[], isWhole: boolean) => Decision,
): CheckResult {
  const { gate, expectations, builds, declared } = given;
  const { id, isExpected, why } = gate.data;
  const artefacts: readonly Artefact<K>[] = gate.data.artefacts;
  if (artefacts.length === 0) {
    const text = `no file of the gate ${id} lies in the folder of artefacts`;
    return isExpected
      ? missing(`${text}, and it is expected: ${why}`)
      : notApplicable('not-expected', `${text}, and none is expected: ${why}`);
  }
  const [expectation, build, time] = [expectations.get(id), builds.get('build'), declaredTime(declared)];
  const gaps = [expectation, build, time].flatMap((each) => gapsOf(each));
  if (expectation.state !== 'found' || build.state !== 'found' || time.state !== 'found') {
    return unknown(`how the files of the gate ${id} are to be judged is not known`, gaps);
  }
  const evidence = [...expectation.value.evidence, ...build.value.evidence];
  const commit = commitJudged(build.value.data, artefacts);
  const window = { at: time.value, maxAgeHours: expectation.value.data.maxAgeHours };
  const weighed = artefacts.map((artefact) => weigh<K>(artefact, commit, build.value.data, window));
  return verdict(weighed, decide, evidence);
}

type Weighed<K extends GateKind> =
  | { readonly sound: Sound<K>; readonly bound: Extract<Bound, { by: unknown }> }
  | { readonly unsound: Unsound };

function weigh<K extends GateKind>(
  artefact: Artefact<K>,
  commit: string | null,
  build: FactKinds['gates.build'],
  window: { readonly at: number; readonly maxAgeHours: number },
): Weighed<K> {
  const { path, format, problem } = artefact;
  const content: Content<K> | null = artefact.content;
  if (problem !== null || content === null) return { unsound: broken(artefact) };
  const stale = timeProblem(artefact, window);
  if (stale !== null) return { unsound: { reason: 'stale', text: stale } };
  const bound = boundOf(artefact, commit, build);
  return 'by' in bound ? { sound: { path, format, content }, bound } : { unsound: bound };
}

function broken({ path, problem }: Artefact<GateKind>): Unsound {
  if (problem === null) return { reason: 'unsupported', text: `${path} says nothing` };
  const line = problem.line === null ? '' : `:${problem.line}`;
  return { reason: problemReason(problem.kind), text: `${path}${line} is ${problem.kind}: ${problem.text}` };
}

function verdict<K extends GateKind>(
  weighed: readonly Weighed<K>[],
  decide: (artefacts: readonly Sound<K>[], isWhole: boolean) => Decision,
  evidence: readonly EvidenceRef[],
): CheckResult {
  const sound = weighed.flatMap((each) => ('sound' in each ? [each] : []));
  const unsound = weighed.flatMap((each) => ('unsound' in each ? [each.unsound] : []));
  const texts = unsound.map(({ text }) => text);
  const [first] = unsound;
  if (first !== undefined && sound.length === 0) return because(first.reason, texts.join('; '), evidence);
  const decision = decide(
    sound.map((each) => each.sound),
    unsound.length === 0,
  );
  const bound = boundText(sound.map((each) => each.bound));
  const observed = [`${decision.observed} (${bound})`, ...texts].join('; ');
  switch (decision.outcome) {
    case 'fail':
      return fail(observed, evidence);
    case 'unknown':
      return because(first?.reason ?? decision.reason, observed, evidence);
    case 'pass':
      return first === undefined ? pass(observed, evidence) : because(first.reason, observed, evidence);
  }
}

function boundText(bounds: readonly Extract<Bound, { by: unknown }>[]): string {
  return [...new Set(bounds.map(({ text }) => text))].join('; ');
}

function missing(observed: string): CheckResult {
  return because('missing', observed, []);
}

function because(reason: UnknownReason, observed: string, evidence: readonly EvidenceRef[]): CheckResult {
  return { outcome: 'unknown', reason, observed, evidence, reads: [] };
}

/** The folder that the path lies in; `.` for the folder of artefacts itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '.' : path.slice(0, slash);
}
