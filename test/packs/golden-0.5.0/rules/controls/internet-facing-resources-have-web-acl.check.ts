import { type CheckResult, defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { attachedWebAcl, listedBy } from '../../../src/derive/aws/attached-web-acl.js';
import '../../../src/derive/aws/internet-facing.js';
import { passedThrough } from '../../../src/derive/aws/passed-through.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    resource: need('aws.internet-facing-resource', { as: 'subject' }),
    associations: need('aws.wafv2.association'),
    acls: need('aws.wafv2.web-acl'),
    listeners: need('aws.elbv2.listener'),
    groups: need('aws.elbv2.target-group'),
  },
  run({ resource, associations, acls, listeners, groups }): CheckResult {
    const { id, data } = resource;
    const title = `${data.resourceType} ${resource.name ?? id}`;
    if (!data.isEnabled) return notApplicable('disabled', `${title} is disabled: it answers nobody`);
    const attachmentOf = (arn: string) => attachedWebAcl(arn, { associations, acls });
    switch (data.webAcl.state) {
      case 'attached':
        return ofWafv2.test(data.webAcl.webAclId)
          ? pass(`${title} is behind ${data.webAcl.webAclId}`)
          : fail(`${title} names ${data.webAcl.webAclId} of AWS WAF Classic, whose support has ended`);
      case 'asked':
      case 'none': {
        // CloudFront alone says what is before a distribution: WAF lists none.
        if (data.resourceType === 'distribution') return fail(`no web ACL is attached to ${title}`);
        const attachment = data.webAcl.state === 'asked' ? attachmentOf(id) : listedBy(id, acls);
        if (attachment.state === 'attached') {
          return pass(`${title} is behind ${attachment.webAclId}`, attachment.evidence);
        }
        if (attachment.state === 'none') return fail(`no web ACL is attached to ${title}`, attachment.evidence);
        return unknown(`whether a web ACL is attached to ${title} cannot be said`, attachment.gaps);
      }
      case 'by-tenant':
        return unknown(`each tenant of ${title} may have a web ACL of its own, or none`, []);
      case 'impossible':
        return data.webAcl.isDefaultEndpointDisabled
          ? unknown(`what stands before the custom domain names that lead to ${title} cannot be said`, [])
          : fail(`no web ACL can be attached to ${title}, and its default endpoint answers the internet`);
      case 'passed-through': {
        const through = passedThrough(id, { listeners, groups });
        switch (through.state) {
          case 'unknown':
            return unknown(`what ${title} passes on cannot be said`, through.gaps);
          case 'nothing':
            return notApplicable(through.reason, `${title} ${through.why}`, through.evidence);
          case 'anything':
          case 'balancers': {
            const behind = through.arns.map((arn) => ({ arn, attachment: attachmentOf(arn) }));
            const evidence = [...through.evidence, ...behind.flatMap(({ attachment }) => evidenceOf(attachment))];
            const bare = behind.filter(({ attachment }) => attachment.state === 'none').map(({ arn }) => arn);
            if (bare.length > 0) {
              return fail(`${title} leads to ${shortList(bare)}, to which no web ACL is attached`, evidence);
            }
            if (through.state === 'anything') {
              return unknown(
                `no web ACL can be attached to ${title}, and whether ${through.why} cannot be said`,
                [],
                evidence,
              );
            }
            const gaps = behind.flatMap(({ attachment }) => (attachment.state === 'unknown' ? attachment.gaps : []));
            if (behind.some(({ attachment }) => attachment.state === 'unknown')) {
              return unknown(`whether web ACLs are attached behind ${title} cannot be said`, gaps, evidence);
            }
            return pass(`${title} leads only to application load balancers that are behind web ACLs`, evidence);
          }
        }
      }
    }
  },
});

const ofWafv2 = /^arn:[^:]+:wafv2:/u;

function evidenceOf(attachment: ReturnType<typeof attachedWebAcl>) {
  return attachment.state === 'unknown' ? [] : attachment.evidence;
}
