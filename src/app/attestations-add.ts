import { relative, resolve, sep } from 'node:path';
import { stringify } from 'yaml';
import type { Act } from '../core/acts.js';
import { PrepayError } from '../core/errors.js';
import { sha256Hex } from '../core/json.js';
import type { Day } from '../core/period.js';
import { actOf, checkFiles, ledgerFiles } from './attestations.js';
import { readBelow } from './attestations-evidence.js';
import { attestationFile } from './attestations-file.js';
import { actPath, configWithLedger } from './attestations-ledger.js';
import { shownPath } from './config.js';
import { rules } from './rules.js';
import { parseUserFile } from './user-file.js';
import { refuseExisting, writeNew } from './write-new.js';

/** What the flags say of a new act; null where one was not given. */
export interface NewAct {
  readonly config: string | null;
  readonly id: string;
  readonly title: string;
  /** `FRAMEWORK:CLAUSE`, as in `pci-dss-4.0.1:11.3.2`. */
  readonly clauses: readonly string[];
  readonly performedOn: string;
  readonly recordedOn: string | null;
  readonly performedBy: string;
  readonly owner: string;
  readonly outcome: string;
  /** The evidence file, from the current folder. */
  readonly file: string;
  readonly validUntil: string | null;
  readonly basis: string | null;
  readonly everyDays: number | null;
  readonly trigger: string | null;
}

export interface AddedAct {
  /** The file that was written. */
  readonly path: string;
  readonly act: Act;
}

/**
 * Writes the file of a new act into the ledger, with the hash of its evidence file as it is now; copies nothing. Throws
 * PREPAY_USAGE for an act of tomorrow or an evidence file outside the folder, PREPAY_OUTPUT_EXISTS, and whatever a run would
 * say of the ledger with the new act in it.
 */
export async function addAct(asked: NewAct, on: Day): Promise<AddedAct> {
  const found = await ledgerFiles(await configWithLedger(asked.config));
  if (found === null) throw usage('there is no ledger', 'Name a folder under "attestations".');
  const { folder, files } = found;
  const recordedOn = asked.recordedOn ?? on;
  for (const [flag, day] of [
    ['--performed-on', asked.performedOn],
    ['--recorded-on', recordedOn],
  ] as const) {
    if (day > on)
      throw usage(`${flag} ${day}: expected a day until today, ${on}`, 'An act is recorded once it was done.');
  }
  const text = stringify(await valueOf(asked, folder, recordedOn), { lineWidth: 0 });
  const target = actPath(folder, asked.id);
  const written = parseUserFile(shownPath(target), text, attestationFile);
  checkFiles([...files, written], rules.catalogs);
  const act = await actOf(folder, written);
  refuseExisting(target);
  await writeNew(target, text);
  return { path: written.path, act };
}

async function valueOf(asked: NewAct, folder: string, recordedOn: Day): Promise<object> {
  const file = relative(folder, resolve(asked.file)).split(sep).join('/');
  if (file.startsWith('../') || resolve(folder, file) !== resolve(asked.file))
    throw usage(
      `--file ${asked.file}: expected a file below ${shownPath(folder)}`,
      'Put the evidence into the folder of the ledger first; nothing is copied there.',
    );
  const bytes = await readBelow(folder, file);
  if (bytes === null) throw usage(`--file ${asked.file}: there is no such file`, 'Name the evidence file of the act.');
  if ('wrong' in bytes) throw usage(`--file: ${bytes.wrong}`, 'Name a regular file.');
  const { id, title, performedOn, performedBy, owner, outcome, validUntil, basis, everyDays, trigger } = asked;
  return {
    id,
    title,
    clauses: asked.clauses.map(clauseOf),
    performedOn,
    recordedOn,
    performedBy,
    owner,
    outcome,
    file,
    sha256: sha256Hex(bytes),
    ...(validUntil === null ? {} : { validUntil }),
    ...(basis === null ? {} : { basis }),
    ...(everyDays === null ? {} : { everyDays }),
    ...(trigger === null ? {} : { trigger }),
  };
}

function clauseOf(text: string): { framework: string; clause: string } {
  const [framework = '', clause = ''] = text.split(':');
  if (framework === '' || clause === '')
    throw usage(`--clause ${text}: expected FRAMEWORK:CLAUSE`, 'Write it as in pci-dss-4.0.1:11.3.2.');
  return { framework, clause };
}

function usage(message: string, next: string): PrepayError {
  return new PrepayError('PREPAY_USAGE', message, next);
}
