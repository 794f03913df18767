import type { ClientOptions, Credentials } from './service.js';

/** What every client signs with. */
export interface SharedCredentials {
  readonly provider: Provider;
  /** Asks the chain once more, past everything that was kept; whether other credentials came than before. */
  readonly renew: () => Promise<boolean>;
}

type Provider = Extract<Credentials, (...args: never) => unknown>;
type Identity = Awaited<ReturnType<Provider>>;

/**
 * The SDK's own credential chain, asked once for all clients: a chain that ends with no credentials has been through
 * files, SSO and the metadata service, and each client would wait for all of these again. What expires the SDK fetches
 * anew in time, so that once credentials were found a failure is not kept.
 */
export async function sharedCredentials(options: Omit<ClientOptions, 'credentials'>): Promise<SharedCredentials> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { region, profile, requestHandler } = options;
  const client = new STSClient({ region, requestHandler, ...(profile === null ? {} : { profile }) });
  return keptCredentials((again) => client.config.credentials(again));
}

/** The credentials of that source. Only a failure before there were any is kept. */
export function keptCredentials(
  find: (options?: { readonly forceRefresh: true }) => Promise<Identity>,
): SharedCredentials {
  let failure: { readonly error: unknown } | null = null;
  let newest: Identity | null = null;
  return {
    provider: async () => {
      if (failure !== null) throw failure.error;
      try {
        newest = await find();
        return newest;
      } catch (error) {
        if (newest === null) failure = { error };
        throw error;
      }
    },
    async renew() {
      const before = newest;
      newest = await find({ forceRefresh: true }).catch(() => before);
      return newest?.accessKeyId !== before?.accessKeyId || newest?.sessionToken !== before?.sessionToken;
    },
  };
}

/** The region that the environment or the profile names; null where neither does. Loads the SDK only for the profile's. */
export async function configuredRegion(
  environment: Readonly<Record<string, string | undefined>>,
  profile: string | null,
): Promise<string | null> {
  // The SDK reads AWS_REGION alone; AWS_DEFAULT_REGION is what `aws` and other SDKs read beside it.
  const named = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (named !== undefined && named !== '') return named;
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(profile === null ? {} : { profile });
  return client.config.region().catch(() => null);
}
