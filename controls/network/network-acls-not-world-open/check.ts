import { defineCheck, fail, need, pass } from '../../../src/core/check.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { isInternet } from '../../../src/core/net/special-purpose.js';
import { portsIn } from '../../../src/derive/aws/ingress.js';
import { type AclPassage, type Direction, letThrough } from '../../../src/derive/aws/network-acl.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: { acl: need('aws.ec2.network-acl', { as: 'subject' }) },
  run({ acl, params }) {
    const closed = portsIn(params.ports('closedPorts'));
    const name = acl.data.subnetIds.length === 0 ? `${acl.id}, which no subnet uses,` : acl.id;
    const openings = (['inbound', 'outbound'] as const).flatMap((direction) =>
      openingsOf(
        letThrough(acl, direction, closed).filter(({ addresses }) => isInternet(addresses)),
        direction,
      ),
    );
    if (openings.length === 0) return pass(`${name} lets the internet pass no closed port, inbound or outbound`);
    return fail(
      `${name} lets ${openings.map(({ text }) => text).join('; ')}`,
      openings.flatMap(({ entries }) => entries).flatMap(({ evidence }) => evidence),
    );
  },
});

interface Opening extends Pick<AclPassage, 'entries'> {
  /** `0.0.0.0/0 pass tcp/22-23 inbound (entries 100, 110)` */
  readonly text: string;
}

/** The passages, those of the same addresses as one. */
function openingsOf(passages: readonly AclPassage[], direction: Direction): Opening[] {
  const byAddresses = new Map<string, AclPassage[]>();
  for (const passage of passages) {
    const sources = shortList(passage.addresses.toCidrs());
    byAddresses.set(sources, [...(byAddresses.get(sources) ?? []), passage]);
  }
  return [...byAddresses].map(([sources, same]) => {
    const ports = PortSet.unionAll(same.map((passage) => passage.ports)).toString();
    const entries = [...new Set(same.flatMap((passage) => passage.entries))].sort(
      (a, b) => a.ruleNumber - b.ruleNumber,
    );
    const numbers = entries.map(({ ruleNumber }) => ruleNumber).join(', ');
    const which = `${entries.length === 1 ? 'entry' : 'entries'} ${numbers}`;
    return { text: `${sources} pass ${ports} ${direction} (${which})`, entries };
  });
}
