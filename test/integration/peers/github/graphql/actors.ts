import type { Organization } from '../scenario.js';
import { person } from '../shapes/account.js';
import { nodeId } from '../world.js';

/** An account as GraphQL shows it: a bot's login lacks the `[bot]` that REST gives it. */
export function actor(organization: Organization, login: string | null, isBot = false): object | null {
  if (login === null) return null;
  const { type, id } = person('', organization, login, isBot);
  return { __typename: type, id: nodeId('U', id), login: type === 'Bot' ? login.replace(/\[bot\]$/, '') : login };
}

/** The account of a commit's author, which keeps the whole name. */
export function gitActor(organization: Organization, login: string | null): object {
  const known =
    login === null ? null : { __typename: 'User', id: nodeId('U', person('', organization, login).id), login };
  return { name: login ?? 'unknown', email: `${login ?? 'unknown'}@example.com`, user: known };
}
