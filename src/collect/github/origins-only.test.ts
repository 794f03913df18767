import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.js';
import { originsOnly } from './origins-only.js';

const answer = (response: Json) => ({ response, next: null, requestId: null, serverDate: null });
const shortened = (response: Json, ...pointers: string[]): Json => originsOnly(answer(response), pointers).response;

describe('an address of which scheme and host alone are kept', () => {
  it.each([
    ['https://ci.example.com/hooks/T0/B0/token', 'https://ci.example.com/[not kept]'],
    ['https://ci.example.com/?token=abc', 'https://ci.example.com/[not kept]'],
    ['https://ci.example.com/#abc', 'https://ci.example.com/[not kept]'],
    ['https://user:password@ci.example.com/', 'https://ci.example.com'],
    ['http://ci.example.com:8080', 'http://ci.example.com:8080'],
    ['ci.example.com/hooks/token', '[not kept]'],
    ['', '[not kept]'],
  ])('%s is kept as %s', (url, kept) => {
    expect(shortened({ body: [{ config: { url } }] }, '/body/*/config/url')).toEqual({
      body: [{ config: { url: kept } }],
    });
  });

  it('is found by its place alone', () => {
    const url = 'https://ci.example.com/token';
    const body = [{ config: { url }, url }, { config: null }, { config: { url: 7 } }, 'text'];
    expect(shortened({ body, url }, '/body/*/config/url')).toEqual({
      body: [
        { config: { url: 'https://ci.example.com/[not kept]' }, url },
        { config: null },
        { config: { url: 7 } },
        'text',
      ],
      url,
    });
    expect(shortened([url, url], '/1')).toEqual([url, 'https://ci.example.com/[not kept]']);
    expect(shortened({ url })).toEqual({ url });
  });
});
