import type { ClientOptions, Credentials } from './service.js';

/**
 * The SDK's own credential chain, asked once for all clients: a chain that ends with no credentials has been through
 * files, SSO and the metadata service, and each client would wait for all of these again.
 */
export async function sharedCredentials(options: Omit<ClientOptions, 'credentials'>): Promise<Credentials> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { region, profile, requestHandler } = options;
  const client = new STSClient({ region, requestHandler, ...(profile === null ? {} : { profile }) });
  let failure: { readonly error: unknown } | null = null;
  return async () => {
    if (failure !== null) throw failure.error;
    try {
      return await client.config.credentials();
    } catch (error) {
      failure = { error };
      throw error;
    }
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
