import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { installed } from '../installed.js';

const run = promisify(execFile);
const failed = z.object({ stdout: z.string(), stderr: z.string() });

/** What veraPDF finds that is not PDF/UA-1, by file; nothing where all conform. */
export async function notUniversallyAccessible(files: readonly string[]): Promise<readonly string[]> {
  const jars = join(await installed('verapdf'), '*');
  const args = ['-cp', jars, 'org.verapdf.apps.GreenfieldCliWrapper', '-f', 'ua1', '--format', 'text', '-v', ...files];
  const { stdout } = await outcome('java', args);
  const verdicts = stdout.split('\n').filter((line) => /^(?:PASS|FAIL) /u.test(line));
  if (verdicts.length !== files.length)
    return [`veraPDF judged ${verdicts.length} of ${files.length} files: ${stdout}`];
  return verdicts.every((line) => line.startsWith('PASS ')) ? [] : [stdout];
}

/** What a tool of qpdf or Poppler prints, with what it complains of; rejects where it fails. */
export async function pdfTool(
  tool: 'qpdf' | 'pdftotext' | 'pdffonts' | 'pdfinfo' | 'pdftoppm',
  ...args: readonly string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const folder = await installed('pdf-tools');
  return run(join(folder, tool), args, { maxBuffer: 64 * 1024 * 1024 });
}

async function outcome(command: string, args: readonly string[]): Promise<{ readonly stdout: string }> {
  try {
    return await run(command, args, { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    // It exits 1 where a file does not conform.
    const { stdout, stderr } = failed.parse(error);
    return { stdout: `${stdout}${stderr}` };
  }
}
