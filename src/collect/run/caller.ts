import type { Json } from '../../core/json.js';
import type { ReadError, ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';

export const runScope: Scope = { source: 'run' };

/** What the run states of itself, as run.json has it. */
export interface Stated {
  readonly params: Json;
  readonly approvals: Json;
  readonly cde: Json;
  readonly attestations: Json;
  readonly build: Json;
  readonly gates: Json;
  /** The store of earlier packs; null or left out for none. */
  readonly store?: Json;
  /** The declared time of the run. */
  readonly declaredAt: string;
}

/** Operation → the member that it answers with, the member of the answer that holds it, and where run.json has it. */
const answers = {
  'run:Parameters': { member: 'params', as: 'Parameters', in: '.configuration.params' },
  'run:Approvals': { member: 'approvals', as: 'Approvals', in: '.configuration.approvals' },
  'run:Cde': { member: 'cde', as: 'Cde', in: '.configuration.cde' },
  'run:Attestations': { member: 'attestations', as: 'Attestations', in: '.configuration.attestations' },
  'run:Build': { member: 'build', as: 'Build', in: '.configuration.build' },
  'run:Gates': { member: 'gates', as: 'Gates', in: '.configuration.gates' },
  'run:Store': { member: 'store', as: 'Store', in: '.configuration.store' },
  'run:Time': { member: 'declaredAt', as: 'DeclaredAt', in: '.declaredAt' },
} as const satisfies Readonly<
  Record<string, { readonly member: keyof Stated; readonly as: string; readonly in: string }>
>;
export type RunOperation = keyof typeof answers;

/** A part of the run's own configuration as a recorded read, so that a verdict on it leads to evidence like every other. */
export function runRequest(operation: RunOperation): ReadRequest & { readonly operation: RunOperation } {
  return { source: 'run', scope: runScope, operation, input: {} };
}

/** A caller that answers the operations of the source `run` with what it was given: plain JSON, no network. */
export function runCaller(stated: Stated): Caller {
  return {
    source: 'run',
    operation: operationOf,
    host: () => 'run',
    call: ({ operation }): Promise<CallAnswer> => {
      const { member, as } = answers[known(operation)];
      return Promise.resolve({
        response: { [as]: stated[member] ?? null },
        next: null,
        requestId: null,
        serverDate: null,
      });
    },
    classify: (error: unknown, request: ReadRequest): ReadError => ({
      class: 'malformed-answer',
      code: request.operation,
      message: String(error),
    }),
  };
}

function operationOf(name: string): Operation {
  const { in: place } = answers[known(name)];
  return {
    source: 'run',
    name,
    permissions: [],
    neverKept: [],
    command: () => `jq ${place} run.json`,
  };
}

function known(name: string): RunOperation {
  if (isRunOperation(name)) return name;
  throw new TypeError(`no operation of the run is called ${name}`);
}

function isRunOperation(name: string): name is RunOperation {
  return Object.hasOwn(answers, name);
}
