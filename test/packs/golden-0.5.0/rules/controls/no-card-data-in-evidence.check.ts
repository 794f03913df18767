import { defineCheck, fail, need, pass } from '../../../src/core/check.js';
import type { RedactionReason } from '../../../src/core/read.js';

export default defineCheck({
  needs: { read: need('read', { as: 'subject' }) },
  run({ read: { id, data } }) {
    const found = data.redactions.filter(({ reason }) => isFinding(reason));
    if (found.length === 0) return pass(`no card number or secret turned up in ${data.operation}`);
    const places = found.map(({ page, pointer, reason }) => `${words(reason)} at page ${page} ${pointer}`);
    return fail(
      `${data.operation} gave ${places.join('; ')}; redacted before it was kept`,
      found.map(({ page, pointer }) => ({ read: id, page, pointer })),
    );
  },
});

/** What is never kept, by the operation's own rule, is no finding: nobody looked at it. */
function isFinding(reason: RedactionReason): boolean {
  return reason !== 'not-collected';
}

function words(reason: RedactionReason): string {
  return reason === 'card-number' ? 'a card number' : 'a secret';
}
