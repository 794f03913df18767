import { type OperationName, operations } from './operations.js';

interface Template {
  readonly operation: OperationName;
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly literals: number;
}

// The name of a branch or a ref may have slashes, which GitHub takes escaped and bare.
const manySegments = new Set(['branch', 'ref']);

const templates: readonly Template[] = operations
  .map((operation) => {
    const [method = '', path = ''] = operation.split(' ');
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const pattern = path.replaceAll(/\/\{(\w+)\}/g, (_, name: string) => {
      // The root of a repository has no path.
      if (name === 'path') return '(?:/(.*))?';
      return manySegments.has(name) ? '/(.+)' : '/([^/]+)';
    });
    const literals = path.split('/').filter((segment) => !segment.startsWith('{')).length;
    return { operation, method, pattern: new RegExp(`^${pattern}/?$`), names, literals };
  })
  .sort((a, b) => b.literals - a.literals);

/** The operation that a method and a path below the API's root are, with the members of its path decoded. */
export function operationAt(
  method: string,
  path: string,
): { readonly operation: OperationName; readonly path: Readonly<Record<string, string>> } | null {
  for (const template of templates) {
    const match = template.method === method ? template.pattern.exec(path) : null;
    if (match === null) continue;
    const members = template.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')] as const);
    return { operation: template.operation, path: Object.fromEntries(members) };
  }
  return null;
}
