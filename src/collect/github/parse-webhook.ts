import { z } from 'zod';
import { freeText, type ItemParser } from '../reading/item-parser.js';

// https://docs.github.com/en/rest/repos/webhooks#list-repository-webhooks
const wireHook = z.object({
  id: z.int(),
  active: z.boolean(),
  config: z.object({
    /** Scheme and host alone: see the route. */
    url: freeText.optional(),
    /** Whether the certificate is not verified; GitHub writes it as a text or a number. */
    insecure_ssl: z.union([z.enum(['0', '1']), z.literal([0, 1])]).optional(),
    /** Masked where there is one, and left out where there is none. What the recording drops is still there as a member. */
    secret: z.unknown().optional(),
  }),
});

export const webhooks: ItemParser<'github.webhook'> = {
  kind: 'github.webhook',
  member: 'body',
  parse(item) {
    const { id: number, active: isActive, config } = wireHook.parse(item);
    const { url, insecure_ssl: insecure, secret } = config;
    const id = `hook-${number}`;
    const data = {
      id,
      origin: url === undefined ? null : originOf(url),
      isActive,
      verifiesTls: insecure === undefined ? null : Number(insecure) === 0,
      hasSecret: secret !== undefined && secret !== null && secret !== '',
    };
    return { id, name: null, data };
  },
};

function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
