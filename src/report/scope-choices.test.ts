import { describe, expect, it } from 'vitest';
import { scopeChoices } from './scope-choices.js';

describe('the choices of the scope', () => {
  it('are that everything is in the CDE and nothing approved where the configuration states neither', () => {
    expect(scopeChoices({})).toEqual({
      cde: 'No tags are configured that tell it apart: everything audited is in it.',
      approvals: [],
    });
    expect(scopeChoices({ cde: { awsTags: null } })).toEqual(scopeChoices({}));
  });

  it('name the tags, all of them', () => {
    const { cde } = scopeChoices({ cde: { awsTags: { 'pci-scope': 'cde', env: 'prod' } } });
    expect(cde).toContain('tagged pci-scope=cde and env=prod');
  });

  it('say of an approval who gave it, why, and where it is written; of a default that nobody did', () => {
    const given = { id: 'ports[0]', approves: 'port', value: 'tcp/443', reason: 'tenants' };
    const { approvals } = scopeChoices({
      approvals: [
        { ...given, owner: 'security', location: { path: 'prepay.yaml', line: 12 } },
        { ...given, id: 'default icmp/3', value: 'icmp/3', reason: 'default', owner: null, location: null },
      ],
    });
    expect(approvals).toEqual([
      { ...given, owner: 'security', place: 'prepay.yaml:12' },
      { ...given, id: 'default icmp/3', value: 'icmp/3', reason: 'default', owner: null, place: null },
    ]);
  });
});
