import type { UnknownReason } from '../../core/outcome.js';
import { type Content, type Decision, folderOf, type Sound } from './artefacts.js';
import { isBelow, percent, type Measure, sum } from './percent.js';

type Coverage = Content<'gates.coverage'>;
const measures = ['lines', 'branches', 'functions', 'statements'] as const;
type MeasureName = (typeof measures)[number];

/**
 * Of one package in several formats the first is taken, and another only for a measure that the first does not have: by
 * how much the formats say.
 */
const formats = ['istanbul-json-summary', 'istanbul-json', 'clover', 'jacoco', 'cobertura', 'lcov'];

/** What istanbul calls statements in Clover are its lines, and JaCoCo's are instructions: they are no second opinion. */
const ownStatements: ReadonlySet<string> = new Set(['clover', 'jacoco']);

/** One folder: a package, in one format or in several. */
interface Package {
  readonly folder: string;
  readonly reports: readonly { readonly format: string; readonly content: Coverage }[];
}

/** What is known of one measure over all packages. */
type Found = { readonly measure: Measure } | { readonly reason: UnknownReason; readonly text: string };

/** Whether each measure, its counts added up over all packages, is at or above the threshold. */
export function coverageDecision(
  artefacts: readonly Sound<'gates.coverage'>[],
  isWhole: boolean,
  thresholdPercent: number,
): Decision {
  const packages = packagesOf(artefacts);
  const bare = packages.filter(hasNothing);
  if (bare.length === packages.length) {
    const observed = `nothing was measured: ${pathsOf(artefacts)} count 0 of 0, which is not 100 %`;
    return isWhole ? { outcome: 'fail', observed } : { outcome: 'unknown', reason: 'unresolved', observed };
  }
  const found = measures.map((name) => ({ name, found: overall(packages, name) }));
  const texts = found.map(({ name, found: one }) => ('measure' in one ? `${name} ${shown(one.measure)}` : one.text));
  const observed = `${texts.join(', ')}; the threshold is ${thresholdPercent} %`;
  const isFailing = found.some(({ found: one }) => 'measure' in one && isBelow(one.measure, thresholdPercent));
  // What the files that cannot be judged would add may lift the sum.
  if (isFailing)
    return isWhole ? { outcome: 'fail', observed } : { outcome: 'unknown', reason: 'incomplete', observed };
  const open = found.flatMap(({ found: one }) => ('reason' in one ? [one.reason] : []));
  const [reason] = open;
  if (reason !== undefined) return { outcome: 'unknown', reason, observed };
  if (bare.length > 0) {
    const folders = bare.map(({ folder }) => folder).join(', ');
    return { outcome: 'unknown', reason: 'unresolved', observed: `${observed}; nothing was measured in ${folders}` };
  }
  return { outcome: 'pass', observed };
}

function packagesOf(artefacts: readonly Sound<'gates.coverage'>[]): readonly Package[] {
  const folders = new Map<string, Map<string, Coverage>>();
  for (const { path, format, content } of artefacts) {
    const folder = folderOf(path);
    const reports = folders.get(folder) ?? new Map<string, Coverage>();
    folders.set(folder, reports);
    const known = reports.get(format);
    reports.set(format, known === undefined ? content : together(known, content));
  }
  return [...folders].map(([folder, reports]) => ({
    folder,
    reports: formats.flatMap((format) => {
      const content = reports.get(format);
      return content === undefined ? [] : [{ format, content }];
    }),
  }));
}

/** Two reports of one format in one folder are two packages. */
function together(a: Coverage, b: Coverage): Coverage {
  const both = (name: MeasureName): Measure | null => {
    const [mine, theirs] = [a[name], b[name]];
    return mine === null || theirs === null ? null : sum([mine, theirs]);
  };
  return {
    files: a.files + b.files,
    lines: both('lines'),
    branches: both('branches'),
    functions: both('functions'),
    statements: both('statements'),
  };
}

function hasNothing({ reports }: Package): boolean {
  return reports.every(({ content }) => measures.every((name) => (content[name]?.total ?? 0) === 0));
}

function overall(packages: readonly Package[], name: MeasureName): Found {
  const known: Measure[] = [];
  for (const found of packages.map((one) => ofPackage(one, name))) {
    if ('reason' in found) return found;
    known.push(found.measure);
  }
  const measure = sum(known);
  if (measure.total > 0) return { measure };
  return { reason: 'unresolved', text: `${name} 0 of 0, which is not 100 %` };
}

function ofPackage({ folder, reports }: Package, name: MeasureName): Found {
  const having = reports.flatMap(({ format, content }) => {
    const measure = content[name];
    return measure === null ? [] : [{ format, measure }];
  });
  const [first, ...others] = having;
  if (first === undefined) {
    const said = reports.map(({ format }) => format).join(' or ');
    return { reason: 'unsupported', text: `${name} not said by ${said} in ${folder}` };
  }
  const comparable = others.filter(({ format }) => name !== 'statements' || !ownStatements.has(format));
  const other = comparable.find(({ measure }) => !isNear(measure, first.measure));
  if (other === undefined) return { measure: first.measure };
  const text = `${name} of ${folder} ${shown(first.measure)} by ${first.format} and ${shown(other.measure)} by ${other.format}`;
  return { reason: 'unresolved', text };
}

function isNear(a: Measure, b: Measure): boolean {
  if (a.total === 0 || b.total === 0) return a.total === b.total;
  return Math.abs(Number(percent(a).replace('.', '')) - Number(percent(b).replace('.', ''))) <= 1;
}

function shown(measure: Measure): string {
  const { covered, total } = measure;
  return total === 0 ? '0 of 0' : `${percent(measure)} % (${covered} of ${total})`;
}

function pathsOf(artefacts: readonly { readonly path: string }[]): string {
  return artefacts.map(({ path }) => path).join(', ');
}
