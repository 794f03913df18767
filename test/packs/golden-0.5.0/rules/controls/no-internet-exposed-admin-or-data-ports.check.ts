import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import type { Gap } from '../../../src/core/read.js';
import { portsIn } from '../../../src/derive/aws/ingress.js';

export default defineCheck({
  needs: {
    eni: need('aws.ec2.network-interface', { as: 'subject' }),
    bounds: need('aws.ec2.exposure-bound'),
    exposures: need('aws.ec2.exposure'),
  },
  run({ eni, bounds, exposures, params }) {
    const watched = portsIn([...params.ports('adminPorts'), ...params.ports('dataPorts')]);
    // Where routes and groups let nothing watched in, network ACLs decide nothing and need not be read.
    const bound = bounds.get(eni.id);
    if (bound.state === 'found') {
      const ports = PortSet.parse(bound.value.data.ports);
      if (ports.intersect(watched).isEmpty()) {
        const text = `the internet reaches at most ${ports.toString()} of ${eni.id}, no administration or data port`;
        return pass(text, bound.value.evidence);
      }
    }
    const exposure = exposures.get(eni.id);
    switch (exposure.state) {
      case 'absent':
        return pass(`no path by a public address or a load balancer leads from the internet to ${eni.id}`);
      case 'unknown':
        return unknown(`what the internet reaches of ${eni.id} cannot be said`, exposure.gaps);
      case 'found': {
        const { paths } = exposure.value.data;
        const hits = paths
          .map((path) => ({ ...path, hit: PortSet.parse(path.ports).intersect(watched) }))
          .filter(({ hit }) => !hit.isEmpty());
        const certain = hits.filter(({ doubts }) => doubts.length === 0);
        const evidence = hits.flatMap((hit) => hit.evidence);
        if (certain.length > 0) {
          return fail(
            textOf(certain),
            certain.flatMap((hit) => hit.evidence),
          );
        }
        if (hits.length > 0) {
          const gaps = hits
            .flatMap(({ doubts }) => doubts)
            .map((text): Gap => ({ reason: 'unresolved', reads: [], text }));
          return unknown(`whether ${textOf(hits)} is open cannot be said`, gaps, evidence);
        }
        const sure = portsOf(paths.filter(({ doubts }) => doubts.length === 0));
        const maybe = portsOf(paths).subtract(sure);
        const reached = [
          ...(sure.isEmpty() ? [] : [`reaches ${sure.toString()}`]),
          ...(maybe.isEmpty() ? [] : [`may reach ${maybe.toString()}`]),
        ].join(' and ');
        const text = `the internet ${reached} of ${eni.id}, no administration or data port`;
        return pass(text, exposure.value.evidence);
      }
    }
  },
});

function portsOf(paths: readonly { readonly ports: string }[]): PortSet {
  return PortSet.unionAll(paths.map(({ ports }) => PortSet.parse(ports)));
}

function textOf(hits: readonly { readonly hops: readonly string[]; readonly hit: PortSet }[]): string {
  return hits.map(({ hops, hit }) => `${hops.join(' → ')} ${hit.toString()}`).join('; ');
}
