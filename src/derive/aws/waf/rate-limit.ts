import { statementText } from './statement-text.js';
import type { Step } from './steps.js';

/** What a rate-based rule is worth as a limit of all traffic. */
export interface RateLimit {
  /** `unsaid`: it may be one or not. */
  readonly says: 'yes' | 'no' | 'unsaid';
  /** What keeps it from being one. */
  readonly why: readonly string[];
  /** `blocks an address after 2000 requests in 300 seconds (flood)` */
  readonly text: string;
}

/** Null for a rule that counts no requests. */
export function rateLimitOf({ name, action, matches }: Step): RateLimit | null {
  if (matches.type !== 'statement' || matches.statement.type !== 'rate-based') return null;
  const { limit, evaluationWindowSec, aggregateKey, customKeys, scopeDown } = matches.statement;
  const parts = scopeDown === null ? [] : [`it counts only ${statementText(scopeDown)}`];
  const short = [
    ...(action === 'block' || action === 'other' ? [] : [`it does not block (${action})`]),
    // Whoever leaves one of the keys out, or writes another value, is not counted with the rest.
    ...(aggregateKey === 'custom-keys' ? [`it counts by ${customKeys} keys of the request`] : []),
    ...parts,
  ];
  const unsaid = [
    ...(action === 'other' ? ['what it does is not known'] : []),
    // Whoever reaches the resource past the proxy writes the header, or leaves it out.
    ...(aggregateKey === 'forwarded-ip' ? ['it counts by an address that a header states'] : []),
    ...(aggregateKey === 'other' ? ['what it counts by is not known'] : []),
  ];
  return {
    says: short.length > 0 ? 'no' : unsaid.length > 0 ? 'unsaid' : 'yes',
    why: [...short, ...unsaid],
    text: `blocks an address after ${limit} requests in ${evaluationWindowSec} seconds (${name})`,
  };
}
