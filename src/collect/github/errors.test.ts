import { describe, expect, it } from 'vitest';
import { CallError } from '../transport/classify.js';
import { classifyGithub, retryAfterMs, spentBudget } from './errors.js';

const request = { operation: 'GET /repos/{owner}/{repo}/keys' };
const date = 'Wed, 25 Nov 2026 12:00:00 GMT';
const inAnHour = String(Date.UTC(2026, 10, 25, 13) / 1000);

class Answered extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly response: { readonly headers: Record<string, string> };

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.response = { headers };
  }
}

const answer = (status: number, message: string, headers: Record<string, string> = {}): Answered =>
  new Answered(status, message, headers);

describe('an answer of GitHub that is none', () => {
  it.each([
    [401, 'Bad credentials', 'expired-token'],
    [403, 'Resource not accessible by integration', 'access-denied'],
    [403, 'Advanced Security must be enabled', 'access-denied'],
    [404, 'Not Found', 'access-denied'],
    [404, 'Not Found - https://docs.github.com/rest', 'access-denied'],
    [404, 'Branch not protected', 'not-found'],
    [404, 'no analysis found', 'not-found'],
    [409, 'Git Repository is empty.', 'refused-request'],
    [422, 'Only owners can use this filter.', 'access-denied'],
    [422, 'Validation Failed', 'refused-request'],
    [429, 'Too many requests', 'throttled'],
    [451, 'Repository access blocked', 'access-denied'],
    [500, 'Server Error', 'server-error'],
    [502, '<html>Bad Gateway</html>', 'server-error'],
  ])('%i %s is %s', (status, message, errorClass) => {
    expect(classifyGithub(answer(status, message), request)).toEqual({
      class: errorClass,
      code: String(status),
      message: expect.stringContaining(message) as string,
    });
  });

  it('means by "Not Found" that there is none where everybody may look', () => {
    expect(classifyGithub(answer(404, 'Not Found'), { operation: 'GET /orgs/{org}' }).class).toBe('not-found');
  });

  it.each([
    ['user', 'GET /user', 403, 'Resource not accessible by integration', 'not-found'],
    ['App', 'GET /app', 401, 'A JSON web token could not be decoded', 'not-found'],
    ['user, for another reason', 'GET /user', 403, 'Forbidden', 'access-denied'],
    ['user, since it was revoked', 'GET /user', 401, 'Bad credentials', 'expired-token'],
  ])('says that no %s stands behind the token', (_, operation, status, message, errorClass) => {
    expect(classifyGithub(answer(status, message), { operation }).class).toBe(errorClass);
  });

  it('names the place where a token is authorised for single sign-on', () => {
    const url = 'https://github.com/orgs/prepay/sso?authorization_request=A1';
    const error = answer(403, 'Resource protected by organization SAML enforcement.', {
      'x-github-sso': `required; url=${url}`,
    });
    expect(classifyGithub(error, request)).toMatchObject({
      class: 'access-denied',
      message: `Resource protected by organization SAML enforcement. Authorise the token at ${url}`,
    });
    const partial = answer(403, 'No.', { 'x-github-sso': 'partial-results; organizations=1' });
    expect(classifyGithub(partial, request).message).toBe('No.');
  });

  it.each([
    ['the hour is used up', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inAnHour, date }, 'No', 3_600_000],
    ['the hour is used up, with no word until when', { 'x-ratelimit-remaining': '0' }, 'No', null],
    ['the hour was over before', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5', date }, 'No', 0],
    ['a secondary limit', { 'retry-after': '7' }, 'No', 7000],
    ['a secondary limit without a time', {}, 'You have exceeded a secondary rate limit.', 60_000],
  ])('is throttled where %s', (_, headers, message, waitMs) => {
    const error = answer(403, message, headers);
    expect(classifyGithub(error, request)).toMatchObject({ class: 'throttled', code: '403' });
    expect(retryAfterMs(error)).toBe(waitMs);
  });

  it('names the end of the hour that is used up', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inAnHour, date };
    const error = answer(403, 'API rate limit exceeded', headers);
    expect(classifyGithub(error, request).message).toBe(
      'API rate limit exceeded (the calls of this hour are used up until 2026-11-25T13:00:00.000Z)',
    );
    expect(spentBudget(error)).toBe('core');
    expect(spentBudget(answer(429, 'No', { ...headers, 'x-ratelimit-resource': 'graphql' }))).toBe('graphql');
    expect(spentBudget(answer(403, 'No', { ...headers, 'x-ratelimit-resource': 'search' }))).toBeNull();
    expect(spentBudget(answer(403, 'No', { 'retry-after': '5' }))).toBeNull();
    expect(spentBudget(new Error('no answer'))).toBeNull();
  });

  it('that we threw beneath the client stays what it was', () => {
    const own = new CallError('malformed-answer', 'Redirected', 'GitHub redirects to x.example, which is not followed');
    const wrapped = Object.assign(new Answered(500, own.message), { cause: own });
    expect(classifyGithub(wrapped, request)).toEqual(own.readError);
  });

  it('that is no answer at all asks for no wait', () => {
    expect(retryAfterMs(new Error('x'))).toBeNull();
    expect(retryAfterMs(answer(500, 'x'))).toBeNull();
  });
});
