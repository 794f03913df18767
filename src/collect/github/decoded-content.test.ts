import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.js';
import { decodedContent } from './decoded-content.js';

const answer = (response: Json) => ({ response, next: null, requestId: null, serverDate: null });
const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');

describe('a file in an answer', () => {
  it('becomes text', () => {
    const body = { sha: 'a', content: base64('on: push\n# é\n'), encoding: 'base64', size: 13 };
    expect(decodedContent(answer({ headers: {}, body })).response).toEqual({
      headers: {},
      body: { sha: 'a', content: 'on: push\n# é\n', encoding: 'utf-8', size: 13 },
    });
  });

  it('is kept byte by byte where it is no UTF-8', () => {
    const body = { content: base64(Buffer.from([0x61, 0xff])), encoding: 'base64' };
    expect(decodedContent(answer({ body })).response).toEqual({ body: { content: 'a\u00ff', encoding: 'latin1' } });
  });

  it.each<[string, Json]>([
    ['no object', []],
    ['without a body', { headers: {} }],
    ['with a list as its body', { body: [] }],
    ['in another encoding', { body: { content: 'a', encoding: 'utf-8' } }],
    ['without content', { body: { encoding: 'base64' } }],
  ])('is left as it is: %s', (_what, response) => {
    expect(decodedContent(answer(response)).response).toEqual(response);
  });
});
