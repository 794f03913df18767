import { type ListedPorts, type ServicePorts, servicePorts } from './service-ports.js';

const creating = 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html';

/** Where nothing says that a service does not listen. */
const anyPort = ['tcp/all', 'udp/all'];

/**
 * Endpoint services that listen elsewhere than on 443 alone, or may, by what stands after the region in their name. Held
 * against published copies of the pages under `source` in November 2026; what was not seen there is remarked. Port 80 is
 * that of any endpoint (see {@link creating}).
 */
const endpointServices: readonly ListedPorts[] = [
  {
    service: 'email-smtp',
    always: ['tcp/25', 'tcp/465', 'tcp/587', 'tcp/2465', 'tcp/2587'],
    possible: [],
    source: 'https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html',
  },
  // By STARTTLS alone, and for the one ingress endpoint that it is given to.
  ...['open', 'auth', 'mtls', 'open.fips', 'auth.fips', 'mtls.fips'].map((kind) => ({
    service: `mail-manager-smtp.${kind}`,
    always: [],
    possible: ['tcp/25', 'tcp/587'],
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
    source: 'https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html',
  },
  {
    // The drivers stream results by 444.
    service: 'athena',
    always: ['tcp/443', 'tcp/444'],
    possible: ['tcp/80'],
    source: 'https://docs.aws.amazon.com/athena/latest/ug/jdbc-v2.html',
  },
  {
    // The endpoint is for the control plane, by vpc-interface-endpoints.html; the service has 8443 beside 443 for its data.
    service: 'greengrass',
    always: ['tcp/443'],
    possible: ['tcp/80', 'tcp/8443'],
    source: 'https://docs.aws.amazon.com/greengrass/v2/developerguide/allow-device-traffic.html',
  },
  {
    service: 'storagegateway',
    always: ['tcp/443', 'tcp/1026-1028', 'tcp/1031', 'tcp/2222'],
    possible: ['tcp/80'],
    source: 'https://docs.aws.amazon.com/filegateway/latest/files3/gateway-private-link.html',
  },
  {
    // 22 is the channel by which AWS Support reaches an agent.
    service: 'datasync',
    always: ['tcp/443', 'tcp/1024-1064'],
    possible: ['tcp/22', 'tcp/80'],
    source: 'https://docs.aws.amazon.com/datasync/latest/userguide/datasync-network.html',
  },
  {
    // 21 and 8192-8200 for FTP, 5080 for AS2 (https://docs.aws.amazon.com/transfer/latest/userguide/as2-example-tutorial.html).
    // 443 and the other ports of SFTP were not seen on a page: they are what the table had.
    service: 'transfer.server',
    always: [],
    possible: ['tcp/21-22', 'tcp/443', 'tcp/2222-2223', 'tcp/5080', 'tcp/8192-8200', 'tcp/22000'],
    source: 'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html',
  },
  {
    // UDP was not seen on the page.
    service: 'appstream.streaming',
    always: ['tcp/443'],
    possible: ['tcp/1400-1499', 'udp/8433'],
    source:
      'https://docs.aws.amazon.com/appstream2/latest/developerguide/creating-streaming-from-interface-vpc-endpoints.html',
  },
  // Streaming to WorkSpaces, by the names of its own page and of PrivateLink's list of services.
  ...['prod.highlander', 'highlander'].map((service) => ({
    service,
    always: ['tcp/443'],
    possible: ['tcp/4195', 'udp/443', 'udp/4195'],
    source:
      'https://aws.amazon.com/blogs/desktop-and-application-streaming/connecting-amazon-workspaces-personal-with-aws-privatelink/',
  })),
  ...['transcribestreaming', 'transcribestreaming-fips'].map((service) => ({
    service,
    always: ['tcp/443'],
    possible: ['tcp/80', 'tcp/8443'],
    source: 'https://docs.aws.amazon.com/transcribe/latest/dg/getting-started-http-websocket.html',
  })),
  // 8443, for streams in both directions, was seen in programs that use it and not on a page.
  ...['sagemaker.runtime', 'sagemaker.runtime-fips'].map((service) => ({
    service,
    always: ['tcp/443'],
    possible: ['tcp/80', 'tcp/8443'],
    source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html',
  })),
];

/**
 * The endpoint by which one cluster of Aurora DSQL is used, `dsql-fnh4`; clusters are managed by `dsql` and `dsql-fips`. That
 * PostgreSQL's port is used was not seen on the page.
 */
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
