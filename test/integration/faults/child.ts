import { z } from 'zod';
import { audit } from '../../../src/app/audit.js';
import { interruptible } from '../../../src/cli/interrupt.js';
import { PrepayError } from '../../../src/core/errors.js';
import { auditOptions } from './audit-options.js';

/**
 * One audit in a process of its own, which can be killed and measured.
 * usage: child.ts OUT JSON, with the credentials and the endpoint in the environment; prints how it ended as JSON.
 */
const [out = '', options = '{}'] = process.argv.slice(2);
const chosen = z.object({ config: z.string(), resume: z.boolean().default(false), timeoutMs: z.int().default(20_000) });
const ended = await interruptible((signal) =>
  audit(auditOptions(out, { ...chosen.parse(JSON.parse(options)), signal })),
).then(
  ({ summary }) => ({ exit: summary.exit, error: null }),
  (error: unknown) => {
    if (error instanceof PrepayError) return { exit: error.exit, error: `${error.code}: ${error.message}` };
    throw error;
  },
);
process.stdout.write(JSON.stringify({ ...ended, maxRssKb: process.resourceUsage().maxRSS }));
