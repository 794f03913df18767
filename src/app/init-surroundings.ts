import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { configSchema } from './config-schema.js';

/** What environment and folder show of where prepay is to run. */
export interface Surroundings {
  /** The owner of the repository that the folder is of; null where nothing says it. It may be a person's account. */
  readonly organization: string | null;
  /** Whether a token of GitHub is at hand, without which an organization cannot be read. */
  readonly hasToken: boolean;
  /** Whether the folder has one of artefacts, under its usual name. */
  readonly hasArtefacts: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of artefacts where nothing else is said. */
export const usualArtefacts = 'artefacts';

const { org } = configSchema.shape.scope.unwrap().shape.github.unwrap().element.shape;

export function isOrganization(name: string): boolean {
  return org.safeParse(name).success;
}

/** What is seen around a configuration file: the environment of GitHub Actions, and the repository that it lies in. */
export async function surroundingsOf(path: string, environment: Environment): Promise<Surroundings> {
  const folder = dirname(resolve(path));
  const [owner = ''] = (environment['GITHUB_REPOSITORY'] ?? '').split('/');
  const found = isOrganization(owner) ? owner : await ownerOfRemote(folder);
  return {
    organization: found,
    hasToken: ['GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_APP_ID'].some((name) => (environment[name] ?? '') !== ''),
    hasArtefacts: await isFolder(join(folder, usualArtefacts)),
  };
}

/** Whose repository on github.com `origin` is, by git's own file; null for any other, and for none. */
async function ownerOfRemote(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, '.git', 'config'), 'utf8').catch(() => '');
  const [, section = ''] = /^\[remote "origin"\]\s*$([^[]*)/mu.exec(text) ?? [];
  const [, owner = ''] = /^\s*url\s*=\s*\S*?github\.com[:/]([^/\s]+)\/[^/\s]+\s*$/mu.exec(section) ?? [];
  return isOrganization(owner) ? owner : null;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
