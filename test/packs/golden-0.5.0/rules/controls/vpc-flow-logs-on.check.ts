import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import type { EvidenceRef } from '../../../src/core/read.js';
import { delivers, everyTraffic, isAllTraffic, recorded } from '../../../src/derive/aws/flow-logs.js';
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
    // That something is delivered rests on the logs that do it, whatever others were not read.
    const delivered = (...resourceIds: readonly string[]): EvidenceRef[] | null => {
      const found = everyTraffic.map((kind) =>
        logs.glimpse((log) => (resourceIds.includes(log.data.resourceId) && delivers(log, kind) ? log.evidence : null)),
      );
      return found.every((evidence) => evidence !== null) ? found.flat() : null;
    };
    const whole = delivered(vpc.id);
    if (whole !== null) return pass(`the flow logs of ${vpc.id} deliver all of its traffic`, whole);
    const inside = subnets.where('vpcId', vpc.id);
    if (inside.state === 'unknown') return unknown(`the subnets of ${vpc.id} cannot be said`, inside.gaps);
    const subnetIds = inside.state === 'found' ? inside.value.map(({ id }) => id) : [];
    const each = subnetIds.map((id) => delivered(vpc.id, id));
    if (each.length > 0 && each.every((evidence) => evidence !== null)) {
      return pass(`flow logs deliver all traffic of every subnet of ${vpc.id}`, each.flat());
    }
    const logsOf = (resourceId: string) => {
      const found = logs.where('resourceId', resourceId);
      const all = found.state === 'found' ? found.value : [];
      return { id: resourceId, ...recorded(all), found, evidence: all.flatMap(({ evidence }) => evidence) };
    };
    const own = logsOf(vpc.id);
    if (own.found.state === 'unknown') return unknown(`what is logged of ${vpc.id} cannot be said`, own.found.gaps);
    const parts = subnetIds.map(logsOf);
    const evidence = [own, ...parts].flatMap((part) => part.evidence);
    const remarks = shortList(
      [own, ...parts].flatMap((part) => part.remarks),
      '; ',
    );
    const why = remarks === '' ? '' : ` (${remarks})`;
    const without = parts.filter(({ made }) => !isAllTraffic(own.made, made)).map(({ id }) => id);
    if (parts.length === 0 ? !isAllTraffic(own.made) : without.length > 0) {
      const what =
        without.length === 0 || without.length === parts.length ? vpc.id : `${shortList(without)} of ${vpc.id}`;
      return fail(`no flow logs deliver all traffic of ${what}${why}`, evidence);
    }
    return unknown(`whether the traffic of ${vpc.id} is delivered cannot be said${why}`, [], evidence);
  },
});
