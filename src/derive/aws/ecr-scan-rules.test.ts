import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isScanFilterMatch, scanFrequency } from './ecr-scan-rules.js';

describe('a filter of the registry', () => {
  // The table of https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
  const names = ['prod', 'repo-prod', 'prod-repo', 'repo-prod-repo', 'prodrepo'];
  it.each([
    ['prod', [true, true, true, true, true]],
    ['*prod', [true, true, false, false, false]],
    ['prod*', [true, false, true, false, true]],
    ['*prod*', [true, true, true, true, true]],
    ['prod*repo', [false, false, true, false, true]],
  ])('%s is about the names that the documentation lists', (filter, expected) => {
    expect(names.map((name) => isScanFilterMatch(filter, name))).toEqual(expected);
  });

  const part = fc.string({ unit: fc.constantFrom('a', 'b', '-', '/'), maxLength: 6 });

  it('without a wildcard says the same as the one with a wildcard at both ends', () => {
    fc.assert(
      fc.property(part, part, (filter, name) => {
        expect(isScanFilterMatch(filter, name)).toBe(isScanFilterMatch(`*${filter}*`, name));
      }),
    );
  });

  it('is about the name that its wildcard leaves open, whatever stands there', () => {
    fc.assert(
      fc.property(part, part, part, (before, between, after) => {
        expect(isScanFilterMatch(`${before}*${after}`, `${before}${between}${after}`)).toBe(true);
      }),
    );
  });
});

describe('the rules of a registry', () => {
  const rules = [
    { frequency: 'MANUAL', filters: ['*'] },
    { frequency: 'SCAN_ON_PUSH', filters: ['web', 'prod*'] },
    { frequency: 'CONTINUOUS_SCAN', filters: ['prod-*'] },
  ] as const;

  it.each([
    ['prod-api', 'CONTINUOUS_SCAN'],
    ['prod', 'SCAN_ON_PUSH'],
    ['other', 'MANUAL'],
  ])('have %s scanned by the strongest that is about it: %s', (name, expected) => {
    const own = rules.map(({ frequency, filters }) => ({ frequency, filters: [...filters] }));
    expect(scanFrequency({ scanType: 'ENHANCED', rules: own }, name)).toBe(expected);
  });

  it('say nothing where none is about it', () => {
    const rules = [{ frequency: 'SCAN_ON_PUSH' as const, filters: ['web'] }];
    expect(scanFrequency({ scanType: 'BASIC', rules }, 'api')).toBeNull();
    expect(scanFrequency({ scanType: 'ENHANCED', rules }, 'api')).toBeNull();
  });

  it('that has none are not said under enhanced scanning alone', () => {
    expect(scanFrequency({ scanType: 'ENHANCED', rules: [] }, 'api')).toBe('unsaid');
    expect(scanFrequency({ scanType: 'BASIC', rules: [] }, 'api')).toBeNull();
  });
});
