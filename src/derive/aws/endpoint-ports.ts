import { type ListedPorts, type ServicePorts, servicePorts } from './service-ports.js';

const creating = 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html';

/** Where nothing says that a service does not listen. */
const anyPort = ['tcp/all', 'udp/all'];

/** Endpoint services that listen elsewhere than on 443 alone, or may, by what stands after the region in their name. As of November 2026. */
const endpointServices: readonly ListedPorts[] = [
  {
    service: 'email-smtp',
    always: ['tcp/25', 'tcp/465', 'tcp/587', 'tcp/2465', 'tcp/2587'],
    possible: [],
    source: 'https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html',
  },
  ...['mail-manager-smtp.open', 'mail-manager-smtp.auth'].map((service) => ({
    service,
    always: [],
    possible: ['tcp/25', 'tcp/465', 'tcp/587', 'tcp/2465', 'tcp/2525', 'tcp/2587'],
    source: 'https://docs.aws.amazon.com/ses/latest/dg/eb-ingress.html',
  })),
  ...['cassandra', 'cassandra-fips'].map((service) => ({
    service,
    always: ['tcp/9142'],
    possible: ['tcp/443'],
    source: 'https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html',
  })),
  {
    service: 'iot.data',
    always: ['tcp/443', 'tcp/8443', 'tcp/8883'],
    possible: ['tcp/80'],
    source: 'https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html',
  },
  {
    // The drivers stream results by 444.
    service: 'athena',
    always: ['tcp/443', 'tcp/444'],
    possible: ['tcp/80'],
    source: 'https://docs.aws.amazon.com/athena/latest/ug/jdbc-v2.html',
  },
  {
    service: 'greengrass',
    always: ['tcp/443'],
    possible: ['tcp/80', 'tcp/8443'],
    source: 'https://docs.aws.amazon.com/greengrass/v2/developerguide/vpc-interface-endpoints.html',
  },
  {
    service: 'storagegateway',
    always: ['tcp/443', 'tcp/1026-1028', 'tcp/1031', 'tcp/2222'],
    possible: ['tcp/80'],
    source: 'https://docs.aws.amazon.com/filegateway/latest/files3/gateway-private-link.html',
  },
  {
    service: 'datasync',
    always: ['tcp/443', 'tcp/1024-1064'],
    possible: ['tcp/80'],
    source: 'https://docs.aws.amazon.com/datasync/latest/userguide/datasync-network.html',
  },
  {
    service: 'transfer.server',
    always: [],
    possible: ['tcp/21-22', 'tcp/443', 'tcp/2222-2223', 'tcp/8192-8200', 'tcp/22000'],
    source: 'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html',
  },
  {
    service: 'appstream.streaming',
    always: ['tcp/443'],
    possible: ['tcp/1400-1499', 'udp/8433'],
    source:
      'https://docs.aws.amazon.com/appstream2/latest/developerguide/creating-streaming-from-interface-vpc-endpoints.html',
  },
  {
    service: 'prod.highlander',
    always: ['tcp/443'],
    possible: ['tcp/4195', 'udp/4195'],
    source: 'https://docs.aws.amazon.com/workspaces/latest/adminguide/workspaces-port-requirements.html',
  },
  {
    service: 'transcribestreaming',
    always: ['tcp/443'],
    possible: ['tcp/80', 'tcp/8443'],
    source: 'https://docs.aws.amazon.com/transcribe/latest/dg/vpc-interface-endpoints.html',
  },
  {
    service: 'sagemaker.runtime',
    always: ['tcp/443'],
    possible: ['tcp/80', 'tcp/8443'],
    source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html',
  },
];

/** The endpoint by which one cluster of Aurora DSQL is used, `dsql-fnh4`; clusters are managed by `dsql` and `dsql-fips`. */
const cluster: ListedPorts = {
  service: 'dsql',
  always: ['tcp/5432'],
  possible: anyPort,
  source: 'https://docs.aws.amazon.com/aurora-dsql/latest/userguide/privatelink-managing-clusters.html',
};

/**
 * What an interface endpoint of an AWS service listens on: 443, and for some of them 80, unless the service is known for
 * others. Null where nothing says so: for a service of somebody else's, and for one that AWS makes for a single resource
 * of the customer's, such as a serverless cache (`elasticache.serverless.eu-west-1.vpce-svc-…`) or a member of a
 * blockchain (`managedblockchain.n-…`), which may listen on anything.
 */
export function endpointService(serviceName: string): ServicePorts | null {
  const [, name] = /^(?:cn\.)?com\.amazonaws\.(?:[a-z]+-){2,3}\d+\.(.+)$/u.exec(serviceName) ?? [];
  if (name === undefined || name.includes('vpce-svc-')) return null;
  const known = endpointServices.find(({ service }) => service === name);
  if (known !== undefined) return servicePorts(known);
  if (/^dsql-(?!fips$)[a-z0-9]+$/u.test(name)) return servicePorts({ ...cluster, service: name });
  if (isOfResource(name)) return null;
  return servicePorts({ service: name, always: ['tcp/443'], possible: ['tcp/80'], source: creating });
}

/** Whether the name ends in what looks like a resource's id: a part with a digit, a cell's number (`ingest-cell1`) aside. */
function isOfResource(name: string): boolean {
  return /[.-](?!cell\d+$)[a-z]*\d[a-z0-9]*$|\.[a-z]{1,2}-[a-z0-9]+$/u.test(name);
}
