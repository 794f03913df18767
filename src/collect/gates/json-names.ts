/** The names of the members of the object that the text begins with, as far as the text goes; none where it begins with none. */
export function topNames(head: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!/^\s*\{/.test(head)) return names;
  let depth = 0;
  for (const [token, name, colon] of head.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && colon !== undefined && name !== undefined) names.add(name);
    if (depth === 0) break;
  }
  return names;
}
