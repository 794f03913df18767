/** The keys that a schema of zod knows at a path: found by asking it, so that there is no second list. */
export function knownKeys(root: unknown, path: readonly PropertyKey[]): string[] {
  const object = unwrap(path.reduce<unknown>(inner, root));
  return isRecord(object) && isRecord(object['shape']) ? Object.keys(object['shape']) : [];
}

function inner(schema: unknown, step: PropertyKey): unknown {
  const object = unwrap(schema);
  if (!isRecord(object)) return null;
  if (isRecord(object['shape']) && typeof step === 'string') return object['shape'][step];
  return 'element' in object ? object['element'] : null;
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  while (isRecord(current) && isRecord(current['def']) && 'innerType' in current['def'])
    current = current['def']['innerType'];
  return current;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
