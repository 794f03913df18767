import { describe, expect, it } from 'vitest';
import { parseScanFindings } from './parse-ecr-vulnerabilities.js';

const basic = (...findings: object[]) => parseScanFindings({ imageScanFindings: { findings } });
const enhanced = (...enhancedFindings: object[]) => parseScanFindings({ imageScanFindings: { enhancedFindings } });
const finding = (details: object, more: object = {}) => ({
  severity: 'HIGH',
  status: 'ACTIVE',
  ...more,
  packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2026-0001', ...details },
});
const fixOf = (...packages: object[]) => enhanced(finding({ vulnerablePackages: packages }))[0]?.fix;

describe('the findings of basic scanning', () => {
  it('have a package, and neither a fix nor a date', () => {
    const attributes = [
      { key: 'package_version', value: '1.0' },
      { key: 'package_name', value: 'openssl' },
    ];
    expect(basic({ name: 'CVE-2026-0001', severity: 'CRITICAL', uri: 'https://example.com', attributes })).toEqual([
      {
        name: 'CVE-2026-0001',
        severity: 'CRITICAL',
        packages: ['openssl 1.0'],
        fix: null,
        publishedAt: null,
        observedAt: null,
      },
    ]);
  });

  it('may lack attributes', () => {
    expect(basic({ name: 'CVE-2026-0001', severity: 'HIGH' })).toMatchObject([{ packages: [] }]);
  });

  it('are left out where they are neither critical nor high', () => {
    expect(basic({ name: 'a', severity: 'MEDIUM' }, { name: 'b', severity: 'UNDEFINED' })).toEqual([]);
  });
});

describe('the findings of enhanced scanning', () => {
  it('count while they are suppressed, and not once they are closed', () => {
    const all = ['ACTIVE', 'SUPPRESSED', 'CLOSED'].map((status) => finding({}, { status }));
    expect(enhanced(...all)).toHaveLength(2);
  });

  it.each([
    ['a version that fixes it', [{ name: 'a', fixedInVersion: '2' }], 'YES'],
    [
      'no such version',
      [
        { name: 'a', fixedInVersion: 'NotAvailable' },
        { name: 'b', fixedInVersion: '' },
      ],
      null,
    ],
    ['nothing', [], null],
  ])('have a fix by %s where it is not said: %j', (_name, packages, expected) => {
    expect(fixOf(...packages)).toBe(expected);
  });

  it('have a fix or none as it is said, whatever the packages', () => {
    const vulnerablePackages = [{ name: 'a', fixedInVersion: '2' }];
    expect(enhanced(finding({ vulnerablePackages }, { fixAvailable: 'NO' }))[0]?.fix).toBe('NO');
  });

  it('that say something undocumented of a fix are refused', () => {
    expect(() => enhanced(finding({}, { fixAvailable: 'SOON' }))).toThrow('fixAvailable');
  });
});
