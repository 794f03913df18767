import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { motoPython } from './moto-venv.js';
import { stopServer } from './stop-server.js';

export interface Canned {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A server that gives these answers over AWS's own wire protocols: `<region>/<service>.<Operation>` → what `canned.py`
 * takes (an output, or a list of `{input, output | error}`). Every other read is answered with empty lists.
 */
export async function startCanned(answers: Readonly<Record<string, unknown>>): Promise<Canned> {
  const folder = await mkdtemp(join(tmpdir(), 'prepay-canned-'));
  for (const [name, answer] of Object.entries(answers)) {
    const file = join(folder, `${name}.json`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(answer));
  }
  const script = join(import.meta.dirname, 'canned.py');
  const server = spawn(await motoPython(), [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stopAtExit = () => server.kill('SIGKILL');
  process.once('exit', stopAtExit);
  const listening = z.object({ url: z.string() });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(server.stdout).once('line', (line) => {
      resolve(listening.parse(JSON.parse(line)).url);
    });
    server.once('exit', (code) => reject(new Error(`canned.py ended with ${code ?? 'a signal'}`)));
  });
  return {
    url,
    async stop() {
      process.off('exit', stopAtExit);
      await stopServer(server);
      await rm(folder, { recursive: true });
    },
  };
}
