import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { portsIn } from '../../../src/derive/aws/ingress.js';

const limit = 'network ACLs not weighed yet';

export default defineCheck({
  needs: {
    eni: need('aws.ec2.network-interface', { as: 'subject' }),
    exposures: need('aws.ec2.exposure'),
  },
  run({ eni, exposures, params }) {
    const exposure = exposures.get(eni.id);
    switch (exposure.state) {
      case 'absent':
        return pass(`the internet reaches no port of ${eni.id} (${limit})`);
      case 'unknown':
        return unknown(`what the internet reaches of ${eni.id} cannot be said`, exposure.gaps);
      case 'found': {
        const { paths } = exposure.value.data;
        const watched = portsIn([...params.ports('adminPorts'), ...params.ports('dataPorts')]);
        const hits = paths
          .map((path) => ({ ...path, hit: PortSet.parse(path.ports).intersect(watched) }))
          .filter(({ hit }) => !hit.isEmpty());
        if (hits.length > 0) {
          const texts = hits.map(({ hops, hit }) => `${hops.join(' → ')} ${hit.toString()}`);
          return fail(
            `${texts.join('; ')} (${limit})`,
            hits.flatMap(({ evidence }) => evidence),
          );
        }
        const reached = PortSet.parse(paths.map(({ ports }) => ports).join(','));
        const text = `the internet reaches ${reached.toString()} of ${eni.id}, no administration or data port (${limit})`;
        return pass(text, exposure.value.evidence);
      }
    }
  },
});
