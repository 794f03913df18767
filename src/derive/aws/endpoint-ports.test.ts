import { describe, expect, it } from 'vitest';
import { endpointService } from './endpoint-ports.js';

function texts(ports: ReturnType<typeof endpointService>) {
  return ports && { ...ports, always: ports.always.toString(), possible: ports.possible.toString() };
}

describe('endpointService', () => {
  it.each([
    ['com.amazonaws.eu-west-1.ssm', 'ssm', 'tcp/443', 'tcp/80, tcp/443'],
    ['com.amazonaws.eu-west-1.ecr.dkr', 'ecr.dkr', 'tcp/443', 'tcp/80, tcp/443'],
    ['cn.com.amazonaws.cn-north-1.ecr.api', 'ecr.api', 'tcp/443', 'tcp/80, tcp/443'],
    [
      'com.amazonaws.eu-west-1.email-smtp',
      'email-smtp',
      'tcp/25, tcp/465, tcp/587, tcp/2465, tcp/2587',
      'tcp/25, tcp/465, tcp/587, tcp/2465, tcp/2587',
    ],
    ['com.amazonaws.eu-west-1.cassandra', 'cassandra', 'tcp/9142', 'tcp/443, tcp/9142'],
    [
      'com.amazonaws.eu-west-1.transfer.server',
      'transfer.server',
      'no port',
      'tcp/21-22, tcp/443, tcp/2222-2223, tcp/5080, tcp/8192-8200, tcp/22000',
    ],
    ['com.amazonaws.eu-west-1.mail-manager-smtp.open', 'mail-manager-smtp.open', 'no port', 'tcp/25, tcp/587'],
    [
      'com.amazonaws.us-east-1.mail-manager-smtp.mtls.fips',
      'mail-manager-smtp.mtls.fips',
      'no port',
      'tcp/25, tcp/587',
    ],
    [
      'com.amazonaws.us-east-1.datasync',
      'datasync',
      'tcp/443, tcp/1024-1064',
      'tcp/22, tcp/80, tcp/443, tcp/1024-1064',
    ],
    ['com.amazonaws.us-east-1.prod.highlander', 'prod.highlander', 'tcp/443', 'tcp/443, tcp/4195, udp/443, udp/4195'],
    ['com.amazonaws.us-east-1.highlander', 'highlander', 'tcp/443', 'tcp/443, tcp/4195, udp/443, udp/4195'],
    [
      'com.amazonaws.us-east-1.transcribestreaming-fips',
      'transcribestreaming-fips',
      'tcp/443',
      'tcp/80, tcp/443, tcp/8443',
    ],
    [
      'com.amazonaws.us-east-1.sagemaker.runtime-fips',
      'sagemaker.runtime-fips',
      'tcp/443',
      'tcp/80, tcp/443, tcp/8443',
    ],
    ['com.amazonaws.us-gov-west-1.athena', 'athena', 'tcp/443-444', 'tcp/80, tcp/443-444'],
    ['com.amazonaws.us-east-1.dsql', 'dsql', 'tcp/443', 'tcp/80, tcp/443'],
    ['com.amazonaws.us-east-1.dsql-fips', 'dsql-fips', 'tcp/443', 'tcp/80, tcp/443'],
    ['com.amazonaws.us-east-1.dsql-fnh4', 'dsql-fnh4', 'tcp/5432', 'tcp/all, udp/all'],
    ['com.amazonaws.us-east-1.timestream.ingest-cell1', 'timestream.ingest-cell1', 'tcp/443', 'tcp/80, tcp/443'],
    ['com.amazonaws.us-east-1.s3', 's3', 'tcp/443', 'tcp/80, tcp/443'],
  ])('of %s is %s, always %s, possibly %s', (name, service, always, possible) => {
    expect(texts(endpointService(name))).toEqual({ service, always, possible });
  });

  it.each([
    'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
    'aws.sagemaker.eu-west-1.studio',
    'com.amazonaws.elasticache.serverless.eu-west-1.vpce-svc-0fabaa0808d0d0127',
    'com.amazonaws.eu-west-1.cache.vpce-svc-abcdef',
    'com.amazonaws.us-east-1.managedblockchain.n-mwy63zjzu5hgnczmggaqq6bzzm',
    'com.amazonaws.us-east-1.managedblockchain.n-mwyzjzuhgnczmggaqqbzzm',
    'com.amazonaws.us-east-1.database-fnh4',
    'com.amazonaws.s3-global.accesspoint',
    'com.amazonaws.iam',
    'not.com.amazonaws.eu-west-1.ssm',
  ])('is nothing for %s, which may listen on anything', (name) => {
    expect(endpointService(name)).toBeNull();
  });
});
