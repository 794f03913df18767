import { z } from 'zod';
import { PrepayError } from '../../core/errors.js';
import type { Coverage, FactKind, FactKinds, FactSink } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import { approval, cde, parameter, time } from '../../facts/run.js';
import { store } from '../../facts/store.js';
import { forEachPage } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';
import { type Gate, build, gates } from '../../facts/gates/gate.js';
import type { Scope } from '../../core/scope.js';
import { type RunOperation, runRequest, runScope } from './caller.js';

const setting = z.object({
  control: z.string(),
  parameter: z.string(),
  value: z.union([z.number(), z.array(z.string())]),
  location: z.object({ path: z.string(), line: z.int() }).nullable(),
});
const parametersPage = z.object({ Parameters: z.array(setting) });
const approvalsPage = z.strictObject({ Approvals: z.array(approval) });
const statedCde = cde.omit({ id: true });
const cdePage = z.strictObject({ Cde: statedCde });
const timePage = z.strictObject({ DeclaredAt: time.shape.at });
const statedBuild = build.omit({ id: true });
const buildPage = z.strictObject({ Build: statedBuild });
const statedGates = z.object({
  dir: z.string(),
  maxAgeHours: z.int().positive(),
  expectations: z.array(z.strictObject({ gate: z.enum(gates), isExpected: z.boolean(), why: z.string() })),
});
const gatesPage = z.strictObject({ Gates: z.looseObject(statedGates.shape) });
const gatesScope: Scope = { source: 'gates' };
const storeScope: Scope = { source: 'store' };
const statedStore = store.omit({ id: true }).nullable();
const storePage = z.strictObject({ Store: statedStore });

/** A parameter as this run uses it, and where the configuration sets it. */
export type ParameterSetting = z.infer<typeof setting>;

/**
 * The effective parameters of the run as they were recorded, each also put as a `parameter` fact.
 * `loosened` says in words how a value is looser than its clauses allow; null if it is not.
 */
export async function collectParameters(
  transport: Transport,
  sink: FactSink,
  loosened: (setting: ParameterSetting) => string | null,
): Promise<readonly ParameterSetting[]> {
  const settings: ParameterSetting[] = [];
  const read = { operation: 'run:Parameters', page: parametersPage, kind: 'parameter' } as const;
  await collectStated(transport, sink, read, ({ Parameters }, put) => {
    for (const [index, found] of Parameters.entries()) {
      const { control, parameter: name, location } = found;
      settings.push(found);
      const id = `${control}.${name}`;
      const data = { id, control, parameter: name, loosened: loosened(found), location };
      put(parameter.parse(data), `/Parameters/${index}`);
    }
  });
  return settings;
}

/** What the run approves as it was recorded, defaults included; each also put as an `approval` fact. */
export async function collectApprovals(
  transport: Transport,
  sink: FactSink,
): Promise<readonly FactKinds['approval'][]> {
  const approvals: FactKinds['approval'][] = [];
  const read = { operation: 'run:Approvals', page: approvalsPage, kind: 'approval' } as const;
  await collectStated(transport, sink, read, ({ Approvals }, put) => {
    for (const [index, found] of Approvals.entries()) {
      approvals.push(found);
      put(found, `/Approvals/${index}`);
    }
  });
  return approvals;
}

/** How the run tells the cardholder data environment apart as it was recorded, also put as the fact `cde`; null where none was. */
export async function collectCde(transport: Transport, sink: FactSink): Promise<z.infer<typeof statedCde> | null> {
  let found: z.infer<typeof statedCde> | null = null;
  await collectStated(transport, sink, { operation: 'run:Cde', page: cdePage, kind: 'cde' }, ({ Cde }, put) => {
    found = Cde;
    put({ id: 'cde', ...Cde }, '/Cde');
  });
  return found;
}

/** The declared time of the run as it was recorded, also put as the fact `declared`; null where none was. */
export async function collectTime(transport: Transport, sink: FactSink): Promise<string | null> {
  let found: string | null = null;
  const read = { operation: 'run:Time', page: timePage, kind: 'time' } as const;
  await collectStated(transport, sink, read, ({ DeclaredAt }, put) => {
    found = DeclaredAt;
    put({ id: 'declared', at: DeclaredAt }, '/DeclaredAt');
  });
  return found;
}

/** The store of earlier packs as it was recorded, also put as the fact `store`; null where none is configured. */
export async function collectStoreSetting(transport: Transport, sink: FactSink): Promise<z.infer<typeof statedStore>> {
  let found: z.infer<typeof statedStore> = null;
  const read = { operation: 'run:Store', page: storePage, kind: 'store', scope: storeScope } as const;
  await collectStated(transport, sink, read, ({ Store }, put) => {
    found = Store;
    if (Store !== null) put({ id: 'store', ...Store }, '/Store');
  });
  return found;
}

/** The build that is judged as it was recorded, also put as the fact `build`; null where none was. */
export async function collectBuild(transport: Transport, sink: FactSink): Promise<z.infer<typeof statedBuild> | null> {
  let found: z.infer<typeof statedBuild> | null = null;
  const read = { operation: 'run:Build', page: buildPage, kind: 'gates.build', scope: gatesScope } as const;
  await collectStated(transport, sink, read, ({ Build }, put) => {
    found = Build;
    put({ id: 'build', ...Build }, '/Build');
  });
  return found;
}

/** What is expected of the gates. */
export interface StatedGates {
  readonly expectations: readonly { readonly gate: Gate; readonly isExpected: boolean; readonly why: string }[];
  /** All that the run states of the gates, as it was recorded; null where nothing was. */
  readonly all: unknown;
}

/** Which gates are expected as it was recorded, each also put as a fact under its name. */
export async function collectExpectations(transport: Transport, sink: FactSink): Promise<StatedGates> {
  let found: z.infer<typeof gatesPage>['Gates'] | null = null;
  const read = { operation: 'run:Gates', page: gatesPage, kind: 'gates.expectation', scope: gatesScope } as const;
  await collectStated(transport, sink, read, ({ Gates }, put) => {
    found = Gates;
    for (const [index, { gate, isExpected, why }] of Gates.expectations.entries()) {
      const { maxAgeHours } = Gates;
      put({ id: gate, isExpected, why, maxAgeHours }, `/Gates/expectations/${index}`);
    }
  });
  const stated: z.infer<typeof gatesPage>['Gates'] | null = found;
  return { expectations: expectationsOf(stated), all: stated };
}

function expectationsOf(stated: z.infer<typeof gatesPage>['Gates'] | null): StatedGates['expectations'] {
  return stated?.expectations ?? [];
}

interface StatedRead<K extends FactKind, P> {
  readonly operation: RunOperation;
  readonly page: z.ZodType<P>;
  readonly kind: K;
  /** Where its facts live: with the run, unless they are about a source. */
  readonly scope?: Scope;
}

/** Reads one operation of the run, and says how complete its kind of fact is; that comes back too. */
export async function collectStated<
  K extends 'parameter' | 'approval' | 'cde' | 'time' | 'store' | 'gates.build' | 'gates.expectation' | 'attestation',
  P,
>(
  transport: Transport,
  sink: FactSink,
  { operation, page: schema, kind, scope = runScope }: StatedRead<K, P>,
  onPage: (page: P, put: (data: FactKinds[K] & { readonly id: string }, pointer: string) => void) => void,
): Promise<Coverage> {
  const ending = await forEachPage(transport, runRequest(operation), ({ key, page, response }) => {
    const parsed = schema.safeParse(response);
    if (!parsed.success) throw notARun(operation, parsed.error);
    onPage(parsed.data, (data, pointer) => {
      const evidence: EvidenceRef[] = [{ read: key, page, pointer }];
      sink.fact({ kind, id: data.id, name: null, scope, data, evidence });
    });
  });
  const coverage: Coverage = {
    gap: ending.gap,
    reads: [{ key: ending.key, operation: ending.operation }],
    delivered: ending.delivered,
  };
  sink.covered(kind, scope, coverage);
  return coverage;
}

function notARun(operation: RunOperation, error: z.ZodError): PrepayError {
  const [issue] = error.issues;
  return new PrepayError(
    'PREPAY_PACK_INVALID',
    `the recorded read ${operation} is none that a run makes: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`,
    'Do not rely on the pack: it was changed after the run.',
  );
}
