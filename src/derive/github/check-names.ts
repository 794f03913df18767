import { expressionsOf } from './expressions.js';
import type { Job } from './lanes.js';

/** Whether the jobs that call each other report a check of that name: `caller / called`, with the values of a matrix. */
// https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
export function makesCheck(jobs: readonly Job[], context: string): boolean {
  const pattern = jobs.map(patternOf).join(' / ');
  return new RegExp(`^${pattern}$`, 'u').test(context);
}

function patternOf({ id, jobName, matrix }: Job): string {
  const name = jobName ?? id;
  const dimensions = Object.keys(matrix);
  const isNamedByMatrix = expressionsOf(name).some((expression) => /\bmatrix\b/u.test(expression));
  const own = name
    .split(/(\$\{\{(?:(?!\}\})[\s\S])*\}\})/u)
    .map((part) => (part.startsWith('${{') ? valuesOf(part, matrix) : escaped(part)))
    .join('');
  if (dimensions.length === 0 || isNamedByMatrix) return own;
  const all = Object.values(matrix).map(oneOf);
  // An entry of `include` may have fewer values, or more, than the others.
  return `${own} \\((?:${all.join(', ')}|${all.join('|')})(?:, .*)?\\)`;
}

function valuesOf(expression: string, matrix: Job['matrix']): string {
  const [, name] = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/u.exec(expression) ?? [];
  return name === undefined ? '.*' : oneOf(matrix[name] ?? null);
}

function oneOf(values: readonly string[] | null): string {
  return values === null ? '.*' : `(?:${values.map(escaped).join('|')})`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
