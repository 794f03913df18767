import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { isAllTraffic, recorded } from '../../../src/derive/aws/flow-logs.js';
import { sharingOwner } from '../../../src/derive/aws/owner.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    vpc: need('aws.ec2.vpc', { as: 'subject' }),
    // That there is no log is said of all of them, so that none may be missing.
    logs: need('aws.ec2.flow-log', { completeness: 'population' }),
    subnets: need('aws.ec2.subnet'),
  },
  run({ vpc, logs, subnets }) {
    const owner = sharingOwner(vpc);
    if (owner !== null) {
      const text = `${vpc.id} is shared by ${owner}, its owner, which alone makes and sees the flow logs of it`;
      return notApplicable('shared', text);
    }
    const logsOf = (resourceId: string) => {
      const found = logs.where('resourceId', resourceId);
      const all = found.state === 'found' ? found.value : [];
      return {
        id: resourceId,
        ...recorded(all),
        gaps: gapsOf(found),
        evidence: all.flatMap(({ evidence }) => evidence),
      };
    };
    const own = logsOf(vpc.id);
    if (own.gaps.length > 0) return unknown(`what is logged of ${vpc.id} cannot be said`, own.gaps);
    if (isAllTraffic(own.delivered)) return pass(`the flow logs of ${vpc.id} deliver all of its traffic`, own.evidence);
    const inside = subnets.where('vpcId', vpc.id);
    if (inside.state === 'unknown') return unknown(`the subnets of ${vpc.id} cannot be said`, inside.gaps);
    const parts = inside.state === 'found' ? inside.value.map(({ id }) => logsOf(id)) : [];
    const evidence = [own, ...parts].flatMap((part) => part.evidence);
    const remarks = shortList(
      [own, ...parts].flatMap((part) => part.remarks),
      '; ',
    );
    const why = remarks === '' ? '' : ` (${remarks})`;
    const lacking = (kind: 'delivered' | 'made'): string[] =>
      parts.filter((part) => !isAllTraffic(own[kind], part[kind])).map(({ id }) => id);
    const without = lacking('made');
    if (parts.length === 0 ? !isAllTraffic(own.made) : without.length > 0) {
      const what =
        without.length === 0 || without.length === parts.length ? vpc.id : `${shortList(without)} of ${vpc.id}`;
      return fail(`no flow logs deliver all traffic of ${what}${why}`, evidence);
    }
    if (parts.length > 0 && lacking('delivered').length === 0) {
      return pass(`flow logs deliver all traffic of every subnet of ${vpc.id}`, evidence);
    }
    return unknown(`whether the traffic of ${vpc.id} is delivered cannot be said${why}`, [], evidence);
  },
});
