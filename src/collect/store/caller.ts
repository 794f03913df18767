import { PrepayError } from '../../core/errors.js';
import type { Json, JsonObject } from '../../core/json.js';
import type { ReadError, ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';

export const storeScope: Scope = { source: 'store' };

/** What is asked of a store of packs. */
export interface StoreReader {
  /** One page of the names of packs, and of what else stands there. */
  list(
    token: string | null,
  ): Promise<{ readonly packs: readonly string[]; readonly others: readonly string[]; readonly next: string | null }>;
  /** What a pack's manifest and statement tell, judged by the keys of the run. */
  statement(packId: string): Promise<JsonObject>;
  classify(error: unknown): ReadError;
}

const operations = {
  'store:ListPacks': {
    permissions: ['s3:ListBucket'],
    command: (url: string) => (isS3(url) ? `aws s3 ls ${quoted(slashed(url))}` : `ls -A ${quoted(url)}`),
  },
  'store:GetStatement': {
    permissions: ['s3:GetObject'],
    command: (url: string, packId: string) => {
      const file = quoted(`${slashed(url)}${packId}/attestation.sigstore.json`);
      return `${isS3(url) ? `aws s3 cp ${file} -` : `cat ${file}`} | jq -r .dsseEnvelope.payload | base64 -d | jq .predicate`;
    },
  },
} as const;
type StoreOperation = keyof typeof operations;

/** The names of the packs in a store. */
export function listRequest(url: string): ReadRequest {
  return request('store:ListPacks', { Store: url });
}

/** What one pack in a store states. */
export function statementRequest(url: string, packId: string): ReadRequest {
  return request('store:GetStatement', { Store: url, Pack: packId });
}

function request(operation: StoreOperation, input: JsonObject): ReadRequest {
  return { source: 'store', scope: storeScope, operation, input };
}

/**
 * The caller of earlier packs: `store:ListPacks` gives their names, page by page, `store:GetStatement` what the manifest and
 * the signed statement of `input.Pack` tell. A null reader answers nothing, and knows the operations all the same.
 */
export function storeCaller(reader: StoreReader | null): Caller {
  return {
    source: 'store',
    operation: operationOf,
    host: () => 'store',
    call: async ({ operation, input }, token) => {
      if (reader === null) throw new TypeError('no store is configured');
      if (operation === 'store:ListPacks') {
        const { packs, others, next } = await reader.list(token);
        return answer({ Packs: packs, Others: others }, next);
      }
      return answer({ Pack: await reader.statement(textOf(input['Pack'])) }, null);
    },
    classify: (error) =>
      reader?.classify(error) ?? { class: 'refused-request', code: 'NoStore', message: 'no store is configured' },
  };
}

function answer(response: Json, next: string | null): CallAnswer {
  return { response, next, requestId: null, serverDate: null };
}

function operationOf(name: string): Operation {
  if (!isStoreOperation(name)) {
    throw new PrepayError(
      'PREPAY_INTERNAL',
      `source store has no operation ${name}`,
      'Report this as a mistake of ours.',
    );
  }
  const { permissions, command } = operations[name];
  return {
    source: 'store',
    name,
    permissions,
    neverKept: [],
    command: ({ input }) => command(textOf(input['Store']), textOf(input['Pack'])),
  };
}

function isStoreOperation(name: string): name is StoreOperation {
  return Object.hasOwn(operations, name);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isS3(url: string): boolean {
  return url.startsWith('s3://');
}

function slashed(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
