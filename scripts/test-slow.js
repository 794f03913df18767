// What takes longer than CI has: every byte of a small pack flipped in turn. usage: npm run test:slow
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.integration.config.ts', 'pack-every-byte'],
  { stdio: 'inherit', env: { ...process.env, PREPAY_FLIP_STRIDE: '1' } },
);
process.exitCode = status ?? 1;
