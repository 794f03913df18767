import { resolve } from 'node:path';
import { Config } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/report/wrap.js';
import { prepay } from './cli.js';

const config = await Config.load(resolve(import.meta.dirname, '../..'));
const commands = config.commands.filter(({ hidden }) => !hidden).map(({ id }) => id);
const topics = config.topics.map(({ name }) => name);

describe('help', () => {
  it.each(['', ...topics, ...commands].sort())('prepay %s --help fits 80 columns', async (id) => {
    const words = id.split(':').filter((word) => word !== '');
    const { code, stdout } = await prepay([...words, '--help'], { env: { COLUMNS: '80' } });
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(stdout).toContain('USAGE');
  });
});
