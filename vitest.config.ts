import { defineConfig } from 'vitest/config';
import { reportersFor } from './test/helpers/reporters.js';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'controls/**/*.test.ts', 'test/contract/**/*.test.ts', 'test/unit/**/*.test.ts'],
    reporters: reportersFor('unit'),
    disableConsoleIntercept: true,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'controls/**/*.ts'],
      exclude: ['**/*.test.ts', 'src/generated/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: {
        lines: 90,
        branches: 90,
        'src/core/**/*.ts': { lines: 100, branches: 100 },
        'src/evaluate/**/*.ts': { lines: 100, branches: 100 },
        'controls/**/*.ts': { lines: 100, branches: 100 },
      },
    },
  },
});
