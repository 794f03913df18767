import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../helpers/run-command.js';
import PermissionsGithub from '../../src/commands/permissions/github.js';

describe('permissions github', () => {
  it('prints what an App has to be given, and what that does not show', async () => {
    const { stdout, exit } = await runCommand(PermissionsGithub, []);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^Organization permissions$[^]*^ {2}members: read$/mu);
    expect(stdout).toContain('Not seen even so');
  });

  it('prints one document with --json, by the names of a manifest', async () => {
    const { stdout } = await runCommand(PermissionsGithub, ['--json']);
    const permissions = z.record(z.string(), z.literal('read'));
    const document = z.object({ repository: permissions, organization: permissions }).parse(JSON.parse(stdout));
    expect(document.repository).toMatchObject({ metadata: 'read' });
  });
});
