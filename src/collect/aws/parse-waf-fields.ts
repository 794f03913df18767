import { z } from 'zod';
import type { WafField } from '../../facts/aws/waf.js';
import { tagged } from './parse-waf-tagged.js';

type Kind = WafField['kind'];

const handlings = { CONTINUE: 'continue', MATCH: 'match', NO_MATCH: 'no-match' } as const;
const handling = z.enum(['CONTINUE', 'MATCH', 'NO_MATCH']).transform((text) => handlings[text]);

const whole = (kind: Kind) => z.unknown().transform((): WafField => ({ kind, name: null, oversizeHandling: null }));
const one = (kind: Kind) =>
  z.object({ Name: z.string() }).transform(({ Name }): WafField => ({ kind, name: Name, oversizeHandling: null }));
/** One that does not say is looked at as far as it fits: https://docs.aws.amazon.com/waf/latest/APIReference/API_Body.html */
const body = (kind: Kind) =>
  z
    .object({ OversizeHandling: handling.default('continue') })
    .transform(({ OversizeHandling }): WafField => ({ kind, name: null, oversizeHandling: OversizeHandling }));
const list = (kind: Kind) =>
  z
    .object({ OversizeHandling: handling })
    .transform(({ OversizeHandling }): WafField => ({ kind, name: null, oversizeHandling: OversizeHandling }));

/** The part of a request that a statement looks at. */
export const wireField = tagged<WafField>(
  {
    SingleHeader: one('single-header'),
    SingleQueryArgument: one('single-query-argument'),
    AllQueryArguments: whole('all-query-arguments'),
    UriPath: whole('uri-path'),
    QueryString: whole('query-string'),
    Body: body('body'),
    Method: whole('method'),
    JsonBody: body('json-body'),
    Headers: list('headers'),
    Cookies: list('cookies'),
    HeaderOrder: list('header-order'),
    JA3Fingerprint: whole('ja3-fingerprint'),
    JA4Fingerprint: whole('ja4-fingerprint'),
    UriFragment: whole('uri-fragment'),
  },
  () => ({ kind: 'other', name: null, oversizeHandling: null }),
);
