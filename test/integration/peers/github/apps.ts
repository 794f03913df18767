import { createPublicKey, createVerify } from 'node:crypto';
import type { App, Scenario } from './scenario.js';
import type { InstallationToken, Permissions } from './scenario-tokens.js';
import { Refusal } from './answer.js';
import { shaOf } from './world.js';

/** The Apps that may sign in by a JWT, and the installation tokens that they got. */
export interface AppRegistry {
  /** The App whose JWT this is; throws GitHub's refusal of any other. */
  appOf(credential: string): App;
  give(
    app: App,
    installationId: number,
    more: { readonly permissions?: Permissions; readonly repositories?: readonly string[] },
  ): { readonly text: string; readonly token: InstallationToken; readonly expiresAt: string };
  given(text: string): InstallationToken | undefined;
}

// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const longestJwtSeconds = 600;

/** JWTs and the tokens got for them are held to the real clock, by which the client makes them. */
export function appRegistry({ apps = [] }: Scenario, clock: () => number = Date.now): AppRegistry {
  const tokens = new Map<string, InstallationToken>();
  return {
    appOf: (credential) => appOfJwt(apps, credential, clock() / 1000),
    give(app, installationId, more) {
      const installation = app.installations.find(({ id }) => id === installationId);
      if (installation === undefined) throw new Refusal(404, 'Not Found');
      if (installation.suspended === true) throw new Refusal(403, 'This installation has been suspended');
      const permissions = narrowed(installation.permissions, more.permissions);
      const expiresAt = new Date(Math.floor(clock() / 1000) * 1000 + 3_600_000).toISOString();
      const text = `ghs_${shaOf('installation', installationId, tokens.size).slice(0, 36)}`;
      const token: InstallationToken = {
        kind: 'installation',
        organization: installation.organization,
        permissions,
        repositories: more.repositories ?? installation.repositories ?? 'all',
      };
      tokens.set(text, token);
      return { text, token, expiresAt: expiresAt.replace('.000Z', 'Z') };
    },
    given: (text) => tokens.get(text),
  };
}

function narrowed(granted: Permissions, wanted: Permissions | undefined): Permissions {
  if (wanted === undefined) return granted;
  for (const [name, level] of Object.entries(wanted)) {
    const has = granted[name];
    if (has === undefined || (level === 'write' && has === 'read')) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    }
  }
  return wanted;
}

function appOfJwt(apps: readonly App[], jwt: string, nowSeconds: number): App {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const claims = decoded(payload);
  if (signature === '' || decoded(header)?.['alg'] !== 'RS256' || claims === null) {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
  const app = apps.find(({ id, clientId }) => [String(id), clientId].includes(String(claims['iss'])));
  if (app === undefined) throw new Refusal(404, 'Integration not found');
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verify.verify(createPublicKey(app.publicKey), signature, 'base64url')) {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
  const { exp, iat } = claims;
  if (typeof exp !== 'number' || exp <= nowSeconds) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > nowSeconds + longestJwtSeconds) {
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (typeof iat !== 'number' || iat > nowSeconds) {
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  return app;
}

function decoded(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}
