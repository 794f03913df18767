import { afterEach, describe, expect, it, vi } from 'vitest';
import { configuredRegion } from './credentials.js';
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
      '@aws-sdk/client-ec2',
      '@aws-sdk/client-elastic-load-balancing-v2',
      '@aws-sdk/client-sts',
    ]);
    for (const version of Object.values(libraries)) expect(version).toMatch(/^3\.\d+\.\d+$/);
  });
});
