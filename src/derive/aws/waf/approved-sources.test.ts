import { describe, expect, it } from 'vitest';
import { AddressSet } from '../../../core/net/address-set.js';
import type { WafStatement } from '../../../facts/aws/waf.js';
import { isFromApproved } from './approved-sources.js';

const sets: Readonly<Record<string, readonly string[]>> = {
  office: ['192.0.2.0/25'],
  partner: ['198.51.100.0/24'],
  mixed: ['192.0.2.0/25', '198.51.100.0/24'],
  nobody: [],
};
const approved = AddressSet.ofCidrs(['192.0.2.0/24']);

function of(statement: WafStatement) {
  const addressesOf = (arn: string) => (sets[arn] === undefined ? null : AddressSet.ofCidrs(sets[arn]));
  return isFromApproved(statement, addressesOf, () => approved);
}

const ip = (arn: string, isForwarded = false): WafStatement => ({ type: 'ip-set-reference', arn, isForwarded });
const and = (...statements: WafStatement[]) => of({ type: 'and', statements });
const or = (...statements: WafStatement[]) => of({ type: 'or', statements });
const country: WafStatement = { type: 'geo', countryCodes: ['DE'], isForwarded: false };

it('addresses are approved where all of them are, and where a header does not only say them', () => {
  expect([of(ip('office')), of(ip('partner')), of(ip('mixed')), of(ip('nobody')), of(ip('unread'))]).toEqual([
    'yes',
    'no',
    'no',
    'yes',
    'unsaid',
  ]);
  expect([of(ip('office', true)), of(ip('unread', true))]).toEqual(['no', 'no']);
});

describe('statements of statements', () => {
  it('are approved by one of several that all hold', () => {
    expect([and(country, ip('office')), and(ip('partner'), country), and(ip('unread'), country)]).toEqual([
      'yes',
      'no',
      'unsaid',
    ]);
    expect(and(ip('unread'), ip('office'))).toBe('yes');
  });

  it('are approved by each of several of which any holds', () => {
    expect([or(ip('office'), ip('nobody')), or(ip('office'), country), or(ip('office'), ip('unread'))]).toEqual([
      'yes',
      'no',
      'unsaid',
    ]);
    expect(or(ip('unread'), ip('partner'))).toBe('no');
  });

  it('are not approved by what they leave out', () => {
    expect(of({ type: 'not', statement: ip('partner') })).toBe('no');
  });
});

const field = { kind: 'uri-path', name: null, oversizeHandling: null } as const;
const groups = { excludedRules: [], ruleActionOverrides: [] };

it.each<WafStatement>([
  { type: 'byte-match', field, positional: 'EXACTLY' },
  { type: 'sqli', field, sensitivity: 'low', isDecoded: true },
  { type: 'xss', field, isDecoded: true },
  { type: 'size-constraint', field, comparison: 'LT', size: 9, isAsSent: true },
  country,
  { type: 'regex', field },
  { type: 'regex-pattern-set-reference', arn: 'a', field },
  { type: 'asn-match', asns: [64496], isForwarded: false },
  { type: 'label-match', scope: 'label', key: 'a' },
  { type: 'rate-based', limit: 9, evaluationWindowSec: 60, aggregateKey: 'ip', customKeys: 0, scopeDown: ip('office') },
  {
    type: 'managed-rule-group',
    vendor: 'AWS',
    name: 'G',
    version: null,
    scopeDown: null,
    inspectionLevel: null,
    ...groups,
  },
  { type: 'rule-group-reference', arn: 'a', ...groups },
  { type: 'other', name: 'New' },
])('$type approves nobody', (statement) => {
  expect(of(statement)).toBe('no');
});
