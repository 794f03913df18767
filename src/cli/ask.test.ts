import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { terminalAsk } from './ask.js';

const { asked } = vi.hoisted(() => ({ asked: [] as unknown[] }));

vi.mock('@inquirer/prompts', () => ({
  input: (options: unknown) => {
    asked.push(options);
    return Promise.resolve('typed');
  },
  select: (options: unknown) => {
    asked.push(options);
    return Promise.resolve('b');
  },
}));

const options = z.looseObject({
  message: z.string(),
  default: z.string().optional(),
  validate: z.custom<(answer: string) => true | string>((value) => typeof value === 'function'),
});

it('asks for text with its default, and says what is wrong with an answer', async () => {
  const problem = (answer: string) => (answer === 'good' ? null : 'not good');
  expect(await terminalAsk.text({ message: 'Name', fallback: 'PrePay', problem })).toBe('typed');
  await terminalAsk.text({ message: 'Account', fallback: '', problem });
  const [first, second] = asked.splice(0).map((one) => options.parse(one));
  expect(first).toMatchObject({ message: 'Name', default: 'PrePay' });
  expect(first?.validate('good')).toBe(true);
  expect(first?.validate('bad')).toBe('not good');
  expect(second?.default).toBeUndefined();
});

it('offers choices with the default marked', async () => {
  const choices = [
    { value: 'a' as const, name: 'first' },
    { value: 'b' as const, name: 'second' },
  ];
  expect(await terminalAsk.choice({ message: 'Which', fallback: 'a', choices })).toBe('b');
  expect(asked).toEqual([{ message: 'Which', default: 'a', choices }]);
});
