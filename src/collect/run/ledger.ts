import { z } from 'zod';
import { ledgerClauses } from '../../core/acts.js';
import type { Catalog } from '../../core/catalog.js';
import { PrepayError } from '../../core/errors.js';
import type { FactSink } from '../../core/fact.js';
import { readKey } from '../../core/read.js';
import { type Ledger, ledger } from '../../facts/ledger.js';
import type { Transport } from '../transport/transport.js';
import { runRequest, runScope } from './caller.js';
import type { ObservingTransport } from './observing.js';
import { collectStated } from './stated.js';

const operation = 'run:Attestations';
const page = z.strictObject({ Attestations: ledger.nullable() });

/**
 * The ledger of dated human acts as it was recorded, null where the run was given none. Throws
 * PREPAY_PACK_INVALID where the recording has no answer. Each act is put as an `attestation`
 * fact, and each clause of the catalogs that the ledger has to answer for as a `clause` fact.
 */
export async function collectLedger(
  transport: Transport,
  sink: FactSink,
  catalogs: readonly Catalog[],
): Promise<Ledger | null> {
  let found: Ledger | null = null;
  const coverage = await collectStated(
    transport,
    sink,
    { operation, page, kind: 'attestation' },
    ({ Attestations }, put) => {
      found = Attestations;
      for (const [index, act] of (Attestations?.acts ?? []).entries()) put(act, `/Attestations/acts/${index}`);
    },
  );
  // Where the run was given none, a read that is lost would look the same as the answer that there is none.
  if (coverage.gap !== null) {
    throw new PrepayError(
      'PREPAY_PACK_INVALID',
      `${operation}: expected the answer of the run, got ${coverage.gap.reason}`,
      'Do not rely on the pack: a read that the run answers itself cannot be lost.',
    );
  }
  putClauses(sink, catalogs, found);
  sink.covered('clause', runScope, coverage);
  return found;
}

function putClauses(sink: FactSink, catalogs: readonly Catalog[], found: Ledger | null): void {
  const evidence = [{ read: readKey(runRequest(operation)), page: 0, pointer: '/Attestations' }];
  const about = { kind: 'clause', scope: runScope, evidence } as const;
  if (found === null) {
    sink.fact({ ...about, id: 'no-ledger', name: null, data: { id: 'no-ledger', ledger: false } });
    return;
  }
  for (const { framework, clause } of ledgerClauses(catalogs, found.acts)) {
    const id = `${framework} ${clause.id}`;
    const { title, periods } = clause;
    sink.fact({ ...about, id, name: title, data: { id, ledger: true, framework, clause: clause.id, title, periods } });
  }
}

/**
 * Notes each evidence file that was not copied since a card number or secret stands in it, as if it had been redacted in
 * the read that states it: it is a finding of the same control.
 */
export function noteWithheld(observed: ObservingTransport, found: Ledger | null): void {
  const key = readKey(runRequest(operation));
  for (const [index, { file }] of (found?.acts ?? []).entries()) {
    if (file.state !== 'withheld') continue;
    observed.redacted(key, { page: 0, pointer: `/Attestations/acts/${index}/file`, reason: file.reason });
  }
}
