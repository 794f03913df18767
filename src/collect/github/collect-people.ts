import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage, joinGaps } from '../reading/gap.js';
import type { ItemParser } from '../reading/item-parser.js';
import { type Reading, readFacts } from '../reading/read-items.js';
import { readOf } from './read-of.js';

const person = z.object({ login: z.string() });

type Member = 'github.org.member';
type Weak = 'github.org.weak-two-factor';

const members = (role: 'owner' | 'member'): ItemParser<Member> => ({
  kind: 'github.org.member',
  member: 'body',
  parse(item) {
    const { login } = person.parse(item);
    return { id: login, name: null, data: { id: login, role } };
  },
});

/** Reads who belongs to the organization, and resolves to its owners. `visible`: how far such a list is one of all. */
export async function collectMembers(
  { transport, sink }: Reading,
  scope: Scope,
  visible: Coverage,
): Promise<{ readonly owners: readonly string[]; readonly coverage: Coverage }> {
  const owners: string[] = [];
  const list = (role: string, parser: ItemParser<Member>, onFact?: (login: string) => void): Promise<Coverage> =>
    readFacts({ transport, sink }, readOf(scope, 'GET /orgs/{org}/members', { role }), parser, ({ id }) =>
      onFact?.(id),
    );
  const [ofOwners, ofOthers] = await Promise.all([
    list('admin', members('owner'), (login) => owners.push(login)),
    list('member', members('member')),
  ]);
  const joined = joinCoverage(ofOwners, [ofOthers]);
  const coverage = { ...joined, gap: joinGaps([joined.gap, visible.gap]) };
  sink.covered('github.org.member', scope, coverage);
  return { owners, coverage };
}

const relations = [
  { relation: 'member', operation: 'GET /orgs/{org}/members' },
  { relation: 'outside-collaborator', operation: 'GET /orgs/{org}/outside_collaborators' },
] as const;
// https://docs.github.com/en/rest/orgs/members#list-organization-members: owners alone may use these.
const states = ['disabled', 'insecure'] as const;

/** Reads who is without two-factor authentication, or has it by a text message: a list for each. */
export async function collectWeakTwoFactor(reading: Reading, scope: Scope): Promise<void> {
  const each = relations.flatMap(({ relation, operation }) =>
    states.map((state) => {
      const parser: ItemParser<Weak> = {
        kind: 'github.org.weak-two-factor',
        member: 'body',
        parse(item) {
          const { login } = person.parse(item);
          const id = `${relation}/${login}/${state}`;
          return { id, name: null, data: { id, login, relation, state } };
        },
      };
      return readFacts(reading, readOf(scope, operation, { filter: `2fa_${state}` }), parser);
    }),
  );
  const none: Coverage = { gap: null, reads: [], delivered: false };
  reading.sink.covered('github.org.weak-two-factor', scope, joinCoverage(none, await Promise.all(each)));
}
