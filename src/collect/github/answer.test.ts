import { describe, expect, it } from 'vitest';
import { answerOf } from './answer.js';

describe('an answer', () => {
  it('without content is null, which is another thing than an empty body', async () => {
    expect((await answerOf({}, '', 204)).response).toEqual({ headers: {}, body: null });
    await expect(answerOf({}, '', 200)).rejects.toMatchObject({ readError: { code: 'NotJson' } });
  });
});
