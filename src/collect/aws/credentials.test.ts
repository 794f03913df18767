import { afterEach, describe, expect, it, vi } from 'vitest';
import { configuredRegion, keptCredentials } from './credentials.js';
import { awsLibraries } from './libraries.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the region of the environment', () => {
  it.each([
    ['AWS_REGION first', { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' }, 'eu-west-1'],
    ['then AWS_DEFAULT_REGION', { AWS_DEFAULT_REGION: 'eu-west-2' }, 'eu-west-2'],
    ['none where nothing names one', { AWS_REGION: '' }, null],
  ])('is %s', async (_name, environment, region) => {
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    expect(await configuredRegion(environment, null)).toBe(region);
  });
});

describe('the libraries that shape a recording', () => {
  it('are named with their exact versions', () => {
    const libraries = awsLibraries();
    expect(Object.keys(libraries)).toEqual([
      '@aws-sdk/client-acm',
      '@aws-sdk/client-api-gateway',
      '@aws-sdk/client-apigatewayv2',
      '@aws-sdk/client-appsync',
      '@aws-sdk/client-cloudfront',
      '@aws-sdk/client-cognito-identity-provider',
      '@aws-sdk/client-ec2',
      '@aws-sdk/client-ecr',
      '@aws-sdk/client-elastic-load-balancing-v2',
      '@aws-sdk/client-guardduty',
      '@aws-sdk/client-inspector2',
      '@aws-sdk/client-shield',
      '@aws-sdk/client-sts',
      '@aws-sdk/client-wafv2',
    ]);
    for (const version of Object.values(libraries)) expect(version).toMatch(/^3\.\d+\.\d+$/);
  });
});

describe('the credentials of all clients', () => {
  const identity = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'secret' });

  it('are looked for once where there are none', async () => {
    const find = vi.fn(() => Promise.reject(new Error('none')));
    const { provider } = keptCredentials(find);
    await expect(provider()).rejects.toThrow('none');
    await expect(provider()).rejects.toThrow('none');
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('are looked for again where there were some: a fetching that failed once is not kept', async () => {
    const find = vi
      .fn<() => Promise<ReturnType<typeof identity>>>()
      .mockResolvedValueOnce(identity('a'))
      .mockRejectedValueOnce(new Error('a moment'))
      .mockResolvedValueOnce(identity('b'));
    const { provider } = keptCredentials(find);
    expect((await provider()).accessKeyId).toBe('a');
    await expect(provider()).rejects.toThrow('a moment');
    expect((await provider()).accessKeyId).toBe('b');
  });

  it.each([
    ['others', () => Promise.resolve(identity('b')), true],
    ['the same', () => Promise.resolve(identity('a')), false],
    ['none', () => Promise.reject(new Error('none')), false],
  ])('renewed: %s', async (_name, again, isOther) => {
    const { provider, renew } = keptCredentials((options) =>
      options?.forceRefresh === true ? again() : Promise.resolve(identity('a')),
    );
    await provider();
    expect(await renew()).toBe(isOther);
  });
});
