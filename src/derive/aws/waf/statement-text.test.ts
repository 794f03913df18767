import { expect, it } from 'vitest';
import { wafStatement } from '../../../facts/aws/waf-rules.js';
import { statementText } from './statement-text.js';

type Json = Readonly<Record<string, unknown>>;
const textOf = (statement: Json) => statementText(wafStatement.parse(statement));

const path: Json = { type: 'byte-match', field: { kind: 'uri-path' }, positional: 'EXACTLY' };
const country: Json = { type: 'geo' };
const set = 'arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/office/1a2b';

it.each<[Json, string]>([
  [path, 'requests by their path'],
  [{ type: 'regex', field: { kind: 'uri-fragment' } }, 'requests by their uri fragment'],
  [
    { type: 'regex-pattern-set-reference', arn: 'a', field: { kind: 'single-header', name: 'x-a' } },
    'requests by their single header x-a',
  ],
  [{ type: 'size-constraint', field: { kind: 'body' }, comparison: 'GT', size: 1 }, 'requests by their body'],
  [{ type: 'sqli', field: { kind: 'query-string' } }, 'requests by their query string without decoding it'],
  [{ type: 'xss', field: { kind: 'query-string' }, isDecoded: true }, 'requests by their query string'],
  [country, 'requests by their country'],
  [{ type: 'geo', isForwarded: true }, 'requests by their country as a header says it'],
  [{ type: 'asn-match', isForwarded: true }, "requests by their network's number as a header says it"],
  [{ type: 'ip-set-reference', arn: set }, 'requests by their address (office)'],
  [
    { type: 'ip-set-reference', arn: 'office', isForwarded: true },
    'requests by their address (office) as a header says it',
  ],
  [{ type: 'label-match', scope: 'label', key: 'a:b' }, 'requests by the label a:b'],
  [{ type: 'rate-based', limit: 1 }, 'requests by their rate'],
  [{ type: 'rate-based', limit: 1, scopeDown: path }, 'requests by their rate and their path'],
  [{ type: 'managed-rule-group', name: 'G' }, 'requests by the group G'],
  [{ type: 'rule-group-reference', arn: 'a/rulegroup/own/1' }, 'requests by the group own'],
  [{ type: 'other', name: 'NewStatement' }, 'requests by NewStatement'],
  [{ type: 'and', statements: [path, country, path] }, 'requests by their path and their country'],
  [{ type: 'or', statements: [country, { type: 'not', statement: path }] }, 'requests by their country and their path'],
  [{ type: 'or', statements: [] }, 'every request'],
])('%j', (statement, expected) => {
  expect(textOf(statement)).toBe(expected);
});
