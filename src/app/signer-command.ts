import { spawn } from 'node:child_process';
import { redactText } from '../collect/transport/redact.js';
import { PrepayError } from '../core/errors.js';
import type { SignerChoice } from './signing-plan.js';

type Command = Extract<SignerChoice, { kind: 'command' }>;

const signerTimeoutMs = 60_000;
/** Bytes; a signature has 64 or about 72, and twice that in base64 is no signature any more. */
const mostOutput = 4096;
/** Characters of what the program says of its failure. */
const mostSaid = 300;
/** What any program may need, and what holds no secret. */
const plainVariables = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'SYSTEMROOT'] as const;

/**
 * What the program signs: it gets the bytes on standard input and prints the signature in base64. No shell is asked, and
 * of the environment it gets only what is named, so that it does not see the credentials of the audit.
 * Throws PREPAY_SIGNER_FAILED.
 */
export async function runSigner(
  { program, args, environment }: Command,
  data: Uint8Array,
  timeoutMs = signerTimeoutMs,
): Promise<Uint8Array> {
  const { output, said, ended } = await new Promise<Ended>((resolve) => {
    const child = spawn(program, args, { env: environmentOf(environment), stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let ending: string | null = null;
    const stop = (why: string): void => {
      ending ??= why;
      child.kill('SIGKILL');
      // A child of its own may hold the pipes open for ever.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => stop(`did not end within ${timeoutMs / 1000} seconds`), timeoutMs);
    const end = (how: string | null): void => {
      clearTimeout(timer);
      resolve({ output: Buffer.concat(out), said: Buffer.concat(err).toString('utf8'), ended: ending ?? how });
    };
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      if (sizeOf(out) > mostOutput) stop(`printed more than ${mostOutput} bytes`);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (sizeOf(err) < mostOutput) err.push(chunk);
    });
    child.on('error', (error) => end(`cannot be run (${'code' in error ? String(error.code) : error.name})`));
    child.on('close', (code, signal) =>
      end(code === 0 ? null : `ended with ${code === null ? String(signal) : `code ${code}`}`),
    );
    // A program that does not read its input closes the pipe: its exit code says more than EPIPE does.
    child.stdin.on('error', () => undefined);
    child.stdin.end(data);
  });
  if (ended !== null) throw failed(program, ended, said);
  const base64 = output.toString('latin1').replaceAll(/\s/g, '');
  const signature = Buffer.from(base64, 'base64');
  if (base64 === '' || signature.toString('base64') !== base64) throw failed(program, 'printed no base64', said);
  return signature;
}

interface Ended {
  readonly output: Buffer;
  readonly said: string;
  /** How it failed; null if it did not. */
  readonly ended: string | null;
}

function environmentOf(names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries([...plainVariables, ...names].map((name) => [name, process.env[name]]));
}

function sizeOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((size, { length }) => size + length, 0);
}

function failed(program: string, how: string, said: string): PrepayError {
  const text = redactText(said)
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim();
  const more = text === '' ? '' : `: ${text.length > mostSaid ? `${text.slice(0, mostSaid)}…` : text}`;
  return new PrepayError(
    'PREPAY_SIGNER_FAILED',
    `${program} ${how}${more}`,
    'Run it by hand: it gets the bytes on standard input and prints the signature in base64. Then go on with --resume.',
  );
}
