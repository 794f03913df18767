import { relative, resolve } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { findCardNumbers } from '../pan/index.js';
import { type Config, configSchema, notBuilt } from './config-schema.js';
import { type LineOf, parseYaml, readYaml, validated } from './yaml-file.js';

/** A configuration and where each of its keys stands. */
export interface LoadedConfig {
  /** As given on the command line, or `prepay.yaml`; null where there is no file. */
  readonly path: string | null;
  readonly config: Config;
  readonly lineOf: LineOf;
}

/**
 * The validated configuration of a YAML file.
 * Throws PREPAY_CONFIG_UNREADABLE (missing, empty, no regular file, past 1 MiB, not UTF-8, not YAML), PREPAY_NOT_BUILT (a key of a later version) and
 * PREPAY_CONFIG_INVALID (unknown key, wrong type), each with the line.
 */
export async function loadConfig(path: string): Promise<LoadedConfig> {
  const next = 'Check the path and its permissions, or leave --config out.';
  return parseConfig(path, await readYaml(path, { followsLinks: true, next }));
}

/** The file as evidence names it: from the folder of the run, so that no home folder gets into a pack. */
export function shownPath(path: string): string {
  return relative(process.cwd(), resolve(path));
}

export function withoutConfig(): LoadedConfig {
  return { path: null, config: configSchema.parse({ version: 1 }), lineOf: () => 1 };
}

export function parseConfig(path: string, text: string): LoadedConfig {
  refuseCardNumbers(path, text);
  const { value, lineOf } = parseYaml(path, text);
  if (value === null || value === undefined) {
    throw new PrepayError(
      'PREPAY_CONFIG_UNREADABLE',
      `${path} is empty; expected a mapping that begins with "version: 1"`,
      'Write at least "version: 1", or leave the file out to audit what the environment names.',
    );
  }
  refuseNotBuilt(path, value, lineOf);
  const next = 'Mend the lines named; schemas/config.schema.json tells editors what is allowed.';
  return { path, config: validated(path, { value, lineOf }, configSchema, next), lineOf };
}

/** The configuration goes into every pack, so that a card number in it, or in its name, would too. */
function refuseCardNumbers(path: string, text: string): void {
  const inName = findCardNumbers(path).length > 0;
  const [first] = findCardNumbers(text);
  if (!inName && first === undefined) return;
  const place = inName
    ? 'the name of the configuration file'
    : `the configuration, line ${text.slice(0, first?.start).split('\n').length},`;
  throw new PrepayError(
    'PREPAY_CONFIG_INVALID',
    `${place} holds what looks like a card number`,
    'Take it out: the configuration is sealed into every pack.',
  );
}

function refuseNotBuilt(path: string, value: unknown, lineOf: LineOf): void {
  for (const pattern of notBuilt) {
    const [at] = matches(value, pattern.split('.'), []);
    if (at === undefined) continue;
    throw new PrepayError(
      'PREPAY_NOT_BUILT',
      `${path}:${lineOf(at)} sets "${at.join('.')}", which this version does not have`,
      'Remove the key; it is refused so that nobody relies on it.',
    );
  }
}

function matches(value: unknown, pattern: readonly string[], at: readonly string[]): readonly string[][] {
  const [head, ...rest] = pattern;
  if (head === undefined) return [[...at]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => head === '*' || key === head)
    .flatMap(([key, inner]) => matches(inner, rest, [...at, key]));
}
