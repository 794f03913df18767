import { describe, expect, it } from 'vitest';
import { controlDefinition, sourceOfKind } from './control.js';

const definition = {
  id: 'no-open-ports',
  area: 'network',
  lifecycle: 'stable',
  statement: 'No port is open.',
  subject: 'aws.ec2.security-group',
  severity: 'high',
  rationale: 'Because.',
  wrong: { pass: ['a'], fail: ['b'] },
  params: {},
  maps: [{ framework: 'pci-dss-4.0.1', clause: '1.2.5', role: 'supports', because: 'It does.' }],
  remediation: { console: 'a', cli: 'b', terraform: 'c' },
  sources: [],
};

describe('controlDefinition', () => {
  it('takes a whole definition', () => {
    expect(controlDefinition.parse(definition)).toEqual(definition);
  });

  it.each([
    { id: 'No_Open' },
    { severity: 'urgent' },
    { wrong: { pass: [], fail: ['b'] } },
    { statement: 'x'.repeat(201) },
    { maps: [{ framework: 'pci-dss-4.0.1', clause: '1.2.5', role: 'proves', because: '' }] },
    { severty: 'high' },
  ])('refuses %j', (change) => {
    expect(controlDefinition.safeParse({ ...definition, ...change }).success).toBe(false);
  });
});

describe('sourceOfKind', () => {
  it.each([
    ['aws.ec2.vpc', 'aws'],
    ['kubernetes.node', 'kubernetes'],
    ['store', 'store'],
    ['parameter', 'run'],
    ['read', 'run'],
    ['awsome.thing', 'run'],
  ])('of %s is %s', (kind, source) => {
    expect(sourceOfKind(kind)).toBe(source);
  });
});
