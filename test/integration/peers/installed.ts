import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'install.sh');

type Peer =
  | 'moto'
  | 'chromium'
  | 'vnu'
  | 'sarif'
  | 'schemas'
  | 'actionlint'
  | 'junit'
  | 'cosign'
  | 'verapdf'
  | 'pdf-tools';

/** What starts a peer, which `install.sh` installs the first time. Rejects where it cannot. */
export async function installed(peer: Peer): Promise<string> {
  const { stdout } = await run('bash', [script, peer], { maxBuffer: 64 * 1024 * 1024 });
  const [, path] = new RegExp(`^${peer}\t(.+)$`, 'mu').exec(stdout) ?? [];
  if (path === undefined) throw new Error(`install.sh names no ${peer}: ${stdout}`);
  return path;
}
