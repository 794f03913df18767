import { z } from 'zod';

/**
 * What WAF says as an object with one member, whose name is the kind of thing: `{"Block": {}}`. A kind that AWS has added
 * since is what `other` makes of its name.
 */
export function tagged<T>(kinds: Readonly<Record<string, z.ZodType<T>>>, other: (name: string) => T): z.ZodType<T> {
  return z.record(z.string(), z.unknown()).transform((value, context) => {
    const [name, ...more] = Object.keys(value);
    if (name === undefined || more.length > 0) {
      context.addIssue(`expected one member, got ${name === undefined ? 'none' : [name, ...more].join(', ')}`);
      return z.NEVER;
    }
    const kind = kinds[name];
    if (kind === undefined) return other(name);
    const parsed = kind.safeParse(value[name]);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', message, path: [name, ...path] });
    }
    return z.NEVER;
  });
}
