import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.js';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import { answered, githubReads, refused, type Script, Scripted } from '../../../test/helpers/github-reads.js';
import { collectIdentity } from './collect-identity.js';

async function identity(script: Script) {
  const { transport, requests } = githubReads(script);
  return { name: await collectIdentity({ transport, sink: collectingSink() }), requests: requests() };
}

describe('whose token it is', () => {
  const reads = { metadata: 'read' };
  const refusal = refused(403, 'Resource not accessible by integration', 'absent');
  const scoped = (scopes: string) => ({ 'GET /user': answered({ login: 'olga' }, { 'x-oauth-scopes': scopes }) });
  const ofApp = (body: JsonObject) => ({ 'GET /user': refusal, 'GET /app': body });

  it.each<[string, Script, string | null]>([
    ['a user', { 'GET /user': { login: 'olga' } }, 'olga'],
    ['a user by a token without a scope', scoped(''), 'olga'],
    ['a user by a token that reads', scoped('read:org, user:email, read:user'), 'olga'],
    [
      'a user by one that writes',
      scoped('repo, read:user, admin:org'),
      'olga, whose token may also write: admin:org, repo',
    ],
    ['an App', ofApp({ name: 'Prepay audit', slug: 'audit', permissions: reads }), 'app audit'],
    ['an App of an older server', ofApp({ name: 'Prepay audit', permissions: {} }), 'app Prepay audit'],
    [
      'an App that writes',
      ofApp({ name: 'a', slug: 'audit', permissions: { ...reads, contents: 'write', administration: 'admin' } }),
      'app audit, which may also write: administration, contents',
    ],
    ['a job', { 'GET /user': refusal, 'GET /app': refused(401, 'no JWT', 'absent') }, null],
  ])('is what GitHub says: %s', async (_, script, name) => {
    expect((await identity(script)).name).toBe(name);
  });

  it.each(['failed', 'denied'] as const)('is not known where that %s', async (outcome) => {
    const { name, requests } = await identity({ 'GET /user': new Scripted([], outcome) });
    expect([name, requests]).toEqual([null, ['GET /user']]);
  });
});
