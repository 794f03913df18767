import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Act, asksForAct, riskAnalysis } from '../core/acts.js';
import type { Catalog } from '../core/catalog.js';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { nearest } from '../core/nearest.js';
import { type Ledger, ledger } from '../facts/ledger.js';
import { inspectEvidence } from './attestations-evidence.js';
import { type AttestationFile, attestationFile } from './attestations-file.js';
import { type LoadedConfig, shownPath } from './config.js';
import { faultAt, loadUserFile, type UserFile } from './user-file.js';
import { codeOf } from './yaml-file.js';

/** The ledger of dated human acts, as it was found before the run. */
export interface LoadedLedger {
  /** Where its folder is on this machine; in no pack. */
  readonly folder: string;
  readonly stated: Ledger;
}

/** More are more than anybody keeps by hand. */
const mostFiles = 5000;

/**
 * The ledger that the configuration names, null if it names none. What contradicts itself, the catalogs or another act, and what
 * cannot be opened safely throws PREPAY_CONFIG_INVALID or PREPAY_CONFIG_UNREADABLE with file and line, before anything is
 * read. What time, or a change of an evidence file, makes of a sound act is left to the verdict.
 */
export async function loadLedger(loaded: LoadedConfig, catalogs: readonly Catalog[]): Promise<LoadedLedger | null> {
  const found = await ledgerFiles(loaded);
  if (found === null) return null;
  const { folder, files } = found;
  checkFiles(files, catalogs);
  const acts: Act[] = [];
  for (const file of files) acts.push(await actOf(folder, file));
  const sorted = acts.sort((a, b) => byCodeUnit(a.id, b.id));
  return { folder, stated: ledger.parse({ folder: shownPath(folder), acts: sorted }) };
}

type File = UserFile<AttestationFile>;

/** Every attestation of the folder, each valid by itself; null where the configuration names no folder. */
export async function ledgerFiles(
  loaded: LoadedConfig,
): Promise<{ readonly folder: string; readonly files: readonly File[] } | null> {
  const { attestations } = loaded.config;
  if (attestations === undefined || loaded.path === null) return null;
  const folder = resolve(dirname(loaded.path), attestations);
  const place = `${loaded.path}:${loaded.lineOf(['attestations'])} "attestations"`;
  return { folder, files: await readFiles(folder, place) };
}

/** Throws PREPAY_CONFIG_INVALID where an attestation contradicts itself, the catalogs or another one. */
export function checkFiles(files: readonly File[], catalogs: readonly Catalog[]): void {
  for (const file of files) checkAlone(file, catalogs);
  checkTogether(files);
}

async function readFiles(folder: string, place: string): Promise<readonly File[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new PrepayError(
      'PREPAY_CONFIG_INVALID',
      `${place}: ${shownPath(folder)} cannot be listed (${codeOf(error)})`,
      'Make the folder, or name the one that holds the attestations.',
    );
  });
  const own = names.filter((name) => /\.ya?ml$/u.test(name)).sort(byCodeUnit);
  if (own.length > mostFiles) {
    throw new PrepayError(
      'PREPAY_CONFIG_INVALID',
      `${place}: ${shownPath(folder)} holds ${own.length} attestations; expected at most ${mostFiles}`,
      'Move those that no window needs any more elsewhere.',
    );
  }
  const files: File[] = [];
  for (const name of own) files.push(await loadUserFile(shownPath(join(folder, name)), attestationFile));
  return files;
}

/** What an act says by itself. */
function checkAlone({ path, value, lineOf }: File, catalogs: readonly Catalog[]): void {
  const refuse = (at: readonly PropertyKey[], text: string): never => {
    throw faultAt(path, lineOf(at), text);
  };
  if (value.recordedOn < value.performedOn)
    refuse(['recordedOn'], `"recordedOn": ${value.recordedOn} is before "performedOn", ${value.performedOn}`);
  if (value.validUntil !== undefined && value.validUntil < value.performedOn)
    refuse(['validUntil'], `"validUntil": ${value.validUntil} is before "performedOn", ${value.performedOn}`);
  if (value.basis !== undefined && value.everyDays === undefined)
    refuse(['basis'], '"basis": expected "everyDays" beside it, how often the analysis says');
  if (value.everyDays !== undefined && value.basis === undefined)
    refuse(['everyDays'], '"everyDays": expected "basis" beside it, the id of the risk analysis (12.3.1) that sets it');
  const periods = value.clauses.flatMap((named, index) => {
    const wrong = (text: string): never => refuse(['clauses', index], `"clauses.${index}": ${text}`);
    const catalog = catalogs.find(({ id }) => id === named.framework);
    if (catalog === undefined) {
      const ids = catalogs.map(({ id }) => id);
      return wrong(`there is no framework ${named.framework}; expected ${ids.join(' or ')}`);
    }
    const clause = catalog.clauses.find(({ id }) => id === named.clause);
    if (clause === undefined) {
      const near = nearest(
        named.clause,
        catalog.clauses.map(({ id }) => id),
      );
      return wrong(`${named.framework} has no clause ${named.clause}${near === null ? '' : `; did you mean ${near}?`}`);
    }
    if (clause.supersededBy !== undefined) return wrong(`${clause.id} gave way to ${clause.supersededBy}`);
    if (!asksForAct(clause)) return wrong(`${clause.id} asks for no human act; reading evidences it alone`);
    const isTwice =
      value.clauses.findIndex((one) => one.framework === named.framework && one.clause === clause.id) < index;
    return isTwice ? wrong(`${clause.id} stands there twice`) : clause.periods;
  });
  if (value.basis !== undefined && !periods.includes('risk-analysis'))
    refuse(['basis'], '"basis": none of its clauses leaves the frequency to a risk analysis');
  if (value.trigger !== undefined && !periods.includes('significant-change'))
    refuse(['trigger'], '"trigger": none of its clauses asks for an act on significant change');
}

/** What the acts say of each other. */
function checkTogether(files: readonly File[]): void {
  const byId = new Map<string, File>();
  for (const file of files) {
    const other = byId.get(file.value.id);
    if (other !== undefined) {
      throw faultAt(
        file.path,
        file.lineOf(['id']),
        `"id": ${file.value.id} is the id of ${other.path}:${other.lineOf(['id'])} too`,
        'Give each act an id of its own; acts are never replaced, so that the gaps between them show.',
      );
    }
    byId.set(file.value.id, file);
  }
  for (const { path, value, lineOf } of files) {
    if (value.basis === undefined) continue;
    const basis = byId.get(value.basis)?.value;
    const isAnalysis = basis?.clauses.some(
      ({ framework, clause }) => framework === riskAnalysis.framework && clause === riskAnalysis.clause,
    );
    if (basis === undefined)
      throw faultAt(path, lineOf(['basis']), `"basis": no attestation has the id ${value.basis}`);
    if (isAnalysis !== true)
      throw faultAt(path, lineOf(['basis']), `"basis": ${value.basis} is no act of ${riskAnalysis.clause}`);
  }
}

/** The act with its evidence file as it is found now. */
export async function actOf(folder: string, { path, value, lineOf }: File): Promise<Act> {
  const inspected = await inspectEvidence(folder, value);
  if ('wrong' in inspected) throw faultAt(path, lineOf(['file']), `"file": ${inspected.wrong}`);
  const { id, title, clauses, performedOn, recordedOn, performedBy, owner, outcome } = value;
  const { basis, everyDays, validUntil, trigger, correctiveAction } = value;
  return {
    id,
    title,
    clauses,
    performedOn,
    recordedOn,
    performedBy,
    owner,
    outcome,
    fileName: value.file,
    file: inspected.file,
    validUntil: validUntil ?? null,
    basis: basis === undefined || everyDays === undefined ? null : { attestation: basis, everyDays },
    trigger: trigger ?? null,
    correctiveAction: correctiveAction ?? null,
    location: { path, line: lineOf(['performedOn']) },
  };
}
