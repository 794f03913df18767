import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { everyPort } from '../../../src/derive/aws/admission.js';
import { portsOf, ruleEvidence } from '../../../src/derive/aws/ingress.js';
import { listeningAt, listeningText, portsText, registeredPorts } from '../../../src/derive/aws/listening.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

// That nothing listens is said of everything that could, so that nothing of it may be missing.
const whole = { completeness: 'population' } as const;

export default defineCheck({
  needs: {
    group: need('aws.ec2.security-group', { as: 'subject' }),
    interfaces: need('aws.ec2.network-interface', whole),
    loadBalancers: need('aws.elbv2.load-balancer', whole),
    listeners: need('aws.elbv2.listener', whole),
    endpoints: need('aws.ec2.vpc-endpoint', whole),
    targetGroups: need('aws.elbv2.target-group'),
  },
  run({ group, interfaces, targetGroups, ...views }) {
    const rules = group.data.ingress.map((rule) => portsOf(rule).intersect(everyPort));
    const allowed = PortSet.unionAll(rules);
    if (allowed.isEmpty()) return pass(`${group.id} lets no TCP or UDP port in`);
    const attached = interfaces.where('groupIds', group.id);
    switch (attached.state) {
      case 'absent':
        return notApplicable(
          'unused',
          `${group.id} is on no network interface, so that nothing stands behind its rules`,
        );
      case 'unknown':
        return unknown(`what stands behind ${group.id} cannot be said`, gapsOf(attached));
      case 'found':
        break;
    }
    const behind = attached.value.map((eni) => listeningAt(eni, views));
    const evidence = behind.flatMap((one) => one.evidence);
    if (behind.every(({ isDetached }) => isDetached)) {
      const names = shortList(behind.map(({ eni }) => eni.id));
      return notApplicable(
        'unused',
        `nothing that ${group.id} is on is attached (${names}), so that nothing stands behind its rules`,
        evidence,
      );
    }
    const redundant = allowed.subtract(PortSet.unionAll(behind.map(({ possible }) => possible)));
    if (!redundant.isEmpty()) {
      const causes = rules.flatMap((ports, index) =>
        ports.intersect(redundant).isEmpty() ? [] : ruleEvidence(group, index),
      );
      return fail(
        `${group.id} allows ${portsText(redundant)}, where nothing listens: ${shortList(behind.map(listeningText), '; ')}`,
        [...causes, ...evidence],
      );
    }
    const open = allowed.subtract(PortSet.unionAll(behind.map(({ known }) => known)));
    if (open.isEmpty())
      return pass(`something listens on every port that ${group.id} allows (${portsText(allowed)})`, evidence);
    const unread = behind.filter(({ possible, known }) => !possible.subtract(known).intersect(open).isEmpty());
    const targets = targetGroups.all();
    const registered = unread
      .flatMap(({ eni }) => registeredPorts(eni, targets, interfaces))
      .filter(({ ports }) => !ports.intersect(open).isEmpty());
    const hint =
      registered.length === 0 ? '' : `; target groups send to ${shortList(registered.map(({ text }) => text))}`;
    const owners = shortList(unread.map(({ owner }) => owner));
    const why = unread.some(({ eni }) => eni.data.instanceId !== null) ? ', nor is Kubernetes' : '';
    return unknown(
      `whether anything listens on ${portsText(open)} of ${group.id} cannot be said: what listens on ${owners} is not read${why}${hint}`,
      [],
      evidence,
    );
  },
});
