import { describe, expect, it } from 'vitest';
import { canonical, type Json, sha256Hex } from '../../core/json.js';
import type { PageLine } from '../../core/read.js';
import { redactLine } from './recorder.js';
import { redact, redactRequest, redactText } from './redact.js';

const pan = '4111111111111111';
const awsSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

const secrets: readonly (readonly [string, string])[] = [
  ['a PEM private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQ'],
  ['an RSA private key', 'key: -----BEGIN RSA PRIVATE KEY-----\nMIIE'],
  ['an OpenSSH private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
  ['a PGP private key', '-----BEGIN PGP PRIVATE KEY BLOCK-----'],
  ['a GitHub token', `token ghp_${'a1B2'.repeat(9)}`],
  ['a GitHub app token', `ghs_${'a1B2'.repeat(9)}`],
  ['a fine-grained GitHub token', `github_pat_${'a1B2_'.repeat(8)}`],
  ['a Slack token', ['xoxb', '1234567890', 'abcdef'].join('-')],
  ['a Stripe live key', ['sk', 'live', '4eC39HqLyjWDarjt'].join('_')],
  ['a JWT', ['Bearer eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', 'dozjgNryP4J3jVmNHl0w'].join('.')],
  ['an AWS key pair in one text', `AKIAIOSFODNN7EXAMPLE:${awsSecret}`],
  ['an AWS secret key with its label', `aws_secret_access_key = ${awsSecret}`],
];

const harmless: readonly (readonly [string, string])[] = [
  ['an access key id by itself', 'AKIAIOSFODNN7EXAMPLE'],
  ['forty characters by themselves', awsSecret],
  ['a commit beside an access key id', `AKIAIOSFODNN7EXAMPLE da39a3ee5e6b4b0d3255bfef95601890afd80709`],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIEvQ'],
  ['a Stripe test key', 'sk_test_4eC39HqLyjWDarjt'],
  ['a base64 page token', 'eyJuZXh0VG9rZW4iOiBudWxsfQ=='],
  ['a short text', 'ghp_'],
];

describe('redact', () => {
  it.each(secrets)('takes out %s', (_, text) => {
    expect(redact({ note: text })).toEqual({
      value: { note: { redacted: 'secret' } },
      redactions: [{ pointer: '/note', reason: 'secret' }],
    });
    expect(redactText(text)).toBe('[redacted: secret]');
  });

  it.each(harmless)('keeps %s', (_, text) => {
    expect(redact({ note: text })).toEqual({ value: { note: text }, redactions: [] });
    expect(redactText(text)).toBe(text);
  });

  it('takes a secret key out beside its id or under its label, though nothing in it tells', () => {
    const value = {
      AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      Other: awsSecret,
      list: ['ASIAIOSFODNN7EXAMPLE', awsSecret],
      in: { SecretAccessKey: awsSecret },
    };
    expect(redact(value).value).toEqual({
      AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      Other: { redacted: 'secret' },
      list: ['ASIAIOSFODNN7EXAMPLE', { redacted: 'secret' }],
      in: { SecretAccessKey: { redacted: 'secret' } },
    });
  });

  it('takes card numbers out of texts, numbers and lists, whole, and says where', () => {
    const value: Json = {
      Tags: [{ Key: 'note', Value: `card ${pan} of Ms Smith` }, { 'a/b~c': Number(pan) }, [pan]],
      ok: [1, true, null, 'x'],
    };
    const { value: kept, redactions } = redact(value);
    expect(kept).toEqual({
      Tags: [
        { Key: 'note', Value: { redacted: 'card-number' } },
        { 'a/b~c': { redacted: 'card-number' } },
        [{ redacted: 'card-number' }],
      ],
      ok: [1, true, null, 'x'],
    });
    expect(redactions).toEqual([
      { pointer: '/Tags/0/Value', reason: 'card-number' },
      { pointer: '/Tags/1/a~1b~0c', reason: 'card-number' },
      { pointer: '/Tags/2/0', reason: 'card-number' },
    ]);
  });

  it('renames a member whose name is a card number, to a name that is free', () => {
    const { value, redactions } = redact({ tags: { 'redacted-1': 'mine', [`x${pan}`]: 'a', [`y ${pan}`]: pan } });
    expect(value).toEqual({
      tags: { 'redacted-1': 'mine', 'redacted-2': 'a', 'redacted-3': { redacted: 'card-number' } },
    });
    expect(redactions.map((item) => item.pointer)).toEqual([
      '/tags/redacted-2',
      '/tags/redacted-3',
      '/tags/redacted-3',
    ]);
  });

  it('drops what an operation never keeps, by pointer, any index, any member; a null tells nothing and stays', () => {
    const value = {
      items: [
        {
          env: [
            { name: 'A', value: 's' },
            { name: 'B', value: null },
          ],
          notes: { 'a/b': 'x' },
        },
      ],
      other: { env: 'kept' },
    };
    expect(redact(value, ['/items/*/env/*/value', '/items/0/notes/a~1b', '/nowhere']).value).toEqual({
      items: [
        {
          env: [
            { name: 'A', value: { redacted: 'not-collected' } },
            { name: 'B', value: null },
          ],
          notes: { 'a/b': { redacted: 'not-collected' } },
        },
      ],
      other: { env: 'kept' },
    });
  });

  it('is its own fixed point, and keeps a member named __proto__ a member', () => {
    const value: Json = JSON.parse(`{"__proto__": {"a": "${pan}"}, "k${pan}": "v"}`) as Json;
    const once = redact(value).value;
    expect(JSON.stringify(once)).toBe('{"__proto__":{"a":{"redacted":"card-number"}},"redacted-1":"v"}');
    expect(redact(once)).toEqual({ value: once, redactions: [] });
  });

  it('leaves a request as it is where there is nothing to take out of its input', () => {
    const request = { source: 'aws', scope: { source: 'aws' }, operation: 'x', input: { id: 'sg-1' } } as const;
    expect(redactRequest(request)).toBe(request);
    expect(redactRequest({ ...request, input: { id: pan } }).input).toEqual({ id: { redacted: 'card-number' } });
  });
});

describe('redactLine', () => {
  const page: PageLine = {
    type: 'page',
    key: 'k',
    source: 'aws',
    scope: { source: 'aws' },
    operation: 'op',
    input: { name: pan },
    page: 1,
    token: { request: `after ${pan}`, next: `beyond ${pan}` },
    response: { a: pan, b: 1 },
    requestId: null,
    serverDate: null,
    startedAt: '2026-11-25T12:00:00.000Z',
    durationMs: 1,
    attempts: 1,
    sha256: sha256Hex(canonical({ a: pan, b: 1 })),
    redactions: [],
    command: `aws op --name ${pan}`,
  };

  it('leaves no card number and no hash of one in any member, and hashes what is left', () => {
    const line = redactLine(page, []);
    expect(JSON.stringify(line)).not.toContain(pan);
    expect(JSON.stringify(line)).not.toContain(page.sha256);
    expect(line).toMatchObject({
      sha256: sha256Hex(canonical({ a: { redacted: 'card-number' }, b: 1 })),
      token: { request: '[redacted: token of page 1]', next: '[redacted: token of page 2]' },
      command: '[redacted: card-number]',
    });
  });

  it('keeps what was said of redactions before', () => {
    const before = { pointer: '/b', reason: 'secret' } as const;
    expect(redactLine({ ...page, redactions: [before] }, [])).toMatchObject({
      redactions: [before, { pointer: '/a', reason: 'card-number' }],
    });
    expect(redactLine({ ...page, response: { b: { redacted: 'secret' } }, redactions: [before] }, [])).toMatchObject({
      redactions: [before],
    });
  });

  it('redacts the message of an end line', () => {
    const { key, source, scope, operation, input, command } = page;
    const line = redactLine(
      {
        ...{ key, source, scope, operation, input, command },
        type: 'end',
        outcome: 'failed',
        pages: 0,
        attempts: 1,
        endedAt: page.startedAt,
        error: { class: 'refused-request', code: 'x', message: `bad ${pan}` },
      },
      [],
    );
    expect(JSON.stringify(line)).not.toContain(pan);
    expect(line).toMatchObject({ error: { message: '[redacted: card-number]' } });
  });
});
