import type { Transport } from '../collect/transport/transport.js';
import { scopeId } from '../core/scope.js';
import type { AuditEvent } from './events.js';

/** The transport, with what is replayed through it told as a run's own calls are. */
export function tellingReplays(replayed: Transport, onEvent: (event: AuditEvent) => void): Transport {
  return {
    async *read(request) {
      const what = `${request.operation} in ${scopeId(request.scope)}`;
      for await (const line of replayed.read(request)) {
        if (line.type === 'page') onEvent({ type: 'call', text: `${what}, page ${line.page}, from the recording` });
        else {
          const isAnswered = line.outcome === 'complete' || line.outcome === 'absent';
          const problem = isAnswered ? null : `${what}: ${line.outcome} after ${line.pages} pages`;
          onEvent({ type: 'read-ended', problem });
        }
        yield line;
      }
    },
  };
}
