import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { wideOpen } from '../../../src/derive/aws/wide-open.js';

export default defineCheck({
  needs: { group: need('aws.ec2.security-group', { as: 'subject' }), lists: need('aws.ec2.prefix-list') },
  run({ group, lists }) {
    const { whole, open } = wideOpen(group, lists, 'ingress');
    if (whole.length > 0) {
      return fail(`${group.id} lets ${open.sources} reach all of ${whole.join(', ')} (${open.rules})`, open.evidence);
    }
    if (open.unresolved.length > 0) {
      return unknown(`whether ${group.id} opens every port to the internet cannot be said`, open.unresolved);
    }
    return pass(`${group.id} does not open every port to the internet`);
  },
});
