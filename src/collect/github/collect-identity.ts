import { z } from 'zod';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import { readOf } from './read-of.js';

const user = z.object({ body: z.object({ login: z.string() }) });
const app = z.object({ body: z.object({ name: z.string(), slug: z.string().optional() }) });

/**
 * Whose token it is, as GitHub says: a login, or `app <slug>`. Null where it did not say, as to the token of a
 * workflow's job, which is nobody's.
 */
export async function collectIdentity({ transport }: Reading): Promise<string | null> {
  const asUser = await readAnswer(transport, readOf({ source: 'github' }, 'GET /user'), '/body', (page) =>
    user.parse(page),
  );
  const [login] = asUser.pages;
  if (login !== undefined) return login.value.body.login;
  // Only the token of an App is refused there.
  if (asUser.ending.outcome !== 'denied') return null;
  const asApp = await readAnswer(transport, readOf({ source: 'github' }, 'GET /app'), '/body', (page) =>
    app.parse(page),
  );
  const [found] = asApp.pages;
  return found === undefined ? null : `app ${found.value.body.slug ?? found.value.body.name}`;
}
