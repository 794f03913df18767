import type { z } from 'zod';
import { redactText } from '../collect/transport/redact.js';
import { PrepayError } from '../core/errors.js';
import { type LineOf, parseYaml, readYaml, validated } from './yaml-file.js';

/** A YAML file of the user's beside prepay.yaml, validated, and where each of its keys stands. */
export interface UserFile<T> {
  readonly path: string;
  readonly value: T;
  readonly lineOf: LineOf;
}

/**
 * The validated value of a YAML file that the configuration names. A link, pipe or device is never opened, and a card number
 * or secret in it is refused, since what stands in it is sealed into every pack.
 * Throws PREPAY_CONFIG_UNREADABLE and PREPAY_CONFIG_INVALID, each with file and line.
 */
export async function loadUserFile<T>(path: string, schema: z.ZodType<T>): Promise<UserFile<T>> {
  const text = await readYaml(path, { followsLinks: false, next: 'Check the path and its permissions.' });
  return parseUserFile(path, text, schema);
}

export function parseUserFile<T>(path: string, text: string, schema: z.ZodType<T>): UserFile<T> {
  const parsed = parseYaml(path, text);
  refuseSecrets(path, text);
  return { path, value: validated(path, parsed, schema), lineOf: parsed.lineOf };
}

/** One sentence on one line of a user's file, as every fault of it is said. */
export function faultAt(path: string, line: number, text: string, next = 'Mend the line named.'): PrepayError {
  return new PrepayError('PREPAY_CONFIG_INVALID', `${path}:${line} ${text}`, next);
}

/** Line by line, so that the line can be named without what stands in it. */
function refuseSecrets(path: string, text: string): void {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => redactText(line) !== line);
  if (index < 0 && redactText(text) === text) return;
  throw faultAt(
    path,
    Math.max(index, 0) + 1,
    'holds what looks like a card number or secret',
    'Take it out: what stands in the file is sealed into every pack.',
  );
}
