import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import type { Fact } from '../../../src/core/fact.js';
import { gapsOf } from '../../../src/core/gap.js';

export default defineCheck({
  needs: {
    eni: need('aws.ec2.network-interface', { as: 'subject' }),
    approvals: need('approval', { within: 'all' }),
  },
  run({ eni, approvals }) {
    const { id, data, evidence } = eni;
    if (data.hasSourceDestCheck) return pass(`${id} has the source/destination check on`);
    if (isManaged(eni)) {
      return notApplicable('managed', `${id} (${data.interfaceType}) is a service's own, and cannot be changed`);
    }
    const names = [id, data.instanceId].filter((name) => name !== null);
    const lookups = names.map((name) => approvals.where('value', name));
    const found = lookups.flatMap((lookup) => (lookup.state === 'found' ? lookup.value : []));
    const approval = found.find((one) => one.data.approves === 'router');
    const of = data.instanceId === null ? id : `${id} of ${data.instanceId}`;
    if (approval !== undefined) {
      const { reason, owner } = approval.data;
      const by = owner === null ? '' : `, ${owner}`;
      return pass(`${of} has the source/destination check off, as approved (${reason}${by})`, approval.evidence);
    }
    const gaps = lookups.flatMap(gapsOf);
    if (gaps.length > 0)
      return unknown(`whether ${of}, with the source/destination check off, is approved cannot be said`, gaps);
    return fail(`${of} has the source/destination check off, and no router is approved there`, evidence);
  },
});

/**
 * AWS's own routers, and interfaces that a service made and no instance of the account has.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
 */
function isManaged({ data }: Fact<'aws.ec2.network-interface'>): boolean {
  if (data.instanceId !== null || /^(?:trunk|branch)$/u.test(data.interfaceType)) return false;
  return data.isRequesterManaged || managedTypes.test(data.interfaceType);
}

const managedTypes =
  /^(?:nat_?gateway|transit_gateway|network_load_balancer|gateway_load_balancer(?:_endpoint)?|vpc_endpoint|lambda)$/iu;
