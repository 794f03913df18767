import { resolve } from 'node:path';
import { Config } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { refuseUnknownCommand } from './unknown-command.js';

const config = await Config.load(resolve(import.meta.dirname, '../..'));

describe('refuseUnknownCommand', () => {
  it.each([
    [[]],
    [['--help']],
    [['--version']],
    [['audit']],
    [['audit', '--help']],
    [['audit', 'run', '--demo', 'after']],
    [['audit:run']],
    [['help', 'nope']],
    [['pack', 'verify', 'evidence/latest', '--key', 'k']],
  ])('lets %j by', (argv) => {
    expect(() => refuseUnknownCommand(config, argv)).not.toThrow();
  });

  it.each([
    { argv: ['audit', 'rnu'], says: "no such command: audit rnu. Did you mean 'prepay audit run'?" },
    { argv: ['auditt', 'run', '--json'], says: "no such command: auditt. Did you mean 'prepay audit run'?" },
    { argv: ['pack', 'verfy', 'evidence/latest'], says: "Did you mean 'prepay pack verify'?" },
    { argv: ['demoo'], says: "Did you mean 'prepay demo'?" },
    { argv: ['auditt'], says: "Did you mean 'prepay audit'?" },
    { argv: ['audit', 'x', 'y', '--help'], says: 'no such command: audit x' },
    { argv: ['--json', 'demo'], says: 'a flag stands before the command' },
  ])('refuses $argv', ({ argv, says }) => {
    expect(() => refuseUnknownCommand(config, argv)).toThrow(says);
  });

  it('repeats nothing that may be a value, and suggests nothing that is far off', () => {
    expect(() => refuseUnknownCommand(config, ['zzzzzzzzzzz', 'hunter2'])).toThrow(
      /^there is no such command: zzzzzzzzzzz$/,
    );
  });
});
