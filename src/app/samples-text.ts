import { redactText } from '../collect/transport/redact.js';
import type { Samples } from '../core/sampling.js';
import { visibleLines } from '../report/visible.js';

/** What `pack sample` prints: each population with its sample, a member a line. */
export function samplesText({ sets }: Samples): string {
  const blocks = sets.map(({ kind, population, size, gaps, chosen }) =>
    [
      `${kind}: ${size} of ${population}${gaps.length === 0 ? '' : ' (the population could not be read whole)'}`,
      ...chosen.map(({ rank, member, hmac }) => `${String(rank).padStart(5)}  ${hmac.slice(0, 12)}  ${member}`),
    ].join('\n'),
  );
  const text = blocks.length === 0 ? 'Nothing was there to draw from.' : blocks.join('\n\n');
  return visibleLines(redactText(text)).join('\n');
}
