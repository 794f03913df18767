import { vi } from 'vitest';

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** Sets the proxies of this process for one test, whatever the machine's own are. Undone by vi.unstubAllEnvs. */
export function stubProxies(proxies: Readonly<Record<string, string>>): void {
  for (const name of names) {
    vi.stubEnv(name, proxies[name]);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
}

/** Loopback is reached directly, also on a machine that has a proxy. */
export function stubNoProxy(): void {
  stubProxies({});
}
