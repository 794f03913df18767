import { expect, it } from 'vitest';
import { need } from '../../core/check.js';
import { PortSet } from '../../core/net/port-set.js';
import type { Scope } from '../../core/scope.js';
import { FactBase } from '../../facts/fact-base.js';
import { approval } from '../../facts/run.js';
import { Touch, viewOf } from '../../facts/view.js';
import { approvedNetworks, approvedPorts } from './approvals.js';

const run: Scope = { source: 'run' };

function approvals() {
  const base = new FactBase();
  for (const row of [
    { id: 'default tcp/443', approves: 'port', value: 'tcp/443', reason: 'published' },
    { id: 'ports[0]', approves: 'port', value: '47/all', reason: 'tunnel', owner: 'net' },
    { id: 'networks[0]', approves: 'network', value: '198.51.100.0/22', reason: 'PSP', owner: 'net' },
    { id: 'networks[1]', approves: 'prefix-list', value: 'pl-1', reason: 'CDN', owner: 'net' },
    { id: 'routers[0]', approves: 'router', value: 'eni-1', reason: 'NAT', owner: 'net' },
  ]) {
    const data = approval.parse(row);
    base.fact({ kind: 'approval', id: data.id, name: null, scope: run, data, evidence: [] });
  }
  base.covered('approval', run, { gap: null, reads: [], delivered: true });
  return viewOf(need('approval', { within: 'all' }), run, base, new Touch());
}

it('takes the ports, protocols without ports included, and says who approved what of those that were asked for', () => {
  const { ports, on } = approvedPorts(approvals());
  expect(ports.toString()).toBe('tcp/443, protocol 47');
  expect(on(PortSet.all).text).toBe('tcp/443 approved by default tcp/443; protocol 47 approved by net (ports[0])');
  expect(on(PortSet.parse('tcp/440-450'))).toMatchObject({
    text: 'tcp/443 approved by default tcp/443',
    approvals: [{ id: 'default tcp/443' }],
  });
  expect(on(PortSet.parse('tcp/22'))).toEqual({ text: '', approvals: [] });
});

it('takes the networks', () => {
  const { addresses, isList } = approvedNetworks(approvals());
  expect(addresses.toString()).toBe('198.51.100.0/22');
  expect(isList('pl-1', null)).toBe(true);
  expect(isList('pl-9', 'pl-1')).toBe(true);
  expect(isList('pl-9', 'offices')).toBe(false);
  expect(isList('pl-9', null)).toBe(false);
});
