import { describe, expect, it } from 'vitest';
import { content, fixture, problem, read } from '../../../../test/unit/gates/read-report.js';
import { readers } from '../readers.js';

describe('a real inventory', () => {
  it.each([
    [
      'npm-cyclonedx',
      'cyclonedx-json',
      { specification: 'CycloneDX 1.5', subject: 'app 1.0.0', components: 4, packages: 4 },
    ],
    ['npm-spdx', 'spdx-json', { specification: 'SPDX-2.3', subject: 'wallet@1.0.0', components: 4, packages: 4 }],
    ['trivy-cyclonedx', 'cyclonedx-json', { specification: 'CycloneDX 1.7', subject: '.', components: 2, packages: 1 }],
    ['trivy-spdx', 'spdx-json', { specification: 'SPDX-2.3', subject: '.', components: 2, packages: 1 }],
  ])('%s', (name, format, expected) => {
    const text = fixture(`sboms/${name}.json`);
    for (const part of [1, 100, text.length]) {
      expect(read('x.json', text, part)).toMatchObject({
        format,
        gate: 'sbom',
        result: {
          content: { ...expected, unversioned: 0, unidentified: 0, examples: [] },
          writtenAt: expect.stringMatching(/^2026-/) as string,
        },
      });
    }
    content('x.json', text);
  });
});

describe('an inventory', () => {
  const cdx = (components: readonly object[], beside: object = {}): string =>
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components, ...beside });
  it('of CycloneDX counts components inside others, and tells packages from files', () => {
    const parts = [
      { type: 'library', name: 'a', components: [{ type: 'library', name: 'b', version: '1', cpe: 'cpe:2.3:a' }] },
      { type: 'file', name: 'c.txt' },
      { type: 'application', name: 'package-lock.json' },
      { type: 'application', name: 'nginx', version: '1' },
      { type: 'operating-system', name: 'debian', purl: 'pkg:generic/debian' },
      { type: 'library', name: ' ' },
    ];
    expect(content('x.json', cdx(parts))).toEqual({
      specification: 'CycloneDX 1.6',
      subject: null,
      components: 7,
      packages: 4,
      unversioned: 2,
      unidentified: 2,
      examples: ['a', 'debian'],
    });
  });

  it('names the first ten packages without a version', () => {
    const { examples } = content(
      'x.json',
      cdx(Array.from({ length: 12 }, (_, i) => ({ type: 'library', name: `p${i}` }))),
    ) as { examples: string[] };
    expect(examples).toHaveLength(10);
  });

  it('of CycloneDX names its subject, with or without a version', () => {
    expect(content('x.json', cdx([], { metadata: { component: { type: 'library', name: 'wallet' } } }))).toMatchObject({
      subject: 'wallet',
      components: 0,
    });
  });

  const spdx = (packages: readonly object[], beside: object = {}): string =>
    JSON.stringify({ spdxVersion: 'SPDX-2.2', packages, ...beside });
  it('of SPDX leaves out what the document is about, wherever that is said, and knows no version by NOASSERTION', () => {
    const purl = [{ referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: 'x' }];
    const packages = [
      { SPDXID: 'A', name: 'wallet', versionInfo: '1' },
      { SPDXID: 'B', name: 'b', versionInfo: 'NOASSERTION' },
      { SPDXID: 'C', name: 'c', versionInfo: '1', externalRefs: purl },
      { SPDXID: 'D', name: 'lock', primaryPackagePurpose: 'APPLICATION' },
      {
        SPDXID: 'E',
        name: 'nginx',
        primaryPackagePurpose: 'APPLICATION',
        externalRefs: [{ referenceType: 'other' }],
        versionInfo: '2',
      },
    ];
    const relationships = [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'A' },
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'CONTAINS', relatedSpdxElement: 'C' },
      { spdxElementId: 'A', relationshipType: 'DESCRIBES', relatedSpdxElement: 'C' },
    ];
    expect(content('x.json', spdx(packages, { relationships }))).toEqual({
      specification: 'SPDX-2.2',
      subject: null,
      components: 4,
      packages: 3,
      unversioned: 1,
      unidentified: 2,
      examples: ['b'],
    });
  });

  it('states a time with a zone, or none', () => {
    const at = (created: string) => read('x.json', spdx([], { creationInfo: { created } })).result;
    expect(at('2026-11-26T12:00:00Z')).toMatchObject({ writtenAt: '2026-11-26T12:00:00.000Z' });
    expect(at('2026-11-26T12:00:00')).toMatchObject({ writtenAt: null });
    expect(at('2026-13-26T12:00:00Z')).toMatchObject({ writtenAt: null });
  });

  it.each([
    ['CycloneDX of another version', '{"bomFormat": "CycloneDX", "specVersion": "2.0"}'],
    ['CycloneDX without a version', '{"bomFormat": "CycloneDX", "components": []}'],
    ['CycloneDX by another name', '{"bomFormat": "Cyclone", "specVersion": "1.6"}'],
    ['a component without a name', cdx([{ type: 'library' }])],
    ['a component inside another without a name', cdx([{ type: 'library', name: 'a', components: [{}] }])],
    ['SPDX of another version', '{"spdxVersion": "SPDX-3.0"}'],
  ])('of %s is none', (_, text) => {
    expect(problem('sbom.json', text)).toMatchObject({ gate: 'sbom', kind: 'wrong-format' });
  });

  it('of SPDX that lost its version is none', () => {
    const reading = readers.find(({ format }) => format === 'spdx-json')?.start();
    reading?.push('{"packages": []}');
    expect(() => reading?.end()).toThrow('expected spdxVersion, got none');
  });
});
