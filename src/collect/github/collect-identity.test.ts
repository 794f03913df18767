import { describe, expect, it } from 'vitest';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import { githubReads, refused, type Script, Scripted } from '../../../test/helpers/github-reads.js';
import { collectIdentity } from './collect-identity.js';

async function identity(script: Script) {
  const { transport, requests } = githubReads(script);
  return { name: await collectIdentity({ transport, sink: collectingSink() }), requests: requests() };
}

describe('whose token it is', () => {
  it.each([
    ['a user', { 'GET /user': { login: 'olga' } }, 'olga'],
    [
      'an App',
      { 'GET /user': refused(403), 'GET /app': { name: 'Prepay audit', slug: 'prepay-audit' } },
      'app prepay-audit',
    ],
    [
      'an App of an older server',
      { 'GET /user': refused(403), 'GET /app': { name: 'Prepay audit' } },
      'app Prepay audit',
    ],
    ['a job', { 'GET /user': refused(403), 'GET /app': refused(401) }, null],
  ] as [string, Script, string | null][])('is what GitHub says: %s', async (_, script, name) => {
    expect((await identity(script)).name).toBe(name);
  });

  it('is not known where GitHub could not be asked', async () => {
    const { name, requests } = await identity({ 'GET /user': new Scripted([], 'failed') });
    expect([name, requests]).toEqual([null, ['GET /user']]);
  });
});
