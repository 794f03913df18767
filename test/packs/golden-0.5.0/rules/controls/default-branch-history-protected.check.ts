import { defineCheck, need } from '../../../src/core/check.js';
import { judgeProtection } from '../../../src/derive/github/judge-protection.js';

export default defineCheck({
  needs: {
    branch: need('github.branch', { as: 'subject' }),
    classic: need('github.branch-protection'),
    rules: need('github.branch-rules'),
  },
  run({ branch, classic, rules, params }) {
    const wanted = params.choices('requirements');
    return judgeProtection(
      branch,
      { classic, rules },
      {
        missing: ({ blocksForcePushes, blocksDeletion, needsSignatures }) => [
          ...(wanted.includes('no-force-push') && !blocksForcePushes ? ['it may be force pushed to'] : []),
          ...(wanted.includes('no-deletion') && !blocksDeletion ? ['it may be deleted'] : []),
          ...(wanted.includes('signed-commits') && !needsSignatures ? ['commits need no signature'] : []),
        ],
        isMetByOne: true,
        has: () => `is held to ${wanted.join(', ')}`,
      },
    );
  },
});
