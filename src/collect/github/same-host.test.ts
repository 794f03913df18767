import { Response } from 'undici';
import { describe, expect, it } from 'vitest';
import type { Fetch } from '../transport/proxy.js';
import { sameHost } from './same-host.js';

function fetching(answers: Readonly<Record<string, [number, string?]>>) {
  const calls: string[] = [];
  const fetch: Fetch = (url, init) => {
    calls.push(`${String(init?.redirect)} ${url}`);
    const [status, location] = answers[url] ?? [404];
    return Promise.resolve(new Response(null, { status, headers: location === undefined ? {} : { location } }));
  };
  return { fetch: sameHost(fetch), calls };
}

const old = 'https://api.example/repos/prepay/old';
const moved = 'https://api.example/repositories/7';

describe('redirects', () => {
  it('within the host are followed by us, so that it is known where they lead', async () => {
    const { fetch, calls } = fetching({ [old]: [301, '/repositories/7'], [moved]: [200] });
    expect((await fetch(old)).status).toBe(200);
    expect(calls).toEqual([`manual ${old}`, `manual ${moved}`]);
  });

  it.each([
    ['another host', { [old]: [302, 'https://evil.example/x'] }, 'evil.example'],
    ['another scheme', { [old]: [302, 'http://api.example/x'] }, 'api.example'],
    ['no place', { [old]: [301] }, 'nowhere'],
    ['no address', { [old]: [301, 'http://'] }, 'nowhere'],
    ['itself', { [old]: [301, old] }, 'api.example'],
  ] as [string, Readonly<Record<string, [number, string?]>>, string][])(
    'to %s are not followed',
    async (_, answers, where) => {
      const { fetch, calls } = fetching(answers);
      await expect(fetch(old)).rejects.toThrow(`GitHub redirects to ${where}, which is not followed`);
      expect(calls.length).toBeLessThanOrEqual(4);
      expect(calls.join()).not.toContain('evil');
    },
  );

  it('of what would change something are not followed', async () => {
    const { fetch } = fetching({ [old]: [307, moved] });
    await expect(fetch(old, { method: 'POST' })).rejects.toThrow('not followed');
  });

  it('are none where nothing changed', async () => {
    const { fetch } = fetching({ [old]: [304], [moved]: [500] });
    expect((await fetch(old)).status).toBe(304);
    expect((await fetch(moved)).status).toBe(500);
  });
});
