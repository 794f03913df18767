import { appendFile } from 'node:fs/promises';
import type { Drift } from '../core/drift.js';
import { PrepayError } from '../core/errors.js';
import type { FailOn } from '../core/outcome.js';
import { sources } from '../core/scope.js';
import { comparePacks } from '../drift/compare.js';
import { loadPublicKey } from '../pack/signer.js';
import { findCardNumbers } from '../pan/index.js';
import { writeDriftHtml } from '../report/drift-html.js';
import { writeDriftJson } from '../report/drift-json.js';
import { writeDriftMarkdown } from '../report/drift-markdown.js';
import { writeDriftTerminal } from '../report/drift-terminal.js';
import { guardOutput } from '../report/guard.js';
import { packFolder } from '../pack/reader.js';
import { comparedPack } from './compared-pack.js';
import { refuseInside } from './show.js';
import { refuseExisting, writeNew } from './write-new.js';

export interface DiffRequest {
  readonly before: string;
  readonly after: string;
  /** Files of public keys; with any, both packs have to be signed by one of them. */
  readonly keys: readonly string[];
  readonly failOn: FailOn;
  readonly allowIncomplete: readonly string[];
}

/**
 * What changed from one pack to another. Throws the errors of opening a pack, PREPAY_PACK_INVALID for one that does not
 * verify, and PREPAY_KEY_INVALID.
 */
export async function diffPacks({ before, after, keys, failOn, allowIncomplete }: DiffRequest): Promise<Drift> {
  refuseUnknownSources(allowIncomplete);
  const publicKeys = await Promise.all(keys.map(loadPublicKey));
  const earlier = await comparedPack(before, publicKeys);
  const later = await comparedPack(after, publicKeys);
  return comparePacks(earlier, later, { failOn, allowIncomplete });
}

function refuseUnknownSources(allowIncomplete: readonly string[]): void {
  const unknown = allowIncomplete.find((name) => name !== 'all' && !sources.some((source) => source === name));
  if (unknown === undefined) return;
  throw new PrepayError(
    'PREPAY_USAGE',
    `--allow-incomplete ${unknown}: there is no such source`,
    `Expected all, or: ${sources.join(', ')}.`,
  );
}

export const driftFormats = ['html', 'markdown', 'json'] as const;
export type DriftFormat = (typeof driftFormats)[number];

export interface DriftOutput {
  readonly format: DriftFormat;
  readonly path: string;
}

/**
 * The `FORMAT=FILE` pairs of --output. Throws PREPAY_USAGE, PREPAY_UNKNOWN_FORMAT, PREPAY_OUTPUT_EXISTS, and
 * PREPAY_OUTPUT_NOT_WRITABLE for a file in one of the packs.
 */
export async function driftOutputs(
  outputs: readonly string[],
  packs: readonly string[],
): Promise<readonly DriftOutput[]> {
  const parsed = outputs.map(driftOutput);
  const folders = await Promise.all(packs.map(packFolder));
  for (const { path } of parsed) {
    refuseExisting(path);
    for (const folder of folders) await refuseInside(folder, path);
  }
  return parsed;
}

function driftOutput(output: string): DriftOutput {
  const [name = '', ...rest] = output.split('=');
  const path = rest.join('=');
  if (path === '') {
    const next = 'For example --output markdown=drift.md';
    throw new PrepayError('PREPAY_USAGE', `--output ${name}: expected FORMAT=FILE`, next);
  }
  const format = driftFormats.find((known) => known === name);
  if (format !== undefined) return { format, path };
  const next = `Formats of a drift are: ${driftFormats.join(', ')}.`;
  throw new PrepayError('PREPAY_UNKNOWN_FORMAT', `--output ${name}: there is no such format`, next);
}

/** Writes the reports to their files. Throws PREPAY_SECRET_IN_OUTPUT before any is written. */
export async function writeDrift(drift: Drift, outputs: readonly DriftOutput[]): Promise<void> {
  const texts = outputs.map(({ format, path }) => ({ path, text: renderDrift(format, drift) }));
  for (const { path, text } of texts) await writeNew(path, text);
}

/** The drift itself, as `--json` prints it, once nothing secret is known to be in it. */
export function guardedDrift(drift: Drift): Drift {
  renderDrift('json', drift);
  return drift;
}

/** The file that a report of a drift is in. */
export function driftFile(format: DriftFormat): string {
  return { html: 'drift.html', markdown: 'drift.md', json: 'drift.json' }[format];
}

/** The report of a drift in a format, proved free of card numbers. Throws PREPAY_SECRET_IN_OUTPUT. */
function renderDrift(format: DriftFormat, drift: Drift): string {
  return guarded(`drift ${format}`, driftWriters[format](drift));
}

const driftWriters: Readonly<Record<DriftFormat, (drift: Drift) => string>> = {
  html: writeDriftHtml,
  markdown: writeDriftMarkdown,
  json: writeDriftJson,
};

/** What a person reads in a terminal. */
export function driftTerminal(drift: Drift, options: { readonly columns: number; readonly color: boolean }): string {
  return guarded('terminal', writeDriftTerminal(drift, options));
}

/** Appends the report to the step summary of GitHub Actions, where there is one. */
export async function appendStepSummary(
  drift: Drift,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const file = environment['GITHUB_STEP_SUMMARY'] ?? '';
  if (file !== '') await appendFile(file, renderDrift('markdown', drift));
}

function guarded(name: string, text: string): string {
  return guardOutput(name, text, findCardNumbers);
}
