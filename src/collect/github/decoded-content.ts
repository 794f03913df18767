import { isJsonObject, type Json } from '../../core/json.js';
import type { CallAnswer } from '../transport/transport.js';

/**
 * The answer with the file that it carries as text in the place of base64: what is recorded has to be seen by the redactor,
 * and a secret in base64 is not. A file that is no UTF-8 stands there byte by byte (`latin1`).
 */
export function decodedContent(answer: CallAnswer): CallAnswer {
  const { response } = answer;
  if (!isJsonObject(response)) return answer;
  const { body } = response;
  if (body === undefined || !isJsonObject(body)) return answer;
  const { content, encoding } = body;
  if (typeof content !== 'string' || encoding !== 'base64') return answer;
  return { ...answer, response: { ...response, body: { ...body, ...textOf(Buffer.from(content, 'base64')) } } };
}

function textOf(bytes: Buffer): { readonly content: Json; readonly encoding: string } {
  try {
    return { content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { content: bytes.toString('latin1'), encoding: 'latin1' };
  }
}
