import { type Entry, type Tree, WorkflowProblem } from './parse-workflow-yaml.js';

export type Entries = ReadonlyMap<string, Entry>;

/** The member of that name; undefined where there is none, or nothing in it. */
export function member(entries: Entries, name: string): Entry | undefined {
  const entry = entries.get(name);
  return entry === undefined || isNothing(entry.value) ? undefined : entry;
}

export function entriesOf(tree: Tree, what: string): Entries {
  if (tree.kind !== 'map') throw new WorkflowProblem(tree.line, `${what} is no mapping`);
  return tree.entries;
}

export function itemsOf(tree: Tree, what: string): readonly Tree[] {
  if (tree.kind !== 'list') throw new WorkflowProblem(tree.line, `${what} is no list`);
  return tree.items;
}

function textOf(tree: Tree, what: string): string {
  if (tree.kind !== 'text' || tree.text === null) throw new WorkflowProblem(tree.line, `${what} is no text`);
  return tree.text;
}

export function textAt(entries: Entries, name: string): string | null {
  const entry = member(entries, name);
  return entry === undefined ? null : textOf(entry.value, name);
}

/** One text, or several: both are allowed in many places. */
export function textsOf(tree: Tree, what: string): readonly string[] {
  return tree.kind === 'list' ? tree.items.map((item) => textOf(item, what)) : [textOf(tree, what)];
}

export function textsAt(entries: Entries, name: string): readonly string[] | null {
  const entry = member(entries, name);
  return entry === undefined ? null : textsOf(entry.value, name);
}

/** What is given by name: `with`. A whole mapping that is an expression has no names. */
export function valuesAt(entries: Entries, name: string): Record<string, string> {
  const entry = member(entries, name);
  if (entry === undefined || entry.value.kind === 'text') return {};
  const found = [...entriesOf(entry.value, name)].flatMap(([key, { value }]): [string, string][] =>
    isNothing(value) ? [] : [[key, textOf(value, `${name}.${key}`)]],
  );
  return Object.fromEntries(found);
}

/** Of an environment what holds an expression: other values say nothing here, and may be nobody's to know. */
export function environmentAt(entries: Entries): Record<string, string> {
  return Object.fromEntries(Object.entries(valuesAt(entries, 'env')).filter(([, value]) => value.includes('${{')));
}

/** The condition without `${{ }}` round all of it. */
export function conditionAt(entries: Entries): string | null {
  const text = textAt(entries, 'if');
  if (text === null) return null;
  const [, inner] = /^\s*\$\{\{((?:(?!\}\})[\s\S])*)\}\}\s*$/u.exec(text) ?? [];
  return (inner ?? text).trim();
}

/** `true` or an expression; null where a failure counts. */
export function continueOnErrorAt(entries: Entries): string | null {
  const text = textAt(entries, 'continue-on-error');
  return text === null || text.trim() === 'false' ? null : text.trim();
}

export function shellAt(entries: Entries): string | null {
  const defaults = member(entries, 'defaults');
  if (defaults === undefined) return null;
  const run = member(entriesOf(defaults.value, 'defaults'), 'run');
  return run === undefined ? null : textAt(entriesOf(run.value, 'defaults.run'), 'shell');
}

export function isNothing(tree: Tree): boolean {
  return tree.kind === 'text' && tree.text === null;
}
