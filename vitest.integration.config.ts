import { defineConfig } from 'vitest/config';

/** Tests against real peers, which they install and start: `npm run test:integration`. */
export default defineConfig({
  test: {
    include: ['test/integration/**/*.test.ts'],
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    // Installing a peer for the first time takes minutes.
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
