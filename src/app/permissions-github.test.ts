import { describe, expect, it } from 'vitest';
import { widthOf } from '../report/wrap.js';
import { githubPermissionsDocument, githubPermissionsText } from './permissions-github.js';

describe('the permissions of the audit of GitHub', () => {
  const document = githubPermissionsDocument();

  it('are for reading alone, of the repository and of the organization', () => {
    expect(document.repository).toMatchObject({
      actions: 'read',
      administration: 'read',
      contents: 'read',
      metadata: 'read',
    });
    expect(document.organization).toMatchObject({
      members: 'read',
      organization_administration: 'read',
      organization_self_hosted_runners: 'read',
    });
    const levels = new Set([...Object.values(document.repository), ...Object.values(document.organization)]);
    expect([...levels]).toEqual(['read']);
    for (const part of [document.repository, document.organization]) {
      expect(Object.keys(part)).toEqual(Object.keys(part).sort());
    }
  });

  it('say what they do not show: rulesets in full, and second factors', () => {
    const told = document.notSeen.map(({ what, needs }) => `${what}: ${needs}`).join('\n');
    expect(told).toContain('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}');
    expect(told).toContain('repository: administration (write)');
    expect(told).toContain('no-members-without-2fa');
  });

  it.each([40, 80, 120])('are printed in at most %i columns, every one of them', (columns) => {
    const text = githubPermissionsText(document, columns);
    expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(columns);
    for (const name of [...Object.keys(document.repository), ...Object.keys(document.organization)]) {
      expect(text).toContain(`  ${name}: read`);
    }
    expect(text.replaceAll(/\s+/gu, ' ')).toContain(
      'A classic token needs the scopes admin:org, admin:org_hook, repo.',
    );
  });
});
