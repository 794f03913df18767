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
    const shared = groups
      .all()
      .map(({ data: group, evidence }) => ({ group, evidence, serving: serving(group, id) }))
      .filter((one) => one.serving.length > 0);
    if (own.length === 0 && shared.length === 0) return pass(`no self-hosted runner serves ${id}, which is public`);
    const named = [
      ...own.map((runner) => `runner ${runner.id}`),
      ...shared.map(({ group, serving: names }) => `runner group ${group.groupName} (${shortList(names)})`),
    ];
    const evidence = [...own, ...shared].flatMap((each) => each.evidence);
    return fail(`${id} is public and served by ${shortList(named, '; ')}`, evidence);
  },
});

/** The runners of the group that take jobs of that public repository. */
function serving(group: FactKinds['github.org.runner-group'], repository: string): readonly string[] {
  if (!group.allowsPublicRepositories || group.runners === null) return [];
  switch (group.visibility) {
    case 'all':
      return group.runners;
    case 'private':
      return [];
    case 'selected': {
      const isChosen = group.repositories?.some((one) => one.toLowerCase() === repository.toLowerCase()) === true;
      return isChosen ? group.runners : [];
    }
  }
}
