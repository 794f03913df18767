import type { FactKinds } from '../../core/fact.js';
import type { Artefact, Content, Decision, Sound } from './artefacts.js';
import { type GatePolicy, shortcomings } from './sonarqube-policy.js';

type Sonarqube = Sound<'gates.sonarqube'>;
type Known = FactKinds['gates.sonarqube-analysis'];
type Status = Extract<Content<'gates.sonarqube'>, { about: 'status' }>;
type Open = Exclude<Content<'gates.sonarqube'>, Status>;

/** What the server says of an analysis as artefacts, so that they are bound to commit and time as files are. */
export function analysisArtefacts(
  { project, said }: Known,
  analysis: NonNullable<Known['analysis']>,
): Artefact<'gates.sonarqube'>[] {
  return said.map((content) => ({
    path: `the ${content.about} of ${project} in SonarQube`,
    format: 'sonarqube-api',
    sizeBytes: 0,
    writtenAt: analysis.at,
    timeFrom: 'content',
    commit: analysis.revision,
    statement: null,
    problem: null,
    content,
  }));
}

/** Whether the gate is OK and as strict as the policy, and nothing grave is open. */
export function sonarqubeDecision(artefacts: readonly Sonarqube[], policy: GatePolicy): Decision {
  const contents = artefacts.map(({ content }) => content);
  const statuses = contents.filter((each): each is Status => each.about === 'status');
  const opens = contents.filter((each): each is Open => each.about !== 'status');
  const gates = statuses.map((status) => ({ ...status, ...shortcomings(status.conditions, policy) }));
  const failures = [
    ...gates.flatMap(failuresOf),
    ...opens
      .filter(({ count }) => count > 0)
      .map(({ about, count, examples }) => `${openText(about, count)}: ${examples.slice(0, shown).join(', ')}`),
  ];
  if (failures.length > 0) return { outcome: 'fail', observed: failures.join('; ') };
  const doubts = [
    ...(statuses.length === 0 ? ['the status of the quality gate is not known'] : gates.flatMap(doubtsOf)),
    ...(['issues', 'hotspots'] as const).flatMap((about) => openDoubts(about, opens)),
  ];
  return doubts.length > 0
    ? { outcome: 'unknown', reason: 'unresolved', observed: doubts.join('; ') }
    : {
        outcome: 'pass',
        observed: 'the quality gate is OK and as strict as the policy, and no grave issue and no hotspot is open',
      };
}

/** As many as a person reads in one sentence. */
const shown = 3;

type Gate = Status & ReturnType<typeof shortcomings>;

function failuresOf({ status, failed, weak, absent, isWholeGate }: Gate): string[] {
  return [
    ...(status === 'ERROR' || status === 'WARN'
      ? [`the quality gate is ${status}: ${failed.slice(0, shown).join(', ')}`]
      : []),
    ...(weak.length > 0 ? [`the quality gate is weaker than the policy: ${weak.join('; ')}`] : []),
    ...(isWholeGate && absent.length > 0 ? [`the quality gate has no condition on ${absent.join(', ')}`] : []),
  ];
}

function doubtsOf({ status, absent, isWholeGate }: Gate): string[] {
  return [
    ...(status === 'NONE' ? ['the quality gate is NONE: nothing was analysed, or there is no gate'] : []),
    ...(!isWholeGate && absent.length > 0
      ? [`whether the quality gate has a condition on ${absent.join(', ')} is not known`]
      : []),
  ];
}

function openDoubts(about: Open['about'], opens: readonly Open[]): string[] {
  const of = opens.filter((each) => each.about === about);
  if (of.length === 0) return [`which ${about} are open is not known`];
  return of.every(({ isComplete }) => isComplete) ? [] : [`not all ${about} were listed`];
}

function openText(about: Open['about'], count: number): string {
  return about === 'issues'
    ? `${count} open issues of severity blocker, critical or high`
    : `${count} hotspots that nobody has reviewed`;
}
