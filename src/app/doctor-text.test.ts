import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { nothingToAsk, type Probe, type ProbeResult } from '../collect/aws/doctor-probe.js';
import { missingActions, missingPolicy } from '../collect/aws/doctor.js';
import { widthOf } from '../report/wrap.js';
import type { AwsDoctor } from './doctor-aws.js';
import type { DoctorReport } from './doctor.js';
import { noGates } from './doctor-gates.js';
import { noGithub } from './doctor-github.js';
import { doctorText } from './doctor-text.js';

const regions = Array.from({ length: 17 }, (_, position) => `eu-west-${position}`);

function probe(operation: string, region: string | null, result: ProbeResult = 'readable', why = ''): Probe {
  const error =
    result === 'readable' || result === 'not-tried'
      ? null
      : { class: 'access-denied' as const, code: 'Code', message: 'words' };
  return { operation, region, result, why: result === 'readable' ? null : why, error };
}

const identity = { account: '111122223333', partition: 'aws', arn: 'arn:aws:iam::111122223333:role/audit' };

function report(aws: Partial<AwsDoctor>, exit: DoctorReport['exit'] = 0): DoctorReport {
  const operations = aws.operations ?? [];
  return {
    exit,
    checks: [
      { check: 'node', state: 'warning', text: 'Node 20.19.0' },
      { check: 'output', state: exit === 2 ? 'problem' : 'ok', text: './evidence' },
    ],
    aws: {
      state: 'readable',
      profile: null,
      credentials: { kind: 'environment variables', expiresAt: null },
      credentialsError: null,
      endpoint: null,
      homeRegion: 'eu-west-1',
      expectedAccount: null,
      identity,
      regions,
      disabledRegions: [],
      otherRegions: null,
      operations,
      missing: missingActions(operations),
      policy: missingPolicy(operations),
      ...aws,
    },
    github: noGithub,
    gates: noGates,
    later: [{ source: 'kubernetes', state: 'not-built', text: 'not built yet in this version' }],
  };
}

const print = (told: DoctorReport, columns = 80, color = false): string => doctorText(told, { columns, color });
const everywhere = (operation: string, result: ProbeResult, why = ''): Probe[] =>
  regions.map((region) => probe(operation, region, result, why));

describe('doctorText', () => {
  const listed = probe('ec2:DescribeRegions', null);
  const partly = report(
    {
      state: 'partly-readable',
      operations: [
        listed,
        ...everywhere('ec2:DescribeVpcs', 'readable'),
        ...everywhere('ec2:DescribeSubnets', 'denied', 'denied').slice(0, 6),
        ...everywhere('ec2:DescribeSubnets', 'readable').slice(6),
        ...everywhere('ec2:DescribeManagedPrefixLists', 'denied', 'denied'),
        ...everywhere(
          'ec2:GetManagedPrefixListEntries',
          'not-tried',
          'ec2:DescribeManagedPrefixLists was not readable',
        ),
      ],
    },
    3,
  );

  it.each([60, 80, 120, 200])('has no line wider than %i columns', (columns) => {
    expect(Math.max(...print(partly, columns).split('\n').map(widthOf))).toBeLessThanOrEqual(columns);
  });

  it('has colours when told and else not one escape', () => {
    expect(print(partly)).not.toContain('\u001b');
    expect(print(partly, 80, true)).toContain('\u001b[31m');
    expect(stripVTControlCharacters(print(partly, 80, true))).toBe(print(partly));
  });

  it('lists the operations sorted, each with how many regions can read it, and counts where names are too many', () => {
    const text = print(partly);
    const rows = [...text.matchAll(/^ {2}. (ec2:\w+) +(\d+ of \d+)$/gmu)].map(([, name, count]) => [name, count]);
    expect(rows).toEqual([
      ['ec2:DescribeManagedPrefixLists', '0 of 17'],
      ['ec2:DescribeRegions', '1 of 1'],
      ['ec2:DescribeSubnets', '11 of 17'],
      ['ec2:DescribeVpcs', '17 of 17'],
      ['ec2:GetManagedPrefixListEntries', '0 of 17'],
    ]);
    expect(text).toContain('denied (Code) in 6 of 17 regions');
    expect(text).toContain('not tried: ec2:DescribeManagedPrefixLists was not readable');
  });

  it('lists what is missing by region, and a policy of just that, whole', () => {
    const text = print(partly);
    expect(text).toContain('Missing (2)');
    const [, policy = ''] = /outweighs\s+it:\n([\s\S]*?\n {2}\})\n/.exec(text) ?? [];
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [{ Action: ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeSubnets'] }],
    });
    expect(text).toContain('run doctor again after');
    expect(text).toContain("'prepay permissions aws'");
  });

  it('says that everything can be read, and what that does not prove', () => {
    const one = (result: ProbeResult) => [
      probe('ec2:GetManagedPrefixListEntries', 'eu-west-1', result, nothingToAsk),
      probe('ec2:GetManagedPrefixListEntries', 'eu-west-2', 'not-tried', nothingToAsk),
    ];
    const proven = print(report({ operations: [listed, ...one('readable')] }));
    expect(proven).toContain('Everything can be read.');
    expect(proven).not.toContain('Not proven');
    expect(proven).not.toContain(nothingToAsk);
    expect(print(report({ operations: [listed, ...one('not-tried')] }))).toContain('Not proven');
  });

  it('counts where nothing was read, instead of a line for each operation', () => {
    const operations = [
      probe('sts:GetCallerIdentity', null, 'expired', 'the credentials have expired'),
      ...everywhere('ec2:DescribeVpcs', 'expired', 'the credentials have expired'),
      ...everywhere('ec2:GetManagedPrefixListEntries', 'not-tried', 'not readable'),
    ];
    const text = print(report({ state: 'unreadable', identity: null, operations }, 3)).replaceAll(/\s+/g, ' ');
    expect(text).toContain('2 operations: the credentials have expired (Code)');
    expect(text).toContain('17 calls not tried behind these');
    expect(text).toContain('not known: the credentials have expired');
    expect(text).toContain('log in again');
    expect(text).toContain('whether they are enabled is not known');
  });

  it.each([
    {
      name: 'no credentials',
      aws: {
        state: 'no-credentials' as const,
        profile: 'audit',
        credentials: null,
        credentialsError: { class: 'no-credentials' as const, code: 'X', message: 'no such profile' },
      },
      says: ['none that can be used, profile audit: no such profile', 'without credentials'],
    },
    {
      name: 'credentials that could not be had for no reason given',
      aws: { state: 'no-credentials' as const, credentials: null },
      says: ['none that can be used'],
    },
    {
      name: 'another account',
      aws: { state: 'wrong-account' as const, expectedAccount: '444455556666', operations: [listed] },
      says: ['expected account 444455556666, got 111122223333', 'of another account'],
    },
    { name: 'an output that cannot be written', aws: { operations: [listed] }, says: ['A run cannot begin'] },
  ])('says what a run could not begin with: $name', ({ aws, says }) => {
    const text = print(report(aws, 2)).replaceAll(/\s+/g, ' ');
    for (const part of says) expect(text).toContain(part);
  });

  it('leaves out AWS where it is not in scope, and concludes on what is', () => {
    const none = report({ state: 'not-in-scope' });
    expect(print(none)).not.toContain('credentials');
    expect(print(none)).toContain('Everything can be read.');
    const gates = { ...noGates, state: 'unreadable' as const, missing: ['lint' as const] };
    expect(print({ ...none, gates, exit: 3 })).toContain('Not every expected gate is there.');
    const github = { ...noGithub, state: 'partly-readable' as const, credentials: { kind: 'GH_TOKEN' as const } };
    expect(print({ ...none, gates, github, exit: 3 })).toContain('Not everything can be read.');
    const unsigned = { ...noGithub, state: 'no-credentials' as const };
    expect(print({ ...none, github: unsigned, exit: 2 })).toContain('GitHub cannot be read without credentials');
  });

  it('names regions that are not enabled, and that there may be more', () => {
    const text = print(
      report(
        {
          state: 'partly-readable',
          disabledRegions: ['af-south-1'],
          otherRegions: 'other regions may be in use: denied',
          endpoint: 'http://127.0.0.1:5000',
          credentials: { kind: 'the instance', expiresAt: '2026-01-01T00:00:00.000Z' },
          operations: [listed],
        },
        3,
      ),
    );
    expect(text).toContain('✕ region         af-south-1 is not enabled for the account');
    expect(text).toContain('other regions may be in use');
    expect(text).toContain('http://127.0.0.1:5000 (AWS_ENDPOINT_URL)');
    expect(text).toContain('valid until 2026-01-01');
  });
});
