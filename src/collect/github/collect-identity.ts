import { z } from 'zod';
import { byCodeUnit } from '../../core/json.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import { readOf } from './read-of.js';

const user = z.object({
  /** Of a classic token alone. */
  headers: z.object({ 'x-oauth-scopes': z.string().default('') }),
  body: z.object({ login: z.string() }),
});
const app = z.object({
  body: z.object({
    name: z.string(),
    slug: z.string().optional(),
    permissions: z.record(z.string(), z.string()),
  }),
});

/**
 * Whose token it is, as GitHub says, and what it may write, since an audit needs to write nothing: `olga`, `app audit`,
 * `olga, whose token may also write: repo`. Of a fine-grained token GitHub does not say what it may. Null where it did not
 * say whose it is, as to the token of a workflow's job, which is nobody's.
 */
export async function collectIdentity({ transport }: Reading): Promise<string | null> {
  const asUser = await readAnswer(transport, readOf({ source: 'github' }, 'GET /user'), '/body', (page) =>
    user.parse(page),
  );
  const [one] = asUser.pages;
  if (one !== undefined) {
    const { headers, body } = one.value;
    const scopes = headers['x-oauth-scopes'].split(',').map((scope) => scope.trim());
    return withWrites(body.login, 'whose token', scopes.filter(writes));
  }
  // Only the token of an installation has no user.
  if (asUser.ending.outcome !== 'absent') return null;
  const asApp = await readAnswer(transport, readOf({ source: 'github' }, 'GET /app'), '/body', (page) =>
    app.parse(page),
  );
  const [found] = asApp.pages;
  if (found === undefined) return null;
  const { slug, name, permissions } = found.value.body;
  const written = Object.entries(permissions).flatMap(([permission, level]) => (level === 'read' ? [] : [permission]));
  return withWrites(`app ${slug ?? name}`, 'which', written);
}

/** https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps: all others change something. */
function writes(scope: string): boolean {
  return scope !== '' && scope !== 'user:email' && !scope.startsWith('read:');
}

function withWrites(name: string, what: string, written: readonly string[]): string {
  return written.length === 0 ? name : `${name}, ${what} may also write: ${[...written].sort(byCodeUnit).join(', ')}`;
}
