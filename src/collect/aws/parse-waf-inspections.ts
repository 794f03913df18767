import { z } from 'zod';
import type { WafStatement } from '../../facts/aws/waf.js';
import { wireField } from './parse-waf-fields.js';

/** Statements about what stands in a part of a request. */
const looked = z.object({ FieldToMatch: wireField });

// One at least, NONE for none: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
const transformations = z
  .array(z.object({ Type: z.string() }))
  .min(1)
  .transform((all) => all.map(({ Type }) => Type));
const transformed = looked.extend({ TextTransformations: transformations });
const decoding = ['URL_DECODE', 'URL_DECODE_UNI'];
const keepingSize = ['NONE', 'LOWERCASE'];
const isDecoded = (types: readonly string[]): boolean => types.some((type) => decoding.includes(type));

export const byteMatch = looked
  .extend({ PositionalConstraint: z.string() })
  .transform(
    (said): WafStatement => ({ type: 'byte-match', field: said.FieldToMatch, positional: said.PositionalConstraint }),
  );

export const sqli = transformed.extend({ SensitivityLevel: z.enum(['LOW', 'HIGH']).default('LOW') }).transform(
  (said): WafStatement => ({
    type: 'sqli',
    field: said.FieldToMatch,
    sensitivity: said.SensitivityLevel === 'HIGH' ? 'high' : 'low',
    isDecoded: isDecoded(said.TextTransformations),
  }),
);

export const xss = transformed.transform(
  (said): WafStatement => ({
    type: 'xss',
    field: said.FieldToMatch,
    isDecoded: isDecoded(said.TextTransformations),
  }),
);

export const sizeConstraint = transformed
  .extend({ ComparisonOperator: z.enum(['EQ', 'NE', 'LE', 'LT', 'GE', 'GT']), Size: z.int() })
  .transform(
    (said): WafStatement => ({
      type: 'size-constraint',
      field: said.FieldToMatch,
      comparison: said.ComparisonOperator,
      size: said.Size,
      isAsSent: said.TextTransformations.every((type) => keepingSize.includes(type)),
    }),
  );

export const regex = looked.transform((said): WafStatement => ({ type: 'regex', field: said.FieldToMatch }));

export const patternSet = looked
  .extend({ ARN: z.string() })
  .transform(
    (said): WafStatement => ({ type: 'regex-pattern-set-reference', arn: said.ARN, field: said.FieldToMatch }),
  );
