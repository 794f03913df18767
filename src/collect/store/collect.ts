import { z } from 'zod';
import { packNameOf } from '../../core/chain.js';
import { PrepayError } from '../../core/errors.js';
import type { FactKinds, FactSink } from '../../core/fact.js';
import { byCodeUnit } from '../../core/json.js';
import type { EarlierPacks } from '../../core/nights.js';
import type { ReadRequest } from '../../core/read.js';
import { storePack } from '../../facts/store.js';
import { forEachPage } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';
import { listRequest, statementRequest, storeScope } from './caller.js';

type StorePack = FactKinds['store.pack'];

const names = z.strictObject({ Packs: z.array(z.string()), Others: z.array(z.string()) });
const statementPage = z.strictObject({ Pack: storePack });

export type CollectedStore = EarlierPacks<StorePack>;

/** Days before the run of which the packs are read; of older ones, the newest few where there are no others. */
const readDays = 366;
const mostRead = 1000;
const leastRead = 10;
const dayMs = 86_400_000;

/**
 * The packs of the name that the store holds, each also put as a `store.pack` fact: those of the last {@link readDays} days
 * before `declaredAt`, a thousand at most.
 */
export async function collectStore(
  { transport, sink }: { readonly transport: Transport; readonly sink: FactSink },
  { url, name, declaredAt }: { readonly url: string; readonly name: string; readonly declaredAt: string },
): Promise<CollectedStore> {
  const listed: string[] = [];
  const others: string[] = [];
  const ending = await forEachPage(transport, listRequest(url), ({ response, operation }) => {
    const page = parsed(names, response, operation);
    listed.push(...page.Packs);
    others.push(...page.Others);
  });
  const own = listed.filter((packId) => packNameOf(packId)?.name === name).sort(byCodeUnit);
  const asked = recent(own, declaredAt);
  const packs: StorePack[] = [];
  const unread: { packId: string; why: string }[] = [];
  await Promise.all(
    asked.map(async (packId) => {
      const read = await readStatement({ transport, sink }, statementRequest(url, packId), packId);
      packs.push(...read.packs);
      if (read.why !== null) unread.push({ packId, why: read.why });
    }),
  );
  sink.covered('store.pack', storeScope, {
    gap: ending.gap,
    reads: [{ key: ending.key, operation: ending.operation }],
    delivered: ending.delivered,
  });
  return {
    packs: packs.sort((a, b) => byCodeUnit(a.id, b.id)),
    gap: ending.gap?.text ?? null,
    unread: unread.sort((a, b) => byCodeUnit(a.packId, b.packId)),
    foreign: listed.length - own.length,
    others: others.sort(byCodeUnit),
    older: own.length - asked.length,
  };
}

function recent(own: readonly string[], declaredAt: string): readonly string[] {
  const from = new Date(Date.parse(declaredAt) - readDays * dayMs).toISOString();
  const within = own.filter((packId) => (packNameOf(packId)?.at ?? '') >= from).length;
  return own.slice(-Math.min(mostRead, Math.max(leastRead, within)));
}

async function readStatement(
  { transport, sink }: { readonly transport: Transport; readonly sink: FactSink },
  request: ReadRequest,
  packId: string,
): Promise<{ readonly packs: readonly StorePack[]; readonly why: string | null }> {
  const packs: StorePack[] = [];
  const ending = await forEachPage(transport, request, ({ key, page, response, operation }) => {
    const { Pack } = parsed(statementPage, response, operation);
    if (Pack.id !== packId) throw notARun(operation, `Pack.id: expected ${packId}, got ${Pack.id}`);
    packs.push(Pack);
    const evidence = [{ read: key, page, pointer: '/Pack' }];
    sink.fact({ kind: 'store.pack', id: packId, name: null, scope: storeScope, data: Pack, evidence });
  });
  if (ending.gap !== null) sink.gap('store.pack', storeScope, packId, ending.gap);
  return { packs, why: ending.gap?.text ?? null };
}

/** The answers are the tool's own, so that another form is no answer of a store but a recording that was changed. */
function parsed<T>(schema: z.ZodType<T>, response: unknown, operation: string): T {
  const result = schema.safeParse(response);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw notARun(operation, `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function notARun(operation: string, wrong: string): PrepayError {
  return new PrepayError(
    'PREPAY_PACK_INVALID',
    `the recorded read ${operation} is none that a run makes: ${wrong}`,
    'Do not rely on the pack: it was changed after the run.',
  );
}
