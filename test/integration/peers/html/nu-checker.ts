import { spawn } from 'node:child_process';
import { z } from 'zod';
import { installed } from '../installed.js';

const answer = z.object({
  messages: z.array(
    z.object({
      type: z.string(),
      subType: z.string().optional(),
      message: z.string(),
      lastLine: z.number().optional(),
      extract: z.string().optional(),
    }),
  ),
});

/** Every error and warning of the Nu HTML checker about the files, one text each: type, message, what it stands in. */
export async function nuMessages(files: readonly string[]): Promise<readonly string[]> {
  const jar = await installed('vnu');
  const child = spawn('java', ['-Xss4m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', ...files]);
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0)
    throw new Error(`the Nu HTML checker exited with ${String(code)}: ${Buffer.concat(errors).toString()}`);
  const { messages } = answer.parse(JSON.parse(Buffer.concat(out).toString()));
  return messages.map(
    ({ type, subType, message, lastLine = 0, extract = '' }) =>
      `${subType ?? type}: ${message} [line ${lastLine}] ${extract}`,
  );
}
