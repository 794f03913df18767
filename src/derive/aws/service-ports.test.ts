import { describe, expect, it } from 'vitest';
import { ireland } from '../../../test/helpers/engine.js';
import type { Fact } from '../../core/fact.js';
import { networkInterface } from '../../facts/aws/interfaces.js';
import { serviceAt } from './service-ports.js';

function eni(given: object): Fact<'aws.ec2.network-interface'> {
  const data = networkInterface.parse({ id: 'eni-1', ...given });
  return { kind: 'aws.ec2.network-interface', id: 'eni-1', name: null, scope: ireland, data, evidence: [] };
}

function texts(ports: ReturnType<typeof serviceAt>) {
  return ports && { ...ports, always: ports.always.toString(), possible: ports.possible.toString() };
}

describe('serviceAt', () => {
  it.each([
    ['lambda', '', 'AWS Lambda', 'no port', 'no port'],
    ['nat_gateway', 'Interface for NAT Gateway nat-1', 'a NAT gateway', 'no port', 'no port'],
    ['natGateway', '', 'a NAT gateway', 'no port', 'no port'],
    ['api_gateway_managed', '', 'Amazon API Gateway', 'no port', 'no port'],
    ['iot_rules_managed', '', 'AWS IoT rules', 'no port', 'no port'],
    ['ec2_instance_connect_endpoint', '', 'EC2 Instance Connect Endpoint', 'no port', 'no port'],
    ['interface', 'AWS Lambda VPC ENI-pay-1', 'AWS Lambda', 'no port', 'no port'],
    ['interface', 'EFS mount target for fs-1 (fsmt-1)', 'Amazon EFS', 'tcp/2049', 'tcp/2049'],
    ['interface', 'RDSNetworkInterface', 'Amazon RDS', 'no port', 'tcp/1150-65535'],
    ['interface', 'RedshiftNetworkInterface', 'Amazon Redshift', 'no port', 'tcp/1150-65535'],
    ['interface', 'ElastiCache cards-001', 'Amazon ElastiCache', 'no port', 'tcp/all'],
    ['interface', 'ES cards', 'Amazon OpenSearch', 'tcp/443', 'tcp/80, tcp/443'],
    ['interface', 'ELB classic', 'a Classic Load Balancer', 'no port', 'tcp/all'],
  ])('of a managed %s "%s" is %s, always %s, possibly %s', (interfaceType, description, service, always, possible) => {
    const found = serviceAt(eni({ interfaceType, description, isRequesterManaged: true }));
    expect(texts(found)).toEqual({ service, always, possible });
  });

  it('knows where a broker can listen, and that it is not on SSH', () => {
    const msk = serviceAt(
      eni({ description: 'DO NOT DELETE - Amazon MSK network interface for cluster cards', isRequesterManaged: true }),
    );
    expect(msk?.possible.toString()).toBe(
      'tcp/2181-2182, tcp/9092-9098, tcp/9194-9198, tcp/11001-11002, tcp/14001-14999, tcp/20092-20098',
    );
  });

  it.each([
    { description: 'RDSNetworkInterface' },
    { description: 'RDSNetworkInterface', isRequesterManaged: true, instanceId: 'i-1' },
    { description: 'ELB app/web/1', isRequesterManaged: true },
    { description: 'Amazon EKS cards', isRequesterManaged: true },
    { interfaceType: 'quicksight', isRequesterManaged: true },
    { interfaceType: 'branch' },
    {},
  ])('is nothing for %j', (given) => {
    expect(serviceAt(eni(given))).toBeNull();
  });
});
