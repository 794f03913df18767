import { defineCheck, need } from '../../../src/core/check.js';
import { judgeProtection } from '../../../src/derive/github/judge-protection.js';
import type { Protection } from '../../../src/derive/github/protection.js';

interface Requirement {
  readonly isMet: (protection: Protection) => boolean;
  readonly otherwise: string;
}

/** By the names of the parameter. */
const requirements: ReadonlyMap<string, Requirement> = new Map([
  [
    'stale-dismissed',
    { isMet: ({ dismissesStale }) => dismissesStale, otherwise: 'an approval outlives later changes' },
  ],
  [
    'last-push-approved',
    {
      isMet: ({ needsLastPushApproval }) => needsLastPushApproval,
      otherwise: 'who pushed last may be who approves',
    },
  ],
  ['code-owners', { isMet: ({ needsCodeOwners }) => needsCodeOwners, otherwise: 'code owners need not approve' }],
  [
    'conversations-resolved',
    {
      isMet: ({ needsConversationResolution }) => needsConversationResolution,
      otherwise: 'conversations may be left unresolved',
    },
  ],
]);

export default defineCheck({
  needs: {
    branch: need('github.branch', { as: 'subject' }),
    classic: need('github.branch-protection'),
    rules: need('github.branch-rules'),
  },
  run({ branch, classic, rules, params }) {
    const wanted = params.integer('approvals');
    const names = params.choices('requirements');
    return judgeProtection(
      branch,
      { classic, rules },
      {
        missing(protection) {
          const { approvals } = protection;
          if (approvals === null) return ['a change needs no pull request'];
          const few = approvals < wanted ? [`${approvals} of ${wanted} approvals asked for`] : [];
          const unmet = [...requirements].flatMap(([name, { isMet, otherwise }]) =>
            names.includes(name) && !isMet(protection) ? [otherwise] : [],
          );
          return [...few, ...unmet];
        },
        isMetByOne: true,
        has: ({ approvals }) => `asks for ${approvals} approval${approvals === 1 ? '' : 's'} by others than the author`,
      },
    );
  },
});
