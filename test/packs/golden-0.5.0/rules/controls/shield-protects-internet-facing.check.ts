import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import '../../../src/derive/aws/internet-facing.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    resource: need('aws.internet-facing-resource', { as: 'subject' }),
    // Both are kept once an account, whatever the region of the resource.
    subscriptions: need('aws.shield.subscription', { within: 'account' }),
    protections: need('aws.shield.protection', { within: 'account' }),
  },
  run({ resource, subscriptions, protections }) {
    const { id, data, scope } = resource;
    const title = `${data.resourceType} ${resource.name ?? id}`;
    const { shield } = data;
    if (!data.isEnabled) return notApplicable('disabled', `${title} is disabled: it answers nobody`);
    if (shield.protects === 'nothing') {
      return notApplicable('not-protectable', `Shield Advanced protects no ${data.resourceType} by itself: ${title}`);
    }
    const subscription = subscriptions.get(String(scope.account));
    if (subscription.state !== 'found') {
      return unknown('whether the account subscribes to Shield Advanced cannot be said', gapsOf(subscription));
    }
    const { evidence } = subscription.value;
    if (!subscription.value.data.isActive) {
      return fail(`${title} is not protected: the account does not subscribe to Shield Advanced`, evidence);
    }
    const arns = shield.protects === 'resource' ? [id] : shield.arns;
    if (arns.length === 0 || (shield.protects === 'addresses' && shield.zonesWithout > 0)) {
      return fail(
        `${title} has addresses that are not Elastic IP addresses, which Shield Advanced cannot protect`,
        evidence,
      );
    }
    const seen = arns.map((arn) => ({ arn, protection: protections.glimpseWhere('resourceArn', arn) }));
    const bare = seen.filter(({ protection }) => protection === null).map(({ arn }) => arn);
    const gaps = bare.flatMap((arn) => gapsOf(protections.where('resourceArn', arn)));
    if (gaps.length > 0) return unknown(`whether ${title} is protected cannot be said`, gaps, evidence);
    const all = [...evidence, ...seen.flatMap(({ protection }) => protection?.evidence ?? [])];
    if (bare.length === 0) return pass(`Shield Advanced protects ${title}`, all);
    const what = shield.protects === 'resource' ? title : `${shortList(bare)} of ${title}`;
    return fail(`Shield Advanced does not protect ${what}`, all);
  },
});
