import type { AppRegistry } from './apps.js';
import type { Scenario } from './scenario.js';
import type { Token } from './scenario-tokens.js';
import type { Viewer } from './viewer.js';
import { Refusal } from './answer.js';
import { shaOf } from './world.js';

/** The texts of a scenario's tokens, and whose each is. */
export interface TokenTable {
  readonly texts: Readonly<Record<string, string>>;
  /** The name of the token in the scenario; null where it is none of it. */
  nameOf(credential: string): string | null;
  /** Who calls; throws the refusal of a token that is unknown, expired or revoked. Each call counts. */
  viewerOf(credential: string): Viewer;
}

const prefixes: Readonly<Record<Token['kind'], string>> = {
  classic: 'ghp_',
  'fine-grained': 'github_pat_',
  installation: 'ghs_',
  workflow: 'ghs_',
};

export function tokenTable({ tokens }: Scenario, apps: AppRegistry, now: () => number): TokenTable {
  const entries = Object.entries(tokens).map(([name, token]) => {
    const text = `${prefixes[token.kind]}${shaOf('token', name).slice(0, 36)}`;
    return { name, token, text };
  });
  const byText = new Map(entries.map((entry) => [entry.text, entry]));
  const calls = new Map<string, number>();
  return {
    texts: Object.fromEntries(entries.map(({ name, text }) => [name, text])),
    nameOf: (credential) => byText.get(credential)?.name ?? null,
    viewerOf(credential) {
      if (credential === '') return { kind: 'anonymous' };
      const token = byText.get(credential)?.token ?? apps.given(credential);
      if (token === undefined) throw badCredentials();
      const made = (calls.get(credential) ?? 0) + 1;
      calls.set(credential, made);
      if (made > (token.revokedAfter ?? Number.POSITIVE_INFINITY)) throw badCredentials();
      if (token.expiresAt !== undefined && Date.parse(token.expiresAt) <= now()) throw badCredentials();
      return token;
    },
  };
}

function badCredentials(): Refusal {
  return new Refusal(401, 'Bad credentials');
}
