import { describe, expect, it } from 'vitest';
import { ireland } from '../../../test/helpers/engine.js';
import { need } from '../../core/check.js';
import { AddressSet } from '../../core/net/address-set.js';
import { securityGroup } from '../../facts/aws/groups.js';
import { FactBase } from '../../facts/fact-base.js';
import { Touch, viewOf } from '../../facts/view.js';
import { audienceOf, broadForeign, broadPrivate, broadText, hasWidePrivateSource } from './source-breadth.js';

const none = AddressSet.empty;
const widest = { v4: 24, v6: 48 };

function audience(...ingress: readonly object[]) {
  const data = securityGroup.parse({ id: 'sg-1', ingress: ingress.map((rule) => ({ protocol: 'tcp', ...rule })) });
  const group = { kind: 'aws.ec2.security-group', id: 'sg-1', name: null, scope: ireland, data, evidence: [] } as const;
  return audienceOf(group, viewOf(need('aws.ec2.prefix-list'), ireland, new FactBase(), new Touch()));
}

function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `198.51.${100 + Math.floor(index / 256)}.${index % 256}/32`);
}

describe('audienceOf', () => {
  it('looks no list up for what is the internet by CIDR, and one beside it', () => {
    const world = { ports: '443', v4: ['0.0.0.0/0'], lists: ['pl-1'] };
    expect(audience(world)).toMatchObject({ pieces: [], unresolved: [] });
    expect(audience(world, { ports: '22', lists: ['pl-1'] }).unresolved).toHaveLength(1);
  });

  it('excuses no list where none is approved', () => {
    const { pieces } = audience({ ports: '22', v4: ['198.51.100.0/22'], lists: ['pl-1'] });
    expect(pieces.map(({ excused }) => excused.isEmpty())).toEqual([true]);
  });
});

describe('broadForeign', () => {
  it('takes 256 addresses in a row for a /24, and 512 for a /23', () => {
    expect(broadForeign(audience({ v4: addresses(256) }), none, none, widest)).toEqual([]);
    const [broad] = broadForeign(audience({ v4: addresses(512) }), none, none, widest);
    expect(broad?.blocks).toEqual(['198.51.100.0/23']);
  });

  it('names the rules that contribute, and no rule beside them', () => {
    const broad = broadForeign(
      audience({ ports: '22', v4: ['198.51.100.0/22'] }, { ports: '20-25', v4: ['8.8.8.8/32'] }),
      none,
      none,
      widest,
    );
    expect(broadText(broad)).toBe('198.51.100.0/22 reach tcp/22 (tcp/22 from 198.51.100.0/22)');
  });

  it('leaves out what is approved and the home network', () => {
    const four = audience({ v4: ['198.51.100.0/22'] });
    expect(broadForeign(four, AddressSet.parseCidr('198.51.100.0/22'), none, widest)).toEqual([]);
    expect(broadForeign(four, none, AddressSet.parseCidr('198.51.100.0/22'), widest)).toEqual([]);
    expect(broadForeign(four, AddressSet.parseCidr('198.51.100.0/24'), none, widest)).toHaveLength(1);
  });
});

describe('broadPrivate', () => {
  const home = {
    cidrs: ['10.20.0.0/16'],
    ranges: AddressSet.parseCidr('10.20.0.0/16'),
    widest: { v4: 16, v6: 48 },
    evidence: [],
  };
  const blocks = (...v4: readonly string[]) =>
    broadPrivate(audience({ v4 }), none, home).flatMap((broad) => broad.blocks);

  it('weighs what is written as well as what it adds up to', () => {
    expect(blocks('10.20.0.0/15')).toEqual(['10.20.0.0/15']);
    expect(blocks('10.20.0.0/16', '10.21.0.0/16')).toEqual([]);
    expect(blocks('10.22.0.0/16', '10.23.0.0/16')).toEqual(['10.22.0.0/15']);
    expect(blocks('10.0.0.0/8', '172.16.0.0/16', '172.17.0.0/16')).toEqual(['10.0.0.0/8', '172.16.0.0/15']);
  });
});

describe('hasWidePrivateSource', () => {
  it('asks for no VPC where a source is no wider than the smallest one', () => {
    expect(hasWidePrivateSource(audience({ v4: ['10.0.0.0/28', '8.0.0.0/8'] }), none)).toBe(false);
    expect(hasWidePrivateSource(audience({ v4: ['10.0.0.0/27'] }), none)).toBe(true);
    expect(hasWidePrivateSource(audience({ v4: ['10.0.0.0/27'] }), AddressSet.parseCidr('10.0.0.0/8'))).toBe(false);
  });
});
