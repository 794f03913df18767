import type { Json } from '../../core/json.js';
import type { ReadError, ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';

export const runScope: Scope = { source: 'run' };

/** The run's own parameters as a recorded read, so that a verdict on one leads to evidence like every other. */
export const parametersRequest: ReadRequest = {
  source: 'run',
  scope: runScope,
  operation: 'run:Parameters',
  input: {},
};

const parametersOperation: Operation = {
  source: 'run',
  name: parametersRequest.operation,
  permissions: [],
  neverKept: [],
  command: () => 'jq .configuration.params run.json',
};

/** A caller that answers `run:Parameters` with what it was given: plain JSON, no network. */
export function runCaller(parameters: Json): Caller {
  return {
    source: 'run',
    operation: () => parametersOperation,
    host: () => 'run',
    call: (): Promise<CallAnswer> =>
      Promise.resolve({ response: { Parameters: parameters }, next: null, requestId: null, serverDate: null }),
    classify: (error: unknown, request: ReadRequest): ReadError => ({
      class: 'malformed-answer',
      code: request.operation,
      message: String(error),
    }),
  };
}
