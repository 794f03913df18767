import type { Coverage } from '../../core/fact.js';
import type { ReadRequest } from '../../core/read.js';
import { forEachPage } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';

/**
 * What GitHub said when it refused that read; empty where it did not. It refuses where a feature is off as it does to
 * whom may not see it, and only the words differ. The read is recorded already, so that it is not asked again.
 */
export async function refusalText(transport: Transport, request: ReadRequest, { gap }: Coverage): Promise<string> {
  if (gap?.reason !== 'denied') return '';
  const { end } = await forEachPage(transport, request, () => undefined);
  return end?.error?.message ?? '';
}
