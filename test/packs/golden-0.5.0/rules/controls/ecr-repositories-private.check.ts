import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { type Grant, grantsOf } from '../../../src/derive/aws/policy-grants.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: { repository: need('aws.ecr.repository', { as: 'subject' }) },
  run({ repository }) {
    const { repositoryName: name, registryId, policy } = repository.data;
    if (policy === null) return pass(`${name} has no policy: its own account alone gets in`);
    const grants = grantsOf(policy);
    const open = grants.filter(({ who }) => who === 'everybody');
    const foreign = grants.filter((grant) => grant.who === 'account' && grant.account !== registryId);
    if (open.length + foreign.length > 0) {
      return fail(`the policy of ${name} lets in ${shortList([...open, ...foreign].map(inWords), '; ')}`);
    }
    const unsettled = grants.filter(({ who }) => who === 'limited' || who === 'unclear');
    return unsettled.length > 0
      ? unknown(`whom the policy of ${name} lets in is not settled: ${shortList(unsettled.map(inWords), '; ')}`, [])
      : pass(`the policy of ${name} lets in nobody of another account`);
  },
});

function inWords(grant: Grant): string {
  const by = `(${grant.statement})`;
  switch (grant.who) {
    case 'everybody':
      return `everybody ${by}`;
    case 'account':
      return `account ${grant.account}, which nothing approves ${by}`;
    case 'limited':
      return `everybody within ${grant.by} ${by}`;
    case 'unclear':
      return `${grant.principal} ${by}`;
  }
}
