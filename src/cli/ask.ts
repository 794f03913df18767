import type { Ask } from '../app/init-ask.js';

/** Questions on the terminal. The library is loaded here, when the first is asked. */
export const terminalAsk: Ask = {
  async text({ message, fallback, problem }) {
    const { input } = await import('@inquirer/prompts');
    const validate = (answer: string): true | string => problem(answer) ?? true;
    return input({ message, validate, ...(fallback === '' ? {} : { default: fallback }) });
  },
  async choice({ message, fallback, choices }) {
    const { select } = await import('@inquirer/prompts');
    return select({ message, default: fallback, choices: choices.map(({ value, name }) => ({ value, name })) });
  },
};
