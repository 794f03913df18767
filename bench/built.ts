import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const checkout = join(import.meta.dirname, '..');

/** The package as it is installed, with the benchmarks' own programs, in a folder of its own. */
export interface Built {
  readonly folder: string;
  /** The command line, for node. */
  readonly cli: string;
  /** One of bench/children, for node. */
  child(name: string): string;
  remove(): Promise<void>;
}

/**
 * Builds the checkout into a temporary folder, oclif's manifest included, so that what is measured is what is shipped
 * and the checkout's own dist stays as it is.
 */
export async function build(): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'prepay-built-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const part of ['package.json', 'bin', 'demo', 'schemas']) {
      await cp(join(checkout, part), join(folder, part), { recursive: true });
    }
    await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'));
    const node = process.execPath;
    const tsc = join(checkout, 'node_modules/typescript/bin/tsc');
    await execute(node, [tsc, '-p', join(import.meta.dirname, 'tsconfig.json'), '--outDir', join(folder, 'dist')]);
    await execute(node, [join(checkout, 'node_modules/oclif/bin/run.js'), 'manifest', folder], { cwd: folder });
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    cli: join(folder, 'bin/run.js'),
    child: (name) => join(folder, `dist/bench/children/${name}.js`),
    remove,
  };
}
