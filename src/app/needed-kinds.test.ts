import { describe, expect, it } from 'vitest';
import { definitions, rules } from './rules.js';
import { neededKinds } from './needed-kinds.js';
import { ciControls } from './presets.js';

describe('the fact kinds that controls rest on', () => {
  it('are those of their needs and of what these are derived from', async () => {
    const kinds = await neededKinds(rules.controls, ['internet-facing-resources-have-web-acl']);
    expect(kinds).toContain('aws.internet-facing-resource');
    expect(kinds).toContain('aws.elbv2.load-balancer');
    expect(kinds).not.toContain('github.org');
  });

  it('are none of the settings and secrets of an organization for --preset ci', async () => {
    const kinds = await neededKinds(rules.controls, [...ciControls]);
    for (const kind of ['github.member', 'github.secret', 'github.webhook', 'github.environment'] as const) {
      expect(kinds).not.toContain(kind);
    }
    expect(kinds).toContain('github.branch');
  });

  it('belong to controls that there are', () => {
    const ids = new Set(definitions.map(({ id }) => id));
    expect([...ciControls].filter((id) => !ids.has(id))).toEqual([]);
  });
});
