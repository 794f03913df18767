import { basename, dirname, resolve } from 'node:path';
import type { AwsIdentity } from '../collect/aws/collect-identity.js';
import { PrepayError } from '../core/errors.js';
import type { Config } from './config-schema.js';
import { parseConfig } from './config.js';
import { askAll, type Ask } from './init-questions.js';
import { configText, type InitAnswers } from './init-text.js';
import { refuseTaken, writeConfig } from './init-write.js';

export interface InitOptions {
  readonly path: string;
  readonly force: boolean;
  /** The questions of a terminal; null answers each with its default. */
  readonly ask: Ask | null;
  /** Whose the credentials at hand are; null where there are none. */
  readonly identity: () => Promise<AwsIdentity | null>;
}

export interface InitResult {
  readonly path: string;
  readonly config: Config;
}

/**
 * The configuration that was written, after it was read back as every run reads it. Throws PREPAY_OUTPUT_EXISTS before it
 * asks, and PREPAY_INTERRUPTED where a question was broken off; then nothing is written.
 */
export async function init({ path, force, ask, identity }: InitOptions): Promise<InitResult> {
  await refuseTaken(path, force);
  const defaults = defaultsFor(path, await identity());
  const answers = ask === null ? defaults : await asked(ask, defaults);
  const text = configText(answers);
  const { config } = parseConfig(path, text);
  await writeConfig(path, text, force);
  return { path, config };
}

function defaultsFor(path: string, identity: AwsIdentity | null): InitAnswers {
  return {
    entity: basename(dirname(resolve(path))) || 'prepay',
    role: 'service-provider',
    assessment: 'roc',
    account: identity?.account ?? null,
    regions: 'all',
    key: null,
  };
}

async function asked(ask: Ask, defaults: InitAnswers): Promise<InitAnswers> {
  try {
    return await askAll(ask, defaults);
  } catch (error) {
    // What @inquirer/prompts throws at Ctrl-C and at the end of input.
    if (!(error instanceof Error) || !/^(ExitPromptError|AbortPromptError|CancelPromptError)$/.test(error.name))
      throw error;
    throw new PrepayError('PREPAY_INTERRUPTED', 'the questions were broken off; nothing was written', 'Run it again.', {
      cause: error,
    });
  }
}
