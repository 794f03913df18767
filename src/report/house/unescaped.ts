/**
 * Throws for the first value of a template that would be put out without escaping, `{{{x}}}` or `{{&x}}`: what a source
 * wrote must not become markup of the report. Takes the engine's syntax tree.
 */
export function refuseUnescaped(tree: unknown): void {
  if (Array.isArray(tree)) {
    for (const item of tree) refuseUnescaped(item);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  const node = new Map<string, unknown>(Object.entries(tree));
  if (node.get('type') === 'MustacheStatement' && node.get('escaped') === false) {
    throw new TypeError(
      `line ${lineOf(node.get('loc'))}: expected {{…}}, got {{{…}}} or {{&…}}, which escapes nothing`,
    );
  }
  for (const [name, member] of node) if (name !== 'loc') refuseUnescaped(member);
}

function lineOf(place: unknown): string {
  const { start }: { start?: { line?: number } } = typeof place === 'object' && place !== null ? place : {};
  return String(start?.line ?? '?');
}
