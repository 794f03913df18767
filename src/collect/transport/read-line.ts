import { z } from 'zod';
import { PrepayError } from '../../core/errors.js';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.js';
import { type ReadLine, readErrorClasses, redactionReasons } from '../../core/read.js';
import { sources } from '../../core/scope.js';
import { misfitOf } from './misfit.js';

const json = z.custom<Json>((value) => misfitOf(value) === null, 'not JSON that can be carried exactly');
const jsonObject = z.custom<JsonObject>(
  (value) => misfitOf(value) === null && isJsonObject(value as Json),
  'not an object',
);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime({ precision: 3 });
const count = z.int().min(0);

const scope = z.strictObject({
  source: z.enum(sources),
  account: z.string().exactOptional(),
  region: z.string().exactOptional(),
  org: z.string().exactOptional(),
  repo: z.string().exactOptional(),
  cluster: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  tenant: z.string().exactOptional(),
});

const base = {
  key: sha256,
  source: z.enum(sources),
  scope,
  operation: z.string(),
  input: jsonObject,
  command: z.string(),
};

const pageLine = z.strictObject({
  type: z.literal('page'),
  ...base,
  page: count,
  token: z.strictObject({ request: z.string().nullable(), next: z.string().nullable() }),
  response: json,
  requestId: z.string().nullable(),
  serverDate: z.string().nullable(),
  startedAt: time,
  durationMs: count,
  attempts: z.int().min(1),
  sha256,
  redactions: z.array(z.strictObject({ pointer: z.string(), reason: z.enum(redactionReasons) })),
});

const endLine = z.strictObject({
  type: z.literal('end'),
  ...base,
  outcome: z.enum(['complete', 'denied', 'failed', 'throttled', 'absent']),
  pages: count,
  attempts: count,
  endedAt: time,
  error: z.strictObject({ class: z.enum(readErrorClasses), code: z.string(), message: z.string().max(500) }).nullable(),
});

/** The shape of one line of a recording, nothing more and nothing less. */
const readLine = z.discriminatedUnion('type', [pageLine, endLine]);

/** The line, or PREPAY_PACK_INVALID naming `where` it stands and what does not fit. */
export function parseReadLine(value: unknown, where: string): ReadLine {
  const parsed = readLine.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue === undefined || issue.path.length === 0 ? 'the line' : issue.path.join('.');
  throw new PrepayError(
    'PREPAY_PACK_INVALID',
    `${where}: expected a page or end line, got ${path} that does not fit (${issue?.message ?? 'no detail'})`,
    'The recording was changed or damaged after it was made; ask for the pack again.',
  );
}
