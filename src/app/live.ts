import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsCaller } from '../collect/aws/caller.js';
import { gatesCaller } from '../collect/gates/caller.js';
import { sonarqubeCaller, type SonarqubeOptions, withSonarqube } from '../collect/gates/sonarqube-caller.js';
import { githubCaller } from '../collect/github/caller.js';
import type { GithubOptions } from '../collect/github/credentials.js';
import { runCaller, type Stated } from '../collect/run/caller.js';
import { storeCaller, type StoreReader } from '../collect/store/caller.js';
import type { TransportEvent } from '../collect/transport/events.js';
import { liveTransport } from '../collect/transport/live.js';
import { awsRequestHandler } from '../collect/transport/proxy.js';
import type { Caller, Transport } from '../collect/transport/transport.js';
import { PrepayError } from '../core/errors.js';
import { scopeId, type SourceId } from '../core/scope.js';
import type { AuditEvent } from './events.js';

export interface LiveSources {
  readonly homeRegion: string;
  readonly awsProfile: string | null;
  readonly github: GithubOptions;
  /** The folder of artefacts. */
  readonly gatesDir: string;
  readonly sonarqube: SonarqubeOptions;
  /** Earlier packs; null or left out for none. */
  readonly store?: StoreReader | null;
  /** What the source `run` answers. */
  readonly stated: Stated;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** In the place of the budget of a run. */
  readonly budget?: { readonly maxAttempts: number; readonly retries: number };
  readonly signal: AbortSignal;
  readonly onEvent: (event: AuditEvent) => void;
}

type CallerOption = 'homeRegion' | 'awsProfile' | 'github' | 'gatesDir' | 'sonarqube' | 'store' | 'stated';

/** Whoever only replays: no source is called. */
export const calledByNobody = { github: { token: null }, sonarqube: { url: null, token: null } } as const;

/** Attempts for one page, and retries for a whole run: enough for a throttled account, an end for a dead one. */
const budget = { maxAttempts: 8, retries: 500 };

export function callersOf(options: Pick<LiveSources, CallerOption>): readonly Caller[] {
  return [
    awsCaller({
      homeRegion: options.homeRegion,
      profile: options.awsProfile,
      endpoint: process.env['AWS_ENDPOINT_URL'] ?? null,
      requestHandler: awsRequestHandler,
    }),
    githubCaller(options.github),
    withSonarqube(gatesCaller({ dir: options.gatesDir }), sonarqubeCaller(options.sonarqube)),
    storeCaller(options.store ?? null),
    runCaller(options.stated),
  ];
}

/** The live transport over those callers; throws PREPAY_NO_CREDENTIALS at the first read that finds none. */
export function liveSources(
  callers: readonly Caller[],
  options: Omit<LiveSources, Exclude<CallerOption, 'awsProfile'>>,
): Transport {
  // Every call in flight listens for the interrupt; Node warns from the eleventh on.
  setMaxListeners(0, options.signal);
  const live = liveTransport({
    callers,
    budget: options.budget ?? budget,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    now: Date.now,
    random: Math.random,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    onEvent: (event) => {
      const told = auditEvent(event);
      if (told !== null) options.onEvent(told);
    },
  });
  return {
    async *read(request) {
      for await (const line of live.read(request)) {
        if (line.type === 'end' && line.error?.class === 'no-credentials') {
          throw new PrepayError(
            'PREPAY_NO_CREDENTIALS',
            `no credentials for ${request.source}${profileOf(request.source, options)}: ${line.error.message}`,
            credentialHints[request.source] ?? 'Leave the source out with --source.',
          );
        }
        yield line;
      }
    },
  };
}

const credentialHints: Readonly<Partial<Record<SourceId, string>>> = {
  aws: 'Log in, set AWS_PROFILE, or give --aws-profile; --demo before needs none.',
  github: "Set GITHUB_TOKEN or sign in as an App; 'prepay permissions github' says more.",
  store: 'Log in, set AWS_PROFILE, or give --aws-profile: the store of packs is a bucket of S3.',
  gates: 'Set SONAR_HOST_URL and SONAR_TOKEN, or take gates.sonarqube out of the configuration.',
};

function profileOf(source: SourceId, { awsProfile }: Pick<LiveSources, 'awsProfile'>): string {
  return source !== 'aws' || awsProfile === null ? '' : `, profile ${awsProfile}`;
}

function auditEvent(event: TransportEvent): AuditEvent | null {
  const what = `${event.operation} in ${scopeId(event.scope)}`;
  switch (event.type) {
    case 'read-started':
      return null;
    case 'call':
      return { type: 'call', text: `${what}, page ${event.page}, attempt ${event.attempt}` };
    case 'retry':
      return event.errorClass === 'throttled'
        ? { type: 'throttled', text: `${what}; again in ${Math.round(event.waitMs)} ms` }
        : { type: 'call', text: `${what}: ${event.errorClass}; again in ${Math.round(event.waitMs)} ms` };
    case 'read-ended': {
      const isAnswered = event.outcome === 'complete' || event.outcome === 'absent';
      return {
        type: 'read-ended',
        problem: isAnswered ? null : `${what}: ${event.outcome} after ${event.pages} pages`,
      };
    }
  }
}
