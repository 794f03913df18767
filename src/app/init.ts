import { basename, dirname, resolve } from 'node:path';
import type { AwsIdentity } from '../collect/aws/collect-identity.js';
import { PrepayError } from '../core/errors.js';
import type { Config } from './config-schema.js';
import { parseConfig } from './config.js';
import type { Ask } from './init-ask.js';
import { askAll } from './init-questions.js';
import { type Surroundings, surroundingsOf, usualArtefacts } from './init-surroundings.js';
import { configText, type InitAnswers } from './init-text.js';
import { refuseTaken, writeConfig } from './init-write.js';

export interface InitOptions {
  readonly path: string;
  readonly force: boolean;
  /** The questions of a terminal; null answers each with its default. */
  readonly ask: Ask | null;
  /** Whose the credentials at hand are; null where there are none. */
  readonly identity: () => Promise<AwsIdentity | null>;
  /** Of the process; none by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface InitResult {
  readonly path: string;
  readonly config: Config;
}

/**
 * The configuration that was written, after it was read back as every run reads it. Throws PREPAY_OUTPUT_EXISTS before it
 * asks, and PREPAY_INTERRUPTED where a question was broken off; then nothing is written.
 */
export async function init({ path, force, ask, identity, environment = {} }: InitOptions): Promise<InitResult> {
  await refuseTaken(path, force);
  const around = await surroundingsOf(path, environment);
  const defaults = defaultsFor(path, await identity(), around);
  const answers = ask === null ? defaults : await asked(ask, defaults, around);
  const text = configText(answers);
  const { config } = parseConfig(path, text);
  await writeConfig(path, text, force);
  return { path, config };
}

/** An organization without a token to read it would make every run end in what is not known. */
function defaultsFor(
  path: string,
  identity: AwsIdentity | null,
  { organization, hasToken, hasArtefacts }: Surroundings,
): InitAnswers {
  return {
    entity: basename(dirname(resolve(path))) || 'prepay',
    role: 'service-provider',
    assessment: 'roc',
    account: identity?.account ?? null,
    regions: 'all',
    organizations: organization !== null && hasToken ? [organization] : [],
    gates: hasArtefacts ? { dir: usualArtefacts, expect: [] } : null,
    key: null,
  };
}

async function asked(ask: Ask, defaults: InitAnswers, around: Surroundings): Promise<InitAnswers> {
  try {
    return await askAll(ask, defaults, around);
  } catch (error) {
    // What @inquirer/prompts throws at Ctrl-C and at the end of input.
    if (!(error instanceof Error) || !/^(ExitPromptError|AbortPromptError|CancelPromptError)$/.test(error.name))
      throw error;
    throw new PrepayError('PREPAY_INTERRUPTED', 'the questions were broken off; nothing was written', 'Run it again.', {
      cause: error,
    });
  }
}
