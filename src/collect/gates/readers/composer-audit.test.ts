import { describe, expect, it } from 'vitest';
import { content, fixture, problem, read } from '../../../../test/unit/gates/read-report.js';

const unsaid = { fixable: 0, unfixable: 0, unsaid: 1 };

describe('a report of Composer', () => {
  it('of version 2.5, which gives no severity and no abandoned packages', () => {
    expect(content('x.json', fixture('audits/composer-advisories.json'))).toEqual({
      found: [{ rank: 'unranked', ...unsaid }],
      examples: ['prepay/ledger PKSA-0000-0000-0001 (unranked): Rounding of amounts'],
      ignored: 0,
      abandoned: null,
      filtered: [],
      unreachable: [],
    });
    expect(content('x.json', fixture('audits/composer-clean.json'))).toMatchObject({ found: [], abandoned: null });
  });

  it('that could not be made is an empty file', () => {
    expect(problem('composer-audit.json', fixture('audits/composer-refusing.json'))).toMatchObject({
      gate: 'composer-audit',
    });
  });

  // Written by hand: https://github.com/composer/composer/blob/main/src/Composer/Advisory/Auditor.php
  const advisory = (severity: string | null): object => ({
    advisoryId: 'PKSA-1',
    packageName: 'prepay/ledger',
    affectedVersions: '<1.2',
    title: 'Rounding',
    cve: null,
    link: null,
    reportedAt: '2026-10-01T00:00:00+00:00',
    sources: [{ name: 'GitHub', remoteId: 'GHSA-1' }],
    severity,
  });

  it('of later versions has severities, what is ignored, abandoned, unwanted and out of reach', () => {
    const report = {
      advisories: {
        'prepay/ledger': ['critical', 'high', 'medium', 'low', null, 'odd'].map(advisory),
        // PHP numbers what is left of a list by its old places.
        'prepay/other': { '1': advisory('high') },
      },
      'ignored-advisories': { 'prepay/ledger': [{ ...advisory('critical'), ignoreReason: 'not reached' }] },
      'unreachable-repositories': ['https://packages.example'],
      abandoned: { 'prepay/old-mailer': 'prepay/mailer', 'prepay/left': null },
      filter: { 'prepay/bad': [{ reason: 'malware' }] },
    };
    expect(content('x.json', JSON.stringify(report))).toMatchObject({
      found: [
        { rank: 'critical', unsaid: 1 },
        { rank: 'high', unsaid: 2 },
        { rank: 'medium', unsaid: 1 },
        { rank: 'low', unsaid: 1 },
        { rank: 'unranked', unsaid: 2 },
      ],
      ignored: 1,
      abandoned: ['prepay/old-mailer (use prepay/mailer)', 'prepay/left'],
      filtered: ['prepay/bad'],
      unreachable: ['https://packages.example'],
    });
  });

  it('with partial advisories and empty lists', () => {
    const partial = {
      advisories: { 'a/b': [{ advisoryId: 'PKSA-1', packageName: 'a/b', affectedVersions: '*' }] },
      abandoned: [],
      filter: [],
    };
    expect(content('x.json', JSON.stringify(partial))).toMatchObject({
      examples: ['a/b PKSA-1 (unranked)'],
      abandoned: [],
    });
  });

  it.each([
    ['a member that Composer does not write', '{"advisories": [], "advisorie": {}}'],
    ['advisories that are no list', '{"advisories": {"a/b": 7}}'],
    ['advisories that are a text', '{"advisories": "none"}'],
    ['an advisory of another shape', '{"advisories": {"a/b": [{"id": 1}]}}'],
  ])('with %s is none', (_, text) => {
    expect(problem('composer-audit.json', text)).toMatchObject({ gate: 'composer-audit', kind: 'wrong-format' });
  });

  it('is not taken for one of npm, nor one of npm for it', () => {
    expect(read('x.json', fixture('audits/composer-clean.json')).gate).toBe('composer-audit');
    expect(read('x.json', '{"advisories": {"1": {"module_name": "a"').gate).toBe('npm-audit');
  });
});
