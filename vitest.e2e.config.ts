import { defineConfig } from 'vitest/config';
import { reportersFor } from './test/helpers/reporters.js';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    reporters: reportersFor('e2e'),
    testTimeout: 60_000,
    fileParallelism: false,
  },
});
