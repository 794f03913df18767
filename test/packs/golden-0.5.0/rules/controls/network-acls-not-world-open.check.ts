import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { isInternet } from '../../../src/core/net/special-purpose.js';
import type { EvidenceRef } from '../../../src/core/read.js';
import { conversations } from '../../../src/derive/aws/acl-crossing.js';
import { aclCdeMembership } from '../../../src/derive/aws/cde-acl.js';
import { portsIn } from '../../../src/derive/aws/ingress.js';
import type { AclEntry, AclPassage, NetworkAcl } from '../../../src/derive/aws/network-acl.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    acl: need('aws.ec2.network-acl', { as: 'subject' }),
    cde: need('cde', { within: 'all' }),
    subnets: need('aws.ec2.subnet'),
    vpcs: need('aws.ec2.vpc'),
  },
  run({ acl, cde, subnets, vpcs, params }) {
    const member = aclCdeMembership(acl, cde, { subnets, vpcs });
    if (member.state === 'unknown') return unknown(`whether ${acl.id} is in the CDE cannot be said`, member.gaps);
    if (member.state === 'out') {
      return notApplicable('not-cde', `${acl.id} is not in the CDE: ${member.why}`, member.evidence);
    }
    const name = acl.data.subnetIds.length === 0 ? `${acl.id}, which no subnet uses,` : acl.id;
    const watched = portsIn([...params.ports('adminPorts'), ...params.ports('dataPorts')]);
    const openings = openingsOf(reachable(acl, watched).filter(({ addresses }) => isInternet(addresses)));
    if (openings.length === 0) {
      return pass(`${name} lets the internet reach no administration or data port`, member.evidence);
    }
    const texts = openings.map(({ text }) => text);
    return fail(`${name} lets ${shortList(texts, '; ')}`, [
      ...member.evidence,
      ...openings.flatMap(({ evidence }) => evidence),
    ]);
  },
});

/** The ports that clients choose, to which an ACL, which keeps no state, must let answers in. */
const clients = PortSet.parse('tcp/1024-65535,udp/1024-65535');

/**
 * What an entry lets in that is there for answers, by protocol: Linux's ephemeral ports
 * (https://docs.kernel.org/networking/ip-sysctl.html, ip_local_port_range), or Windows' and IANA's (RFC 6335 §6).
 */
const answers = ['tcp', 'udp'].map((protocol) => ({
  ports: PortSet.of(protocol),
  ephemeral: ['32768-60999', '49152-65535'].map((range) => PortSet.parse(`${protocol}/${range}`)),
}));

/** A port from 1024 on is reached only if more than a range for answers opens it. */
function reachable(acl: NetworkAcl, watched: PortSet): AclPassage[] {
  return [
    ...conversations(acl, 'inbound', watched.subtract(clients)),
    ...answers.flatMap(({ ports, ephemeral }) => {
      const isForAnswers = (entry: AclEntry): boolean =>
        entry.action === 'allow' && ephemeral.some((range) => entry.ports.covers(range));
      return conversations(
        acl,
        'inbound',
        watched.intersect(clients).intersect(ports),
        (entry) => !isForAnswers(entry),
      );
    }),
  ];
}

interface Opening {
  /** `the internet (0.0.0.0/0) reach tcp/22-23 (entries 100, 110)` */
  readonly text: string;
  /** Of the entries that let in and of those that let answers out. */
  readonly evidence: readonly EvidenceRef[];
}

/** The passages, those of the same addresses as one. */
function openingsOf(passages: readonly AclPassage[]): Opening[] {
  const byAddresses = new Map<string, AclPassage[]>();
  for (const passage of passages) {
    const sources = shortList(passage.addresses.toCidrs());
    byAddresses.set(sources, [...(byAddresses.get(sources) ?? []), passage]);
  }
  return [...byAddresses].map(([sources, same]) => {
    const ports = shortList(
      PortSet.unionAll(same.map((passage) => passage.ports))
        .toString()
        .split(', '),
    );
    const entries = [...new Set(same.flatMap((passage) => passage.entries))];
    const numbers = entries
      .filter(({ isEgress }) => !isEgress)
      .map(({ ruleNumber }) => ruleNumber)
      .sort((a, b) => a - b);
    const which = `${numbers.length === 1 ? 'entry' : 'entries'} ${shortList(numbers.map(String))}`;
    const text = `the internet (${sources}) reach ${ports} (${which})`;
    return { text, evidence: entries.flatMap(({ evidence }) => evidence) };
  });
}
