import { type CheckResult, defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import type { Fact } from '../../../src/core/fact.js';
import type { EvidenceRef } from '../../../src/core/read.js';
import { gapsOf } from '../../../src/core/gap.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    organization: need('github.org', { as: 'subject' }),
    policies: need('github.org.actions-policy'),
    selections: need('github.org.selected-actions'),
  },
  run({ organization: { id }, policies, selections }) {
    const found = policies.get(id);
    if (found.state !== 'found') return unknown(`which actions ${id} allows cannot be said`, gapsOf(found));
    const { data, evidence } = found.value;
    if (data.enabledRepositories === 'none') return pass(`no repository of ${id} may run actions`, evidence);
    switch (data.allowed) {
      case null:
        return unknown(`${id} does not say which actions it allows`, [], evidence);
      case 'all':
        return fail(`${id} allows every action of everybody`, evidence);
      case 'local_only':
        return pass(`${id} allows the actions of its own repositories alone`, evidence);
      case 'selected': {
        const selection = selections.get(id);
        return selection.state === 'found'
          ? judge(selection.value, evidence)
          : unknown(`which actions ${id} selected cannot be said`, gapsOf(selection), evidence);
      }
    }
  },
});

function judge(
  { id, data, evidence: own }: Fact<'github.org.selected-actions'>,
  ofPolicy: readonly EvidenceRef[],
): CheckResult {
  const evidence = [...ofPolicy, ...own];
  const wide = data.patterns.filter(isWide);
  const open = [
    ...(data.isVerifiedAllowed ? ['every action of every creator that the Marketplace calls verified'] : []),
    ...(wide.length > 0 ? [`whatever matches ${shortList(wide)}`] : []),
  ];
  if (open.length > 0) return fail(`${id} allows ${open.join(', and ')}`, evidence);
  const chosen = [...(data.isGithubOwnedAllowed ? ["GitHub's own"] : []), ...data.patterns];
  return pass(`${id} allows its own actions${chosen.length === 0 ? ' alone' : `, and ${shortList(chosen)}`}`, evidence);
}

/** A pattern whose owner is not one that was chosen: anybody may take a name that a wildcard matches. */
function isWide(pattern: string): boolean {
  const [owner = ''] = pattern.split('/');
  return !pattern.startsWith('!') && /[*?]/u.test(owner);
}
