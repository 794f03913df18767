import { defineCheck, fail, need, notApplicable, pass } from '../../../src/core/check.js';
import type { FactKinds } from '../../../src/core/fact.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    runners: need('github.runner'),
    groups: need('github.org.runner-group', { within: 'account' }),
  },
  run({ repository: { id, data }, runners, groups }) {
    if (data.visibility !== 'public') return notApplicable('not-public', `${id} is ${data.visibility}`);
    const own = runners.all();
    const shared = groups.all().filter((group) => serves(group.data, id));
    if (own.length === 0 && shared.length === 0) return pass(`no self-hosted runner serves ${id}, which is public`);
    const named = [
      ...own.map((runner) => `runner ${runner.id}`),
      ...shared.map((group) => `runner group ${group.data.groupName} (${shortList(group.data.runners ?? [])})`),
    ];
    const evidence = [...own, ...shared].flatMap((each) => each.evidence);
    return fail(`${id} is public and served by ${shortList(named, '; ')}`, evidence);
  },
});

/** Whether a runner of the group takes jobs of that public repository. */
function serves(group: FactKinds['github.org.runner-group'], repository: string): boolean {
  if (!group.allowsPublicRepositories || group.runners === null || group.runners.length === 0) return false;
  switch (group.visibility) {
    case 'all':
      return true;
    case 'private':
      return false;
    case 'selected':
      return (group.repositories ?? []).some((one) => one.toLowerCase() === repository.toLowerCase());
  }
}
