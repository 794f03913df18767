/**
 * Where GitHub answers what its own description does not allow, by open reports on it. Only these are let through:
 * the head of a pull request whose fork or author was deleted has no repository, no user and no label.
 * https://github.com/github/rest-api-description/issues/1811 and https://github.com/github/rest-api-description/issues/5562
 */
const nullable: readonly (readonly string[])[] = ['pull-request', 'pull-request-simple'].flatMap((schema) =>
  ['label', 'repo', 'user'].map((name) => ['components', 'schemas', schema, 'properties', 'head', 'properties', name]),
);

/** The description with what GitHub really answers; throws where a correction has no place any more. */
export function corrected<T extends object>(description: T): T {
  const copy = structuredClone(description);
  for (const path of nullable) {
    const parent = path.slice(0, -1).reduce<unknown>((value, name) => member(value, name), copy);
    const name = path.at(-1) ?? '';
    if (!isObject(parent)) throw new Error(`the description has no ${path.join('/')} to correct`);
    parent[name] = { anyOf: [member(parent, name), { type: 'null' }] };
  }
  return copy;
}

function member(value: unknown, name: string): unknown {
  if (isObject(value) && Object.hasOwn(value, name)) return value[name];
  throw new Error(`the description has no ${name} to correct`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
