import type { Fact } from '../../core/fact.js';
import { PortSet } from '../../core/net/port-set.js';

type Interface = Fact<'aws.ec2.network-interface'>;

/** What AWS says that one of its services listens on, ports as in `tcp/443`. */
export interface ListedPorts {
  readonly service: string;
  /** Where it always listens. */
  readonly always: readonly string[];
  /** Where it can be told to listen, or to listen as well. */
  readonly possible: readonly string[];
  readonly source: string;
}

/**
 * A service that makes interfaces in a VPC. Held against published copies of AWS's pages in November 2026: what was not seen
 * there is remarked. The descriptions are documented nowhere; they are what the services write.
 */
interface Service extends ListedPorts {
  /** EC2's InterfaceType, or the description that the service gives its interfaces. */
  readonly type: RegExp | null;
  readonly description: RegExp | null;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html lists the types, as a filter. */
const services: readonly Service[] = [
  {
    service: 'AWS Lambda',
    type: /^lambda$/u,
    description: /^AWS Lambda VPC ENI/u,
    always: [],
    possible: [],
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
  },
  {
    service: 'a NAT gateway',
    type: /^nat_?gateway$/iu,
    description: null,
    always: [],
    possible: [],
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
  },
  {
    service: 'Amazon API Gateway',
    type: /^api_gateway_managed$/u,
    description: null,
    always: [],
    possible: [],
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html',
  },
  {
    service: 'AWS IoT rules',
    type: /^iot_rules_managed$/u,
    description: null,
    always: [],
    possible: [],
    source: 'https://docs.aws.amazon.com/iot/latest/developerguide/kafka-vpc-destination.html',
  },
  {
    service: 'EC2 Instance Connect Endpoint',
    type: /^ec2_instance_connect_endpoint$/u,
    description: null,
    always: [],
    possible: [],
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html',
  },
  {
    service: 'Amazon EFS',
    type: null,
    description: /^EFS mount target for fs-/u,
    always: ['tcp/2049'],
    possible: [],
    source: 'https://docs.aws.amazon.com/efs/latest/ug/network-access.html',
  },
  {
    // Aurora, DocumentDB and Neptune make their interfaces through RDS.
    service: 'Amazon RDS',
    type: null,
    description: /^RDSNetworkInterface/u,
    always: [],
    possible: ['tcp/1150-65535'],
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html',
  },
  {
    // RA3 and RG nodes are created on 5431-5455 or 8191-8215, and stay where they are if they were elsewhere.
    service: 'Amazon Redshift',
    type: null,
    description: /^RedshiftNetworkInterface/u,
    always: [],
    possible: ['tcp/1150-65535'],
    source: 'https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html',
  },
  {
    // Any port; Memcached's UDP is off.
    service: 'Amazon ElastiCache',
    type: null,
    description: /^ElastiCache /u,
    always: [],
    possible: ['tcp/all'],
    source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html',
  },
  {
    service: 'Amazon OpenSearch',
    type: null,
    description: /^ES /u,
    always: ['tcp/443'],
    possible: ['tcp/80'],
    source: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html',
  },
  {
    service: 'Amazon MSK',
    type: null,
    description: /^(?:DO NOT DELETE - )?Amazon MSK/u,
    always: [],
    // Brokers, also public and by IPv6, ZooKeeper, open monitoring
    // (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/managed-prometheus-collectors-msk-setup.html), and
    // private connectivity from other VPCs, whose ports were not seen on a page.
    possible: [
      'tcp/2181-2182',
      'tcp/9092-9098',
      'tcp/9194-9198',
      'tcp/11001-11002',
      'tcp/14001-14999',
      'tcp/20092-20098',
    ],
    source: 'https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html',
  },
  {
    service: 'a Classic Load Balancer',
    type: null,
    description: /^ELB [^/]+$/u,
    always: [],
    possible: ['tcp/all'],
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html',
  },
];

export interface ServicePorts {
  readonly service: string;
  /** Where it always listens. */
  readonly always: PortSet;
  /** Where it can listen at all, those included. */
  readonly possible: PortSet;
}

/**
 * What the service that made the interface listens on; null where no service that is known here did. Anybody may write
 * such a description, so that it counts only where EC2 says that a service manages the interface.
 */
export function serviceAt({ data }: Interface): ServicePorts | null {
  const isTheirs = data.isRequesterManaged && data.instanceId === null;
  const found = services.find(
    ({ type, description }) =>
      type?.test(data.interfaceType) === true || (isTheirs && description?.test(data.description) === true),
  );
  return found === undefined ? null : servicePorts(found);
}

/** The ports as sets; `possible` may leave out those of `always`. */
export function servicePorts({ service, always, possible }: ListedPorts): ServicePorts {
  const known = PortSet.unionAll(always.map((text) => PortSet.parse(text)));
  return {
    service,
    always: known,
    possible: known.union(PortSet.unionAll(possible.map((text) => PortSet.parse(text)))),
  };
}
