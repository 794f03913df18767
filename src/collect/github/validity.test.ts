import { describe, expect, it } from 'vitest';
import { validityOf } from './validity.js';

const request = {
  source: 'github',
  scope: { source: 'github', org: 'prepay' },
  operation: 'GET /orgs/{org}/members',
  input: {},
} as const;
const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  message: status === 401 ? 'Bad credentials' : 'API rate limit exceeded',
  response: { headers },
});
const hourly = (seconds: number) =>
  answer(403, {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(1_000_000 + seconds),
    date: new Date(1_000_000_000).toUTCString(),
  });

describe('the credentials of a run', () => {
  it('are given up after three refusals in a row, and not before', () => {
    const validity = validityOf(() => 0);
    for (const step of ['refuse', 'refuse', 'accept', 'refuse', 'refuse']) {
      if (step === 'accept') validity.accepted();
      else validity.refused(answer(401), request);
      expect(validity.spent(request)).toBeNull();
    }
    validity.refused(answer(401), request);
    expect(validity.spent(request)).toMatchObject({
      class: 'expired-token',
      message: 'GitHub no longer took the token: Bad credentials',
    });
    validity.renewed();
    expect(validity.spent(request)).toBeNull();
  });

  it('are not given up for a denial, nor for being no App', () => {
    const validity = validityOf(() => 0);
    for (let count = 0; count < 5; count += 1) {
      validity.refused(answer(403), request);
      validity.refused(answer(401), { ...request, operation: 'GET /app' });
    }
    expect(validity.spent(request)).toBeNull();
  });

  it('rest until the hour is over whose calls are used up', () => {
    let now = 5000;
    const validity = validityOf(() => now);
    validity.refused(hourly(61), request);
    expect(validity.spent(request)).toMatchObject({ class: 'throttled', code: '403' });
    now += 61_000;
    expect(validity.spent(request)).toBeNull();
  });

  it('do not rest for as long as a call waits by itself', () => {
    const validity = validityOf(() => 0);
    validity.refused(hourly(60), request);
    validity.refused(answer(403, { 'retry-after': '600' }), request);
    expect(validity.spent(request)).toBeNull();
  });
});
