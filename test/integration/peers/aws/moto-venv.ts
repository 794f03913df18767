import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The Python of a virtual environment that holds moto, made from requirements.txt the first time. It lies under
 * PREPAY_PEERS (default ~/.cache/prepay-peers), one folder for each content of requirements.txt.
 */
export async function motoPython(): Promise<string> {
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const peers = process.env['PREPAY_PEERS'] ?? join(homedir(), '.cache', 'prepay-peers');
  const venv = join(peers, `moto-${digest}`);
  const python = join(venv, 'bin', 'python');
  if (await exists(python)) return python;
  await mkdir(peers, { recursive: true });
  await install(requirements, venv);
  return python;
}

/** Made aside and moved into place, so that an interrupted or a second install leaves no half of one. */
async function install(requirements: string, venv: string): Promise<void> {
  const aside = `${venv}.${process.pid}`;
  await run(process.env['PREPAY_PYTHON'] ?? 'python3', ['-m', 'venv', aside]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
  await run(join(aside, 'bin', 'python'), pip, { maxBuffer: 64 * 1024 * 1024 });
  try {
    await rename(aside, venv);
  } catch (error) {
    await rm(aside, { recursive: true });
    if (!(await exists(join(venv, 'bin', 'python')))) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
