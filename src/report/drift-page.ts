import { type Drift, type DriftChange, type DriftClass, driftClasses, regressions } from '../core/drift.js';
import { scopeId } from '../core/scope.js';
import { driftMeaning, driftWord } from './drift-words.js';
import { plural } from './words.js';

/** The drift as a page that is read in a minute; the writers of text, Markdown and HTML draw this and nothing else. */
export interface DriftPage {
  readonly isRegression: boolean;
  readonly headline: string;
  /** What the reader has to know before any count. */
  readonly notices: readonly string[];
  readonly packs: readonly { readonly label: string; readonly packId: string; readonly detail: string }[];
  readonly counts: readonly {
    readonly name: DriftClass;
    readonly word: string;
    readonly meaning: string;
    readonly count: number;
    readonly isRegression: boolean;
  }[];
  readonly sections: readonly DriftSection[];
}

export interface DriftSection {
  readonly title: string;
  readonly note: string | null;
  readonly columns: readonly string[];
  /** Which columns hold ids. */
  readonly codes: readonly number[];
  readonly rows: readonly (readonly string[])[];
  /** How much is left out, in words; null where nothing is. */
  readonly more: string | null;
}

const worstShown = 20;
const othersShown = 10;

export function driftPage(drift: Drift): DriftPage {
  return {
    isRegression: drift.exit === 1,
    headline: headline(drift),
    notices: notices(drift),
    packs: packsOf(drift),
    counts: driftClasses
      .filter((name) => drift.counts[name] > 0)
      .map((name) => ({
        name,
        word: driftWord(name),
        meaning: driftMeaning(name),
        count: drift.counts[name],
        isRegression: regressions.has(name),
      })),
    sections: [
      changeSection(drift, 'What got worse', [...regressions], worstShown),
      rulesSection(drift),
      controlSection(drift),
      populationSection(drift),
      readSection(drift),
      changeSection(drift, 'What got better', ['fixed', 'recovered'], othersShown),
      changeSection(drift, 'No longer judged, or gone', ['no-longer-judged', 'gone'], othersShown),
    ].filter(({ rows }) => rows.length > 0),
  };
}

function headline({ exit, counted, failOn, counts }: Drift): string {
  const worse = [...regressions].reduce((sum, name) => sum + counts[name], 0);
  const level = failOn === 'never' ? 'no severity counts' : `at or above ${failOn}`;
  if (exit === 1) return `Regression: ${plural(counted, 'change')} for the worse ${level}`;
  return worse === 0
    ? 'No regression'
    : `No regression that counts: ${plural(worse, 'change')} for the worse, none of them counted (${level})`;
}

function notices({ before, after, rules, worseByRules, counts }: Drift): readonly string[] {
  const partial = [before, after].filter(({ partialBecause }) => partialBecause.length > 0);
  return [
    ...partial.map(
      ({ packId, partialBecause }) =>
        `${packId} is a partial run (${partialBecause.join(', ')}): what it left out is not told of.`,
    ),
    ...(before.declaredAt > after.declaredAt
      ? ['The pack named as the earlier one is the later by its own time.']
      : []),
    ...(worseByRules === 0
      ? []
      : [
          `${worseByRules} of ${plural(counts['rules-changed'], 'verdict')} under changed rules became worse. They do not count, and the next comparison will call them standing: look at them now.`,
        ]),
    ...(rules.tool === null
      ? []
      : [
          `The tool was ${rules.tool.before} and is ${rules.tool.after}: what reads and joins the answers may differ too.`,
        ]),
    ...(rules.configuration.length === 0
      ? []
      : [`The configuration differs in: ${rules.configuration.join(', ')}. A verdict may differ for that.`]),
  ];
}

function packsOf({ before, after }: Drift): DriftPage['packs'] {
  return [
    { label: 'before', ...before },
    { label: 'after', ...after },
  ].map(({ label, packId, declaredAt, toolVersion, signedBy }) => ({
    label,
    packId,
    detail: `${declaredAt}, prepay ${toolVersion}, ${signedBy === null ? 'signature not checked' : `signed by ${signedBy}`}`,
  }));
}

function changeSection(drift: Drift, title: string, names: readonly DriftClass[], most: number): DriftSection {
  const changes = drift.changes.filter((change) => names.includes(change.class));
  return section(drift, title, changes, names, most, null);
}

function rulesSection(drift: Drift): DriftSection {
  const changes = drift.changes
    .filter((change) => change.class === 'rules-changed')
    .toSorted((a, b) => Number(b.isWorse) - Number(a.isWorse));
  const note = 'Told apart from drift: the rule, its parameters or the selection differ, and so does the verdict.';
  return section(drift, 'Verdicts under changed rules', changes, ['rules-changed'], othersShown, note);
}

function section(
  drift: Drift,
  title: string,
  changes: readonly DriftChange[],
  names: readonly DriftClass[],
  most: number,
  note: string | null,
): DriftSection {
  const total = names.reduce((sum, name) => sum + drift.counts[name], 0);
  return {
    title: `${title} (${total})`,
    note,
    columns: ['severity', 'what', 'control', 'resource', 'now'],
    codes: [2, 3],
    rows: changes.slice(0, most).map(rowOf),
    more: moreThan(total, Math.min(most, changes.length)),
  };
}

function rowOf({
  severity,
  class: name,
  control,
  resource,
  after,
  why,
  isCounted,
  owner,
}: DriftChange): readonly string[] {
  const exempt = regressions.has(name) && !isCounted ? ' Not counted.' : '';
  const said = after === null || name === 'expired-exception' ? why : `${after.observed} (${why})`;
  return [
    severity,
    driftWord(name),
    control,
    `${resource.id} in ${scopeId(resource.scope)}`,
    `${said}${owner === null ? '' : `; owner ${owner}`}.${exempt}`,
  ];
}

function controlSection({ rules: { controls } }: Drift): DriftSection {
  return {
    title: `Controls whose rules changed (${controls.length})`,
    note: null,
    columns: ['control', 'what'],
    codes: [0],
    rows: controls.slice(0, othersShown).map(({ control, what }) => [control, what.join(', ')]),
    more: moreThan(controls.length, othersShown),
  };
}

function populationSection({ populations }: Drift): DriftSection {
  return {
    title: `Populations that shrank (${populations.length})`,
    note: null,
    columns: ['kind', 'scope', 'before', 'now', 'gone'],
    codes: [0, 1],
    rows: populations
      .slice(0, othersShown)
      .map(({ kind, scope, before, after, gone, goneCount, gap }) => [
        kind,
        scopeId(scope),
        String(before),
        after === null ? 'not looked for' : String(after),
        `${gone.slice(0, 5).join(', ')}${goneCount > 5 ? ` and ${goneCount - 5} more` : ''}${gap === null ? '' : `; not whole: ${gap}`}`,
      ]),
    more: moreThan(populations.length, othersShown),
  };
}

function readSection({ lostReads }: Drift): DriftSection {
  return {
    title: `Reads lost (${lostReads.length})`,
    note: null,
    columns: ['operation', 'scope', 'now'],
    codes: [0, 1],
    rows: lostReads
      .slice(0, othersShown)
      .map(({ operation, scope, outcome, error }) => [
        operation,
        scopeId(scope),
        error === null ? outcome : `${outcome}: ${error.code}`,
      ]),
    more: moreThan(lostReads.length, othersShown),
  };
}

function moreThan(total: number, shown: number): string | null {
  return total > shown ? `and ${total - shown} more: --json names them, of each kind the first thousand` : null;
}
