import { defineConfig } from 'vitest/config';
import { reportersFor } from './test/helpers/reporters.js';

/** Tests against real peers, which they install and start: `npm run test:integration`. */
export default defineConfig({
  test: {
    include: ['test/integration/**/*.test.ts'],
    reporters: reportersFor('integration'),
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    // Installing a peer for the first time takes minutes.
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
