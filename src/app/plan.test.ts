import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../core/catalog.js';
import { type ControlDefinition, controlDefinition } from '../core/control.js';
import { PrepayError } from '../core/errors.js';
import { type AuditRequest, everything, planAudit } from './plan.js';

function control(id: string, severity: ControlDefinition['severity'], framework: string): ControlDefinition {
  return controlDefinition.parse({
    id,
    area: 'network',
    lifecycle: 'stable',
    statement: 'All is well.',
    subject: 'aws.ec2.vpc',
    severity,
    rationale: 'Because.',
    wrong: { pass: ['x'], fail: ['y'] },
    params: {
      ports: {
        kind: 'ports',
        description: 'Ports.',
        default: ['tcp/22'],
        mustInclude: ['tcp/22'],
        because: 'It is so.',
      },
      days: {
        kind: 'integer',
        description: 'Days.',
        unit: 'days',
        default: 30,
        minimum: 1,
        maximum: 90,
        limit: 31,
        looser: 'above',
        because: 'It is so.',
      },
    },
    maps: [{ framework, clause: '1.2.5', role: 'tests', because: 'It is so.' }],
    remediation: { console: 'x', cli: 'y', terraform: 'z' },
    sources: [],
  });
}

const rules: { controls: ControlDefinition[]; catalogs: Catalog[] } = {
  controls: [control('no-open-doors', 'high', 'pci'), control('no-open-windows', 'low', 'iso')],
  catalogs: ['pci', 'iso'].map((id) => ({ id, title: id, groups: [], clauses: [] })),
};

function configFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'prepay-plan-')), 'prepay.yaml');
  writeFileSync(path, text);
  return path;
}

const plan = (request: Partial<AuditRequest>) => planAudit({ ...everything, ...request }, rules, {});

async function refusal(request: Partial<AuditRequest>): Promise<{ code: string; message: string; next: string }> {
  try {
    await plan(request);
  } catch (error) {
    if (error instanceof PrepayError) return { code: error.code, message: error.message, next: error.next };
    throw error;
  }
  return { code: 'none', message: '', next: '' };
}

describe('planAudit', () => {
  it('takes everything, in all regions, when nothing is said', async () => {
    const { selection, partialBecause, account, signing } = await plan({});
    expect(selection).toEqual({
      sources: ['aws'],
      frameworks: ['pci', 'iso'],
      controls: ['no-open-doors', 'no-open-windows'],
      regions: 'all',
      severities: [],
      failOn: 'high',
      allowIncomplete: [],
    });
    expect({ partialBecause, account }).toEqual({ partialBecause: [], account: null });
    expect(signing).toEqual({ signer: null, timestamp: null });
  });

  it.each([
    { request: { control: ['no-*-doors'] }, controls: ['no-open-doors'], because: ['--control no-*-doors'] },
    { request: { control: ['no-open-d??rs'] }, controls: ['no-open-doors'], because: ['--control no-open-d??rs'] },
    { request: { excludeControl: ['*windows'] }, controls: ['no-open-doors'], because: ['--exclude-control *windows'] },
    { request: { severity: ['low' as const] }, controls: ['no-open-windows'], because: ['--severity low'] },
    { request: { framework: ['iso'] }, controls: ['no-open-windows'], because: ['--framework iso'] },
    { request: { framework: ['iso', 'pci'] }, controls: ['no-open-doors', 'no-open-windows'], because: [] },
    { request: { source: ['aws'] }, controls: ['no-open-doors', 'no-open-windows'], because: [] },
  ])('narrows to $controls by $request, and says so', async ({ request, controls, because }) => {
    const { selection, partialBecause } = await plan(request);
    expect(selection.controls).toEqual(controls);
    expect(partialBecause).toEqual(because);
  });

  it.each([
    { request: { control: ['no-open-dors'] }, code: 'PREPAY_UNKNOWN_CONTROL', next: 'Did you mean no-open-doors?' },
    {
      request: { control: ['zzzzzzzzzzzzzzzzzzzz'] },
      code: 'PREPAY_UNKNOWN_CONTROL',
      next: 'Known are: no-open-doors, no-open-windows.',
    },
    {
      request: { control: ['no-open-doors'], severity: ['low' as const] },
      code: 'PREPAY_UNKNOWN_CONTROL',
      next: 'Widen',
    },
    { request: { framework: ['pcj'] }, code: 'PREPAY_UNKNOWN_FRAMEWORK', next: 'Did you mean pci?' },
    { request: { region: ['mars'] }, code: 'PREPAY_UNKNOWN_REGION', next: 'eu-west-1' },
    { request: { source: ['kubernetes'] }, code: 'PREPAY_NOT_BUILT', next: 'It reads: aws, github, gates.' },
    { request: { source: ['gitlab'] }, code: 'PREPAY_USAGE', next: 'aws' },
    { request: { allowIncomplete: ['kubernetes'] }, code: 'PREPAY_NOT_BUILT', next: 'aws' },
    { request: { allowIncomplete: ['everything'] }, code: 'PREPAY_USAGE', next: 'aws' },
    { request: { config: '/nowhere.yaml' }, code: 'PREPAY_CONFIG_UNREADABLE', next: 'Check' },
  ])('refuses $request with $code', async ({ request, code, next }) => {
    const refused = await refusal(request);
    expect(refused.code).toBe(code);
    expect(refused.next).toContain(next);
  });

  it('treats regular-expression characters in a glob as themselves', async () => {
    expect((await refusal({ control: ['no.open.doors'] })).code).toBe('PREPAY_UNKNOWN_CONTROL');
  });

  describe('with a configuration', () => {
    const scoped = 'version: 1\nscope:\n  aws: [{ account: "111122223333", regions: [eu-west-1, eu-central-1] }]\n';

    it('takes its account and regions', async () => {
      const { account, selection, partialBecause } = await plan({ config: configFile(scoped) });
      expect({ account, regions: selection.regions, partialBecause }).toEqual({
        account: '111122223333',
        regions: ['eu-west-1', 'eu-central-1'],
        partialBecause: [],
      });
    });

    it('is partial with fewer regions, not with all of them', async () => {
      const config = configFile(scoped);
      expect((await plan({ config, region: ['eu-west-1'] })).partialBecause).toEqual(['--region eu-west-1']);
      expect((await plan({ config, region: ['eu-central-1', 'eu-west-1'] })).partialBecause).toEqual([]);
    });

    it('refuses a region outside of it, naming the nearest', async () => {
      const refused = await refusal({ config: configFile(scoped), region: ['eu-west-2'] });
      expect(refused).toMatchObject({ code: 'PREPAY_UNKNOWN_REGION', next: 'Did you mean eu-west-1?' });
    });

    it('leaves its scope aside for the demo', async () => {
      expect((await plan({ config: configFile(scoped), demo: 'before' })).account).toBeNull();
    });

    it('overlays parameters and remembers their lines', async () => {
      const { parameters } = await plan({
        config: configFile('version: 1\nparams:\n  no-open-doors:\n    days: 31\n'),
      });
      expect(
        parameters.find(({ control: id, parameter }) => id === 'no-open-doors' && parameter === 'days'),
      ).toMatchObject({
        value: 31,
        location: { line: 4 },
      });
      expect(parameters.filter(({ location }) => location === null)).toHaveLength(3);
    });

    it.each([
      {
        params: 'no-open-dors: { days: 1 }',
        says: ':2 params.no-open-dors: no such control; did you mean "no-open-doors"?',
      },
      {
        params: 'no-open-doors: { dayz: 1 }',
        says: ':2 params.no-open-doors.dayz: no such parameter; did you mean "days"?',
      },
      { params: 'no-open-doors: { zzzzzzzzzz: 1 }', says: 'no such parameter' },
      { params: 'no-open-doors: { days: 91 }', says: 'expected a whole number of days from 1 to 90, got 91' },
      { params: 'no-open-doors: { days: [tcp/22] }', says: 'expected a whole number of days' },
      { params: 'no-open-doors: { ports: 22 }', says: 'expected a list of ports, got 22' },
      { params: 'no-open-doors: { ports: [tcq/22] }', says: 'tcq' },
    ])('refuses params: $params', async ({ params, says }) => {
      const refused = await refusal({ config: configFile(`version: 1\nparams: { ${params} }\n`) });
      expect(refused.code).toBe('PREPAY_CONFIG_INVALID');
      expect(refused.message).toContain(says);
    });

    it('finds the key relative to itself, and --sign goes before', async () => {
      const config = configFile('version: 1\nsigning: { key: keys/audit.key }\n');
      expect((await plan({ config })).signing.signer).toEqual({
        kind: 'file',
        path: join(config, '..', 'keys', 'audit.key'),
      });
      expect((await plan({ config, sign: 'other.key' })).signing.signer).toEqual({ kind: 'file', path: 'other.key' });
    });

    it('refuses to run unsigned where it demands a signature', async () => {
      const config = configFile('version: 1\nsigning: { required: true }\n');
      expect((await refusal({ config })).message).toContain('requires a signature');
      expect((await plan({ config, sign: 'audit.key' })).signing.signer).toEqual({ kind: 'file', path: 'audit.key' });
    });
  });
});
