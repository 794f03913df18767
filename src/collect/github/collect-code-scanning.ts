import type { Coverage } from '../../core/fact.js';
import type { ReadRequest } from '../../core/read.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { codeScanningAlerts } from './parse-alerts.js';
import { keepAlerts, readRepositoryAlerts } from './read-alerts.js';
import { readOf } from './read-of.js';
import { refusalText } from './refusal-text.js';

/**
 * Reads the open alerts of code scanning, of each repository by itself: the organization's list says nothing of a
 * repository that was never analysed.
 */
export async function collectCodeScanning(reading: Reading, { scope, data: { id } }: Repository): Promise<void> {
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/code-scanning/alerts', { state: 'open' });
  const found = await readRepositoryAlerts(reading, [request], codeScanningAlerts);
  const why = await whyNone(reading, request, found.coverage);
  const { gap } = found.coverage;
  const coverage: Coverage =
    why === null || gap === null
      ? found.coverage
      : { ...found.coverage, gap: { ...gap, reason: 'missing', text: `${id} ${why}, which is no clean result` } };
  keepAlerts(reading, scope, codeScanningAlerts, [found], coverage);
}

/** In words, why there can be no alert although the token may see them; null where it is not so. */
async function whyNone({ transport }: Reading, request: ReadRequest, coverage: Coverage): Promise<string | null> {
  if (coverage.gap?.reason === 'missing') return 'was never analysed by code scanning';
  return isOff.test(await refusalText(transport, request, coverage)) ? 'has code scanning off' : null;
}

// https://docs.github.com/en/rest/code-scanning/code-scanning: 403 "if GitHub Advanced Security is not enabled"
const isOff = /(advanced security|code security|code scanning) (must be|is not) enabled/i;
