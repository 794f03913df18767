import type { Json } from '../../core/json.js';
import type { ReadError, ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';

export const runScope: Scope = { source: 'run' };

/** What the run states of itself, as run.json's `configuration` has it. */
export interface Stated {
  readonly params: Json;
  readonly approvals: Json;
  readonly cde: Json;
}

/** Operation → the member of the configuration that it answers with, and the member of the answer that holds it. */
const answers = {
  'run:Parameters': { member: 'params', as: 'Parameters' },
  'run:Approvals': { member: 'approvals', as: 'Approvals' },
  'run:Cde': { member: 'cde', as: 'Cde' },
} as const satisfies Readonly<Record<string, { readonly member: keyof Stated; readonly as: string }>>;
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
        response: { [as]: stated[member] },
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
  const { member } = answers[known(name)];
  return {
    source: 'run',
    name,
    permissions: [],
    neverKept: [],
    command: () => `jq .configuration.${member} run.json`,
  };
}

function known(name: string): RunOperation {
  if (isRunOperation(name)) return name;
  throw new TypeError(`no operation of the run is called ${name}`);
}

function isRunOperation(name: string): name is RunOperation {
  return Object.hasOwn(answers, name);
}
