import { z } from 'zod';
import type { Json } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import { scopeId, type Scope } from '../../core/scope.js';
import { readable, type Said, saidBy } from '../reading/probe-result.js';
import type { Transport } from '../transport/transport.js';
import { type Trial, trialOf, trials } from './doctor-trials.js';
import { readOf, repositoryScope } from './read-of.js';

/** Whether one operation can be read of one organization or repository. */
export interface GithubProbe extends Said {
  readonly operation: string;
  /** What is asked beside the thing itself, where the operation is tried in two ways; empty else. */
  readonly asked: string;
  /** `prepay` or `prepay/wallet`; empty for what is of neither. */
  readonly place: string;
  /** What grants it: permissions, or whose token it takes. */
  readonly needs: readonly string[];
}

/** Why an operation was not tried that asks about a thing which there is none of. */
export const nothingToAsk = 'nothing to ask it about';

interface Tried {
  readonly probe: GithubProbe;
  /** The body of the first page; null where none came. */
  readonly body: Json;
  /** What the answer does not show although it was given; null where it shows everything. */
  readonly hidden: string | null;
}

/** The repository that is tried in the place of all. */
export interface Sample {
  readonly name: string;
  readonly branch: string;
}

/** Each operation of the organization, and of its sample; without a sample its operations are not tried. */
export async function probeOrganization(
  transport: Transport,
  scope: Scope,
  sample: Sample | null,
): Promise<readonly Tried[]> {
  const place = new Place(transport, scope, sample);
  return Promise.all(trials.map((trial) => place.try(trial)));
}

class Place {
  readonly #tried = new Map<Trial, Promise<Tried>>();

  constructor(
    readonly transport: Transport,
    readonly scope: Scope,
    readonly sample: Sample | null,
  ) {}

  /** What is tried already is not tried again. */
  try(trial: Trial): Promise<Tried> {
    const running = this.#tried.get(trial) ?? this.#ask(trial);
    this.#tried.set(trial, running);
    return running;
  }

  async #ask(trial: Trial): Promise<Tried> {
    const scope = this.#scopeOf(trial);
    if (scope === null) return notTried(trial, scopeId(this.scope), 'there is no repository to try it on');
    if (trial.about === null) return ask(this.transport, readOf(scope, trial.operation, trial.input), trial);
    const { listing, inputOf } = trial.about;
    const other = trialOf(listing);
    const listed = other === undefined ? null : await this.try(other);
    if (listed?.probe.result !== 'readable') {
      const isEmpty = listed?.probe.why === nothingToAsk;
      return notTried(trial, scopeId(scope), isEmpty ? nothingToAsk : `${listing} was not readable`);
    }
    const input = inputOf(listed.body, this.sample?.branch ?? '');
    if (input === null) return notTried(trial, scopeId(scope), nothingToAsk);
    return ask(this.transport, readOf(scope, trial.operation, input), trial);
  }

  #scopeOf({ operation }: Trial): Scope | null {
    if (!operation.includes('{owner}')) return this.scope;
    return this.sample === null ? null : repositoryScope(this.scope.org ?? '', this.sample.name);
  }
}

function notTried(trial: Trial, place: string, why: string): Tried {
  return { probe: { ...named(trial, place), result: 'not-tried', why, error: null }, body: null, hidden: null };
}

function named(
  { operation, asked, needs }: Trial,
  place: string,
): Pick<GithubProbe, 'operation' | 'asked' | 'place' | 'needs'> {
  return { operation, asked, place, needs };
}

const page = z.object({ body: z.json() });

/** One page is enough. */
async function ask(transport: Transport, request: ReadRequest, trial: Trial): Promise<Tried> {
  const names = named(trial, scopeId(request.scope));
  for await (const line of transport.read(request)) {
    if (line.type === 'end') return { probe: { ...names, ...ending(saidBy(line)) }, body: null, hidden: null };
    const body = page.safeParse(line.response).data?.body ?? null;
    return { probe: { ...names, ...readable }, body, hidden: trial.hides(body) };
  }
  return { probe: { ...names, result: 'failed', why: 'no answer', error: null }, body: null, hidden: null };
}

/** GitHub refuses where a feature is off as it does to whom may not see it, and only the words differ. */
function ending(said: Said): Said {
  return said.result === 'denied' && isOff.test(said.error?.message ?? '') ? readable : said;
}

// https://docs.github.com/en/rest/code-scanning/code-scanning and https://docs.github.com/en/rest/dependabot/alerts: 403
const isOff =
  /(advanced security|code security|code scanning) (must be|is not) enabled|alerts are (disabled|not available)/i;
