import { expect, it } from 'vitest';
import { freeText } from '../../collect/reading/item-parser.js';
import { redactionReasons } from '../../core/read.js';
import { isRedacted } from './redacted-text.js';

it.each(redactionReasons)('knows what the parsers make of a text that was taken out for %s', (reason) => {
  expect(isRedacted(freeText.parse({ redacted: reason }))).toBe(true);
});

it.each(['', 'Card processor', 'see [redacted: secret] below', '[redacted]'])('takes %j for what it says', (text) => {
  expect(isRedacted(text)).toBe(false);
});
