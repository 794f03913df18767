import { z } from 'zod';
import { PrepayError } from '../core/errors.js';
import { secretBytes } from '../notify/signature.js';
import type { Target } from '../notify/target.js';

const variable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/u, 'expected the name of an environment variable, such as SLACK_URL');

const slack = z.strictObject({
  /** The variable that holds the address, which is a secret: whoever has it can write there. */
  urlEnv: variable,
});

const webhook = z
  .strictObject({
    url: z
      .string()
      .refine(
        (url) => isAddress(url) && hasNoSecret(url),
        'expected https://… without a user, password or query; else urlEnv',
      )
      .optional(),
    urlEnv: variable.optional(),
    /** The variable that holds the secret of the signature. */
    secretEnv: variable,
    format: z.literal('cloudevents').default('cloudevents'),
  })
  .refine(({ url, urlEnv }) => (url === undefined) !== (urlEnv === undefined), 'expected url or urlEnv, and not both');

/** `notify` of prepay.yaml: who is told of a drift, and when. */
export const notifySchema = z.array(
  z
    .strictObject({
      slack: slack.optional(),
      webhook: webhook.optional(),
      /** `regression`: where something counts, or is worse under changed rules. */
      on: z.enum(['regression', 'always']).default('regression'),
    })
    .refine(
      (entry) => (entry.slack === undefined) !== (entry.webhook === undefined),
      'expected slack or webhook, one an entry',
    ),
);

/**
 * The targets with addresses and secrets from the environment. Throws PREPAY_CONFIG_INVALID for a variable that is not
 * set or holds something else; its value is in no message.
 */
export function notifyTargets(
  entries: z.infer<typeof notifySchema>,
  environment: Readonly<Record<string, string | undefined>>,
): readonly Target[] {
  const addressIn = (name: string, place: string): string => {
    const url = environment[name] ?? '';
    if (!isAddress(url))
      throw invalid(
        `${place}: expected an https:// address in ${name}, got ${url === '' ? 'nothing' : 'something else'}`,
      );
    return url;
  };
  return entries.map(({ slack: hook, webhook: other, on }, index): Target => {
    const place = `notify.${index}`;
    if (hook !== undefined)
      return { type: 'slack', name: `slack (${hook.urlEnv})`, url: addressIn(hook.urlEnv, place), on };
    if (other === undefined) throw invalid(`${place}: expected slack or webhook`);
    const secret = secretBytes(environment[other.secretEnv] ?? '');
    if (secret === null)
      throw invalid(`${place}: expected a secret of at least 24 bytes in ${other.secretEnv}, got less or nothing`);
    const url = other.url ?? addressIn(other.urlEnv ?? '', place);
    return { type: 'webhook', name: `webhook (${other.urlEnv ?? new URL(url).host})`, url, on, secret };
  });
}

function invalid(message: string): PrepayError {
  return new PrepayError('PREPAY_CONFIG_INVALID', message, 'Set the variable for this command, or take the entry out.');
}

/** Over TLS, or on this machine: the message names resources, and the address of a Slack hook is a secret. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/u.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

function hasNoSecret(text: string): boolean {
  const { username, password, search } = new URL(text);
  return username === '' && password === '' && search === '';
}
