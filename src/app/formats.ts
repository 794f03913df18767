import { PrepayError } from '../core/errors.js';

const builtFormats = ['html', 'json', 'csv'] as const;
export type Format = (typeof builtFormats)[number];

const laterFormats: readonly string[] = ['pdf', 'sarif', 'junit', 'markdown', 'oscal', 'ocsf'];

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

/** The `FORMAT=FILE` pairs of --output. */
export function outputsOf(outputs: readonly string[]): readonly { readonly format: Format; readonly path: string }[] {
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
    return { format: formatOf('--output', name), path };
  });
}

/** The file's name of a format inside a pack's reports/. */
export function reportFile(format: Format): string {
  return format === 'json' ? 'findings.json' : format === 'csv' ? 'findings.csv' : 'report.html';
}
