import { describe, expect, it } from 'vitest';
import { sampleInput } from '../../test/unit/report/sample.js';
import { buildModel } from './model.js';
import type { ReportModel } from './model-types.js';
import { writeSarif } from './sarif.js';

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
    logicalLocations: { name: string }[];
  }[];
  partialFingerprints: Record<string, string>;
  properties: { outcome: string; number: string };
}
interface SarifRun {
  tool: { driver: { rules: { id: string; properties?: { tags: string[]; 'security-severity': string } }[] } };
  results: Result[];
  invocations: { toolExecutionNotifications: { message: { text: string } }[] }[];
  properties: Record<string, unknown>;
}

function runOf(model: ReportModel): SarifRun {
  const { version, runs } = JSON.parse(writeSarif(model)) as { version: string; runs: SarifRun[] };
  expect(version).toBe('2.1.0');
  const [run, second] = runs;
  if (run === undefined || second !== undefined) throw new Error('expected one run');
  return run;
}

describe('writeSarif', () => {
  it('has a result for each fail and unknown, fails first, each with its rule and a place', () => {
    const model = buildModel(sampleInput({ findings: 8 }));
    const { results, tool } = runOf(model);
    const expected = model.findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
    expect(results.map(({ properties }) => properties.number).sort()).toEqual(
      expected.map(({ number }) => number).sort(),
    );
    const outcomes = results.map(({ properties }) => properties.outcome);
    expect(outcomes).toEqual([...outcomes].sort());
    for (const { ruleId, ruleIndex, locations, partialFingerprints, properties } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(locations[0]?.physicalLocation).toEqual({
        artifactLocation: { uri: 'prepay.yaml' },
        region: { startLine: 1 },
      });
      const finding = model.findings.find(({ number }) => number === properties.number);
      expect(partialFingerprints['prepay/v1']).toBe(finding?.fingerprint);
      expect(partialFingerprints['primaryLocationLineHash']).toBe(`${finding?.fingerprint ?? ''}:1`);
    }
    expect(tool.driver.rules.every(({ properties }) => (properties?.tags.length ?? 0) <= 20)).toBe(true);
  });

  it('places a result where it says, else on the line of its organization or source', () => {
    const input = sampleInput({ findings: 3 });
    const configuration = { ...input.run.configuration, file: 'conf/a b.yaml', lines: { aws: 4, 'github/prepay': 9 } };
    const model = buildModel({ ...input, run: { ...input.run, configuration } });
    const [first] = model.findings;
    if (first === undefined) throw new Error('the sample has no finding');
    const failing = { ...first, outcome: 'fail' as const };
    const scope = { source: 'github', org: 'prepay', repo: 'wallet' } as const;
    const findings = [
      failing,
      { ...failing, resource: { ...first.resource, scope } },
      { ...failing, location: { path: '.github/workflows/ci.yml', line: 12 } },
    ];
    expect(runOf({ ...model, findings }).results.map(({ locations }) => locations[0]?.physicalLocation)).toEqual([
      { artifactLocation: { uri: 'conf/a%20b.yaml' }, region: { startLine: 4 } },
      { artifactLocation: { uri: 'conf/a%20b.yaml' }, region: { startLine: 9 } },
      { artifactLocation: { uri: '.github/workflows/ci.yml' }, region: { startLine: 12 } },
    ]);
  });

  it.each(['../conf/prepay.yaml', '/conf/prepay.yaml', './conf/prepay.yaml'])('makes a relative uri of %s', (file) => {
    const input = sampleInput({ findings: 1 });
    const model = buildModel({ ...input, run: { ...input.run, configuration: { file } } });
    const uris = runOf(model).results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
    expect(new Set(uris)).toEqual(new Set(['conf/prepay.yaml']));
  });

  it('levels by severity and outcome, and says that an unknown is one', () => {
    const model = buildModel(sampleInput({ findings: 1 }));
    const [first] = model.findings;
    if (first === undefined) throw new Error('the sample has no finding');
    const of = (severity: 'critical' | 'medium' | 'low', outcome: 'fail' | 'unknown') => ({
      ...first,
      severity,
      outcome,
      reason: outcome === 'unknown' ? 'denied' : null,
    });
    const { results } = runOf({
      ...model,
      findings: [
        of('critical', 'fail'),
        of('medium', 'fail'),
        of('low', 'fail'),
        of('critical', 'unknown'),
        of('low', 'unknown'),
      ],
    });
    expect(results.map(({ level }) => level)).toEqual(['error', 'warning', 'note', 'warning', 'note']);
    expect(results[3]?.message.text).toMatch(/^Unknown \(denied\): /u);
  });

  it.each([
    ['[click](https://evil.example)', '[click] (https://evil.example)'],
    ['a\u202eb', 'a⟦U+202E⟧b'],
  ])('keeps a resource called %s text', (hostile, shown) => {
    const { results } = runOf(buildModel(sampleInput({ hostile })));
    expect(results.some(({ message }) => message.text.includes(shown))).toBe(true);
  });

  it('says what is partial and unreadable, and leaves out what is past the limit', () => {
    const model = buildModel(
      sampleInput({ findings: 2, signedBy: null, partialBecause: ['--source aws'], demo: 'before' }),
    );
    const [first] = model.findings;
    if (first === undefined) throw new Error('the sample has no finding');
    const findings = Array.from({ length: 25_001 }, () => ({ ...first, outcome: 'fail' as const }));
    const run = runOf({ ...model, findings, controls: [] });
    expect(run.results).toHaveLength(25_000);
    expect(run.tool.driver.rules).toEqual([{ id: first.control }]);
    expect(run.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      'the run is partial: --source aws',
      expect.stringContaining('did not come to an end'),
      '1 result past 25000 are left out; findings.json has them',
    ]);
    expect(run.properties).toMatchObject({ partial: true, signedBy: 'UNSIGNED', demo: 'before' });
  });
});
