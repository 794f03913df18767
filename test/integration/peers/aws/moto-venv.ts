import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', 'install.sh');

/** The Python of a virtual environment that holds moto, which `install.sh` makes the first time and knows the place of. */
export async function motoPython(): Promise<string> {
  const { stdout } = await run('bash', [script, 'moto'], { maxBuffer: 64 * 1024 * 1024 });
  const [, python] = /^moto\t(.+)$/mu.exec(stdout) ?? [];
  if (python === undefined) throw new Error(`install.sh names no moto: ${stdout}`);
  return python;
}
