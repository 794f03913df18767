import { z } from 'zod';
import { ReaderProblem } from '../reader.js';

const detailed = z.object({
  code: z.string().optional(),
  summary: z.string().optional(),
  message: z.string().optional(),
});

/**
 * npm, pnpm and yarn print an object with `error` or `message` where the audit could not be made: the registry refused
 * it, or there is no lock file.
 *
 * @throws ReaderProblem
 */
export function throwNpmError(value: unknown, line: number): never {
  throw new ReaderProblem('tool-error', `the audit was not made: ${wordsOf(value)}`, line);
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return firstLine(value);
  const { data } = detailed.safeParse(value);
  const words = [data?.code, data?.summary, data?.message].filter((each) => each !== undefined && each !== '');
  return words.length === 0 ? 'the client does not say why' : firstLine(words.join(': '));
}

function firstLine(text: string): string {
  return text.replace(/\n[^]*$/, '').slice(0, 300);
}
