import { randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTsa, type Tsa } from '../../test/integration/peers/tsa/tsa.js';
import { certificatesOf, timeStampingFault } from './certificate-chain.js';
import { nonceOf, timeStampQuery } from './time-stamp-query.js';
import { checkTimeStamp, type TimeStampExpectations, TimeStampFault } from './time-stamp-token.js';

const data = Buffer.from('a signature');
const nonce = nonceOf(randomBytes(16));

/** What the authority answers to the query, and what is expected of it. */
async function stamped(
  tsa: Tsa,
  path = '',
  policy: string | null = null,
): Promise<[Uint8Array, TimeStampExpectations]> {
  const response = await fetch(tsa.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: Buffer.from(timeStampQuery(data, nonce, policy)),
  });
  const anchors = certificatesOf(readFileSync(tsa.root, 'utf8'));
  return [new Uint8Array(await response.arrayBuffer()), { data, anchors, nonce, policy }];
}

let good: Tsa;
beforeAll(async () => {
  good = await startTsa();
});
afterAll(() => good.stop());

describe('checkTimeStamp', () => {
  it.each([{}, { key: 'rsa' }, { ess: 'sha1' }] as const)('accepts the answer of an authority: %o', async (options) => {
    const tsa = await startTsa(options);
    const [response, expected] = await stamped(tsa);
    const { at, policy, authority, chain } = checkTimeStamp(response, expected);
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    expect([policy, authority]).toEqual(['1.2.3.4.1', '"CN=Example TSA"']);
    expect(certificatesOf(chain).map(({ subject }) => subject)).toEqual(['CN=Example TSA']);
    await tsa.stop();
  });

  it('accepts the policy that was asked for', async () => {
    const [response, expected] = await stamped(good, '', '1.2.3.4.2');
    expect(checkTimeStamp(response, expected).policy).toBe('1.2.3.4.2');
    expect(() => checkTimeStamp(response, { ...expected, policy: '1.2.3.4.1' })).toThrow(/expected the policy/);
  });

  it.each([
    ['reject', /the authority refused: status 2/],
    ['garbage', /expected an answer to a time-stamp query/],
    ['other-nonce', /it carries another nonce/],
    ['other-hash', /it is over another hash/],
  ])('refuses %s', async (path, why) => {
    const [response, expected] = await stamped(good, path);
    expect(() => checkTimeStamp(response, expected)).toThrow(why);
  });

  it('refuses a certificate that has expired', async () => {
    const tsa = await startTsa({ leaf: 'expired' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const [response, expected] = await stamped(tsa);
    await tsa.stop();
    expect(() => checkTimeStamp(response, expected)).toThrow(/had expired/);
  });

  it('refuses a certificate for other things', () => {
    const root = new X509Certificate(readFileSync(good.root));
    expect(timeStampingFault(root)).toBe('"CN=Example TSA Root" has no critical extended key usage');
  });

  it('refuses an authority that is not one of the given', async () => {
    const [response, expected] = await stamped(good);
    const other = await startTsa();
    const anchors = [new X509Certificate(readFileSync(other.root))];
    await other.stop();
    expect(() => checkTimeStamp(response, { ...expected, anchors })).toThrow(/does not chain to a given authority/);
    expect(() => checkTimeStamp(response, { ...expected, anchors: [] })).toThrow(/does not chain/);
  });

  it('refuses any byte that was changed of what is signed, of the certificate, and of the signature', async () => {
    const [response, expected] = await stamped(good);
    expect(() => checkTimeStamp(response, { ...expected, nonce: null })).not.toThrow();
    const leaf = certificatesOf(readFileSync(good.chain, 'utf8'))[0]?.raw ?? Buffer.alloc(0);
    const bytes = Buffer.from(response);
    const content = bytes.indexOf(Buffer.from('06042a030401', 'hex'));
    const ranges = [
      [content, content + 75],
      [bytes.indexOf(leaf), bytes.indexOf(leaf) + leaf.length],
      [response.length - 60, response.length],
    ] as const;
    for (const [from, to] of ranges) {
      expect(from).toBeGreaterThan(0);
      for (let at = from; at < to; at += 1) {
        const changed = Uint8Array.from(response);
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        expect(() => checkTimeStamp(changed, expected), `byte ${at}`).toThrow(TimeStampFault);
      }
    }
  }, 60_000);
});
