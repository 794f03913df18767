import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PrepayError } from '../core/errors.js';

/** Every format that this version writes, in the order of help and reports. */
export const builtFormats = ['html', 'pdf', 'json', 'csv', 'sarif', 'junit', 'markdown', 'ocsf'] as const;
export type Format = (typeof builtFormats)[number];

const laterFormats: readonly string[] = ['oscal'];

/** The format of that name. Throws PREPAY_NOT_BUILT for one of a later version, else PREPAY_UNKNOWN_FORMAT. */
export function formatOf(flag: string, name: string): Format {
  const found = builtFormats.find((format) => format === name);
  if (found !== undefined) return found;
  const next = `Formats are: ${builtFormats.join(', ')}.`;
  if (laterFormats.includes(name)) {
    throw new PrepayError('PREPAY_NOT_BUILT', `${flag} ${name}: this version does not write that format`, next);
  }
  throw new PrepayError('PREPAY_UNKNOWN_FORMAT', `${flag} ${name}: there is no such format`, next);
}

/** The `FORMAT=FILE` pairs of --output, each with a file of its own; folders that are missing are made when it is written. */
export function outputsOf(outputs: readonly string[]): readonly { readonly format: Format; readonly path: string }[] {
  const taken = new Set<string>();
  return outputs.map((output) => {
    const [name = '', ...rest] = output.split('=');
    const path = rest.join('=');
    if (path === '') {
      throw new PrepayError(
        'PREPAY_USAGE',
        `--output ${name}: expected FORMAT=FILE`,
        'For example --output csv=findings.csv',
      );
    }
    const format = formatOf('--output', name);
    if (path === '-') {
      throw new PrepayError(
        'PREPAY_USAGE',
        `--output ${name}=-: standard output is not a file`,
        'Name a file, or use --json for a summary on standard output.',
      );
    }
    const place = placeOf(path);
    if (taken.has(place)) {
      throw new PrepayError(
        'PREPAY_USAGE',
        `--output ${output}: another --output writes to that file`,
        'Give each its own file.',
      );
    }
    taken.add(place);
    return { format, path };
  });
}

/** One spelling of a path that may not be there yet: absolute, its folders without symbolic links. */
function placeOf(path: string): string {
  const absolute = resolve(path);
  const folder = dirname(absolute);
  if (folder === absolute) return absolute;
  try {
    return join(realpathSync(folder), basename(absolute));
  } catch {
    return join(placeOf(folder), basename(absolute));
  }
}

const reportFiles = {
  html: 'report.html',
  pdf: 'report.pdf',
  json: 'findings.json',
  csv: 'findings.csv',
  sarif: 'findings.sarif',
  junit: 'findings.junit.xml',
  markdown: 'summary.md',
  ocsf: 'findings.ocsf.jsonl',
} as const satisfies Readonly<Record<Format, string>>;

/** The file's name of a format inside a pack's reports/. */
export function reportFile(format: Format): string {
  return reportFiles[format];
}
