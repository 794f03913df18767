import { describe, expect, it } from 'vitest';
import { ireland } from '../../test/helpers/engine.js';
import type { FactKind } from '../core/fact.js';
import type { Gap } from '../core/read.js';
import { derivations } from '../derive/derivations.js';
import { withDerivations } from '../derive/derivation.js';
import { FactBase } from '../facts/fact-base.js';
import { wafFacts } from '../facts/aws/waf.js';
import { approval } from '../facts/run.js';
import { wafMatrix } from './waf-matrix.js';

const run = { source: 'run' } as const;
const denied: Gap = { reason: 'denied', reads: [], text: 'approvals: denied' };
const allow = { name: 'let', priority: 1, action: 'allow', statement: { type: 'ip-set-reference', arn: 'set' } };
const own = { name: 'own', priority: 2, action: 'block', statement: { type: 'xss', field: { kind: 'body' } } };

function matrixOf(acls: readonly object[], isApprovalDenied = false): ReturnType<typeof wafMatrix> {
  const base = new FactBase();
  const whole = (kind: FactKind): void => base.covered(kind, ireland, { gap: null, reads: [], delivered: true });
  for (const acl of acls) {
    const data = wafFacts['aws.wafv2.web-acl'].parse({ wafScope: 'REGIONAL', defaultAction: 'allow', ...acl });
    base.fact({ kind: 'aws.wafv2.web-acl', id: data.id, name: null, scope: ireland, data, evidence: [] });
  }
  const set = wafFacts['aws.wafv2.ip-set'].parse({ id: 'set', version: 'IPV4', addresses: ['192.0.2.0/24'] });
  base.fact({ kind: 'aws.wafv2.ip-set', id: set.id, name: null, scope: ireland, data: set, evidence: [] });
  for (const kind of ['web-acl', 'ip-set', 'rule-group', 'managed-rule-group'] as const) whole(`aws.wafv2.${kind}`);
  const data = approval.parse({ id: 'networks[0]', approves: 'network', value: '192.0.2.0/24', reason: 'office' });
  base.fact({ kind: 'approval', id: data.id, name: null, scope: run, data, evidence: [] });
  base.covered('approval', run, { gap: isApprovalDenied ? denied : null, reads: [], delivered: true });
  return wafMatrix(withDerivations(base, derivations));
}

describe('wafMatrix', () => {
  it('has a row an ACL by id, with a cell a category and the rules that decide', () => {
    const rows = matrixOf([{ id: 'b', webAclName: 'web', rules: [own] }, { id: 'a' }]);
    expect(rows.map(({ webAcl, name, scope }) => [webAcl, name, scope])).toEqual([
      ['a', null, ireland],
      ['b', 'web', ireland],
    ]);
    expect(rows[1]?.cells).toHaveLength(11);
    expect(rows[1]?.cells.find(({ category }) => category === 'xss')).toMatchObject({
      files: '941',
      title: 'Cross-site scripting',
      action: 'partial',
      by: ['own'],
    });
  });

  it('says unknown where what the ACL does could not be worked out', () => {
    const [row] = matrixOf([{ id: 'a', rules: [allow, own] }], true);
    expect(new Set(row?.cells.map(({ action, why }) => `${action}: ${why.join()}`))).toEqual(
      new Set(['unknown: approvals: denied']),
    );
  });

  it('is empty where no web ACL was listed', () => {
    expect(wafMatrix(withDerivations(new FactBase(), derivations))).toEqual([]);
  });
});
