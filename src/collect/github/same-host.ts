import { CallError } from '../transport/classify.js';
import type { Fetch } from '../transport/proxy.js';

const mostRedirects = 3;

/**
 * The same fetch, which follows the redirects of a repository's earlier names, and refuses those that lead elsewhere: our
 * token is GitHub's alone. https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 */
export function sameHost(fetch: Fetch): Fetch {
  return async (url, init) => {
    let at = url;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await fetch(at, { ...init, redirect: 'manual' });
      if (answer.status < 300 || answer.status > 399 || answer.status === 304) return answer;
      await answer.body?.cancel();
      const location = answer.headers.get('location');
      const target = location !== null && URL.canParse(location, at) ? new URL(location, at) : null;
      const isPost = init?.method !== undefined && init.method !== 'GET';
      if (target === null || target.origin !== new URL(at).origin || isPost || redirects === mostRedirects) {
        const where = target === null ? 'nowhere' : target.host;
        throw new CallError('malformed-answer', 'Redirected', `GitHub redirects to ${where}, which is not followed`);
      }
      at = target.href;
    }
  };
}
