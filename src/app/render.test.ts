import { describe, expect, it } from 'vitest';
import { sampleInput } from '../../test/unit/report/sample.js';
import { buildModel } from '../report/model.js';
import { builtFormats } from './formats.js';
import { render } from './render.js';

const card = '4111 1111 1111 1111';

describe('render', () => {
  it.each(builtFormats)('refuses %s that would hold a card number', async (format) => {
    const model = buildModel(sampleInput({ findings: 5, hostile: `name of ${card}` }));
    await expect(render(format, model)).rejects.toMatchObject({
      code: 'PREPAY_SECRET_IN_OUTPUT',
      message: expect.not.stringContaining('4111') as unknown,
    });
  });

  it('gives bytes for PDF and text for the rest', async () => {
    const model = buildModel(sampleInput({ findings: 5 }));
    const pdf = await render('pdf', model);
    expect(Buffer.from(pdf).subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    expect(typeof (await render('html', model))).toBe('string');
  });
});
