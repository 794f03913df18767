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
      'tcp/21-22, tcp/443, tcp/2222-2223, tcp/8192-8200, tcp/22000',
    ],
  ])('of %s is %s, always %s, possibly %s', (name, service, always, possible) => {
    expect(texts(endpointService(name))).toEqual({ service, always, possible });
  });

  it.each([
    'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
    'aws.sagemaker.eu-west-1.studio',
    'com.amazonaws.iam',
    'not.com.amazonaws.eu-west-1.ssm',
  ])('is nothing for %s, which may listen on anything', (name) => {
    expect(endpointService(name)).toBeNull();
  });
});
