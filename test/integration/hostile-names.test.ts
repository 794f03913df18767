import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeRegion, given, openRegion } from '../../scripts/seed/aws.js';
import { z } from 'zod';
import type { Finding } from '../../src/core/finding.js';
import { openPack } from '../../src/pack/reader.js';
import { type Ended, prepay, temporary } from '../e2e/cli.js';
import { type Moto, startMoto } from './peers/aws/moto.js';

// XML carries no ESC, so that EC2 cannot: the one-character form of ESC [ stands in a name, ESC itself in the configuration.
const controlSequence = '\u009b31m';
const configuration = `version: 1
entity: { name: "\\e[31m\\u202e<b>Evil {{constructor}}" }
scope: { aws: [{ account: "123456789012", regions: [eu-west-1] }] }
`;
const steering = new RegExp(String.raw`[\u001b\u009b\u202e]`, 'u');
const rightToLeft = '\u202e';

/** Names as a malicious or a careless hand gives them; each is the name of a group that is open to the world. */
const names = {
  script: '<script>alert(1)</script>',
  attribute: `" onmouseover="alert(2)`,
  handlebars: '{{constructor}}',
  tripleHandlebars: '{{{constructor.constructor}}}',
  formula: "=cmd|'/c calc'!A1",
  plus: '+1+cmd()',
  at: '@SUM(1)',
  ansi: `${controlSequence}red`,
  rightToLeft: `${rightToLeft}txt.exe`,
  newline: 'first\n  VERIFIED: forged line',
  markdown: '| a | [click](javascript:alert(3)) |',
  long: 'n'.repeat(200),
} as const;

// The networks' own test number, whole and in groups.
const cardTexts = ['4111 1111 1111 1111', 'paid with 4111-1111-1111-1111', '4111111111111111'];
const cardNumber = /4111[ -]?1111[ -]?1111[ -]?1111/u;

let moto: Moto;
let run: Ended;
let pack: string;
let cwd: string;
const findings: Finding[] = [];

beforeAll(async () => {
  moto = await startMoto();
  await plant(moto.url);
  cwd = temporary();
  const env = {
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: moto.url,
  };
  expect(await prepay(['keys', 'generate', 'audit.key'], { cwd })).toMatchObject({ code: 0 });
  writeFileSync(join(cwd, 'prepay.yaml'), configuration);
  const flags = ['--format', 'html,json,csv', '--output', 'csv=findings.csv'];
  run = await prepay(['audit', 'run', ...flags, '--sign', 'audit.key'], { cwd, env });
  pack = realpathSync(join(cwd, 'evidence', 'latest'));
  for await (const finding of (await openPack(pack)).findings()) findings.push(finding);
});
afterAll(() => moto.stop());

async function plant(url: string): Promise<void> {
  const region = openRegion(url, 'eu-west-1');
  const { ec2 } = region;
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const VpcId = given(Vpcs?.[0]?.VpcId, 'VPC');
  const ids: string[] = [];
  for (const GroupName of Object.values(names)) {
    const made = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'hostile', VpcId }));
    const GroupId = given(made.GroupId, 'group');
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    ids.push(GroupId);
  }
  const places = [VpcId, given(Subnets?.[0]?.SubnetId, 'subnet'), given(ids[0], 'group')];
  for (const [at, Value] of cardTexts.entries()) {
    const Resources = [given(places[at], 'resource')];
    await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'note', Value }] }));
  }
  closeRegion(region);
}

function text(path: string): string {
  return readFileSync(join(pack, path), 'utf8');
}

describe('hostile names', () => {
  it('reach the findings as they are: data, not markup', () => {
    expect(run.code, run.stderr).toBe(1);
    const found = findings.filter(
      ({ control, outcome }) => control === 'no-world-open-admin-ports' && outcome === 'fail',
    );
    expect(found.map(({ resource }) => resource.name).sort()).toEqual(Object.values(names).sort());
    const report: unknown = JSON.parse(text('reports/findings.json'));
    for (const name of Object.values(names)) expect(holds(report, name), name).toBe(true);
  });

  it('are text in HTML', () => {
    const html = text('reports/report.html');
    expect(html).toContain('&lt;script&gt;alert(1)');
    // Braces may be written as character references; either way they are shown, not run.
    expect(html).toMatch(/(?:\{|&#123;|&#x7B;){2}constructor/iu);
    expect(html).not.toContain('<script>alert(1)');
    expect(html).not.toContain('<b>Evil');
    expect(html).not.toMatch(/<[^>]* onmouseover="alert/u);
    expect(html).not.toContain('function Object()');
    expect(html).not.toMatch(steering);
  });

  it('are no formulas in CSV, and stay in their cell', () => {
    for (const csv of [text('reports/findings.csv'), readFileSync(join(cwd, 'findings.csv'), 'utf8')]) {
      const cells = parsed(csv);
      expect(new Set(cells.map((row) => row.length)).size).toBe(1);
      expect(cells.flat().filter((cell) => /^[=+@\t\r-]/u.test(cell))).toEqual([]);
      expect(cells.flat().some((cell) => cell.includes("=cmd|'/c calc'!A1"))).toBe(true);
    }
  });

  it('move no cursor and forge no line in a terminal', async () => {
    const shown = await prepay(['pack', 'show', pack]);
    const verified = await prepay(['pack', 'verify', pack, '--key', 'audit.key.pub'], { cwd });
    expect([shown.code, verified.code], shown.stderr + verified.stderr).toEqual([0, 0]);
    for (const out of [run.stdout, run.stderr, shown.stdout, verified.stdout]) {
      expect(out).not.toMatch(steering);
      expect(out).not.toMatch(/^\s*VERIFIED: forged/mu);
    }
  });
});

describe('card numbers in tags', () => {
  it('stand nowhere in the pack, its reports, or what was printed', () => {
    const hits = [...filesOf(pack), join(cwd, 'findings.csv')].filter((file) =>
      cardNumber.test(readFileSync(file, 'latin1')),
    );
    expect(hits).toEqual([]);
    expect(cardNumber.test(run.stdout + run.stderr)).toBe(false);
  });

  it('are findings at critical that lead to where they stood', async () => {
    const found = findings.filter(
      ({ control, outcome }) => control === 'no-card-data-in-evidence' && outcome === 'fail',
    );
    expect(found.map(({ resource }) => resource.name).sort()).toEqual([
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ]);
    const reads = await (await openPack(pack)).reads();
    for (const { severity, evidence, resource } of found) {
      expect(severity).toBe('critical');
      const pointers = evidence.filter(({ pointer }) => /\/Tags\/\d+\/Value$/u.test(pointer));
      expect(pointers, resource.name ?? '').toHaveLength(1);
      const file = reads.find(({ key }) => key === resource.id)?.file ?? '';
      const [page = ''] = text(file).split('\n');
      const { response } = z.object({ response: z.unknown() }).parse(JSON.parse(page));
      expect(at(response, pointers[0]?.pointer ?? '')).toEqual({ redacted: 'card-number' });
    }
  });
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}

/** Whether the text is a value somewhere in the JSON. */
function holds(value: unknown, name: string): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some((inner) => holds(inner, name));
  return value === name;
}

/** What a JSON Pointer names (RFC 6901). */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (inner: unknown, token) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, token) : undefined),
      value,
    );
}

/** RFC 4180, without the byte order mark. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of csv
    .replace(/^\ufeff/u, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    if (row.length > 1) rows.push(row);
    row = [];
  }
  return rows;
}
