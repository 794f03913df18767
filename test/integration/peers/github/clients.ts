import { Octokit } from '@octokit/rest';
import { afterEach } from 'vitest';
import type { Scenario } from './scenario.js';
import { type GithubPeer, startGithub } from './server.js';

/** What a call came back with, refusals included. */
export interface Outcome {
  readonly status: number;
  readonly message: string | null;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

export interface Client {
  readonly peer: GithubPeer;
  readonly github: Octokit;
  /** Calls as the token of that name. */
  readonly call: (
    token: string | null,
    route: string,
    parameters?: Readonly<Record<string, unknown>>,
  ) => Promise<Outcome>;
}

/** Gives a function that starts peers, which end with each test: a test fails where one saw its description broken. */
export function clients(): (seed: Scenario, token?: string | null) => Promise<Client> {
  const open: GithubPeer[] = [];
  afterEach(async () => {
    for (const peer of open.splice(0)) await peer.stop();
  });
  return async (seed, token = 'owner') => {
    const peer = await startGithub(seed);
    open.push(peer);
    const as = (name: string | null): Octokit => octokit(peer.url, name === null ? null : (peer.tokens[name] ?? name));
    return {
      peer,
      github: as(token),
      call: (name, route, parameters = {}) => outcomeOf(as(name).request(route, { ...parameters })),
    };
  };
}

export function octokit(baseUrl: string, auth: string | null): Octokit {
  const silent = (): void => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  return new Octokit({ ...(auth === null ? {} : { auth }), baseUrl, log });
}

async function outcomeOf(answer: Promise<Omit<Outcome, 'message'>>): Promise<Outcome> {
  try {
    const { status, data, headers } = await answer;
    return { status, message: null, data, headers };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { status, response } = error;
    return { status, message: response.data?.message ?? null, data: response.data, headers: response.headers };
  }
}

interface RefusedRequest {
  readonly status: number;
  readonly response: { readonly data?: { readonly message?: string }; readonly headers: Outcome['headers'] };
}

function isRefusal(error: unknown): error is RefusedRequest {
  return error instanceof Error && 'status' in error && 'response' in error && error.response !== undefined;
}

/** `status` and message, which is what most tests look at. */
export function told({ status, message }: Outcome): string {
  return message === null ? String(status) : `${status} ${message}`;
}
