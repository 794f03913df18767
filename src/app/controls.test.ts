import { describe, expect, it } from 'vitest';
import type { ControlDefinition } from '../core/control.js';
import { controlText, lintControl } from './controls.js';
import { definitionOf } from './rules.js';

const sound = definitionOf('no-world-open-admin-ports');
const map = sound.maps[0] ?? { framework: '', clause: '', role: 'tests' as const, because: '' };
const mapped = (...maps: ControlDefinition['maps']): ControlDefinition => ({ ...sound, maps });

describe('lintControl', () => {
  it('finds nothing wrong with a sound control', () => {
    expect(lintControl(sound, [sound.subject])).toEqual([]);
  });

  it.each([
    {
      name: 'a clause that does not exist',
      control: mapped({ ...map, clause: '99.9' }),
      says: 'maps to pci-dss-4.0.1 99.9, which does not exist',
    },
    {
      name: 'a framework that does not exist',
      control: mapped({ ...map, framework: 'nist' }),
      says: 'which does not exist',
    },
    {
      name: 'a clause that gave way',
      control: mapped({ ...map, clause: '6.4.1' }),
      says: 'maps to 6.4.1, which gave way to 6.4.2',
    },
    { name: 'a mapping made twice', control: mapped(map, map), says: 'twice' },
  ])('names $name', ({ control, says }) => {
    expect(lintControl(control, [control.subject]).map(({ text }) => text)).toEqual([expect.stringContaining(says)]);
  });

  it('names a check that judges something else, or nothing, or two things', () => {
    expect(lintControl(sound, ['aws.ec2.vpc']).map(({ text }) => text)).toEqual([
      'control.yaml says aws.ec2.security-group, the check judges aws.ec2.vpc',
    ]);
    expect(lintControl(sound, [])).toHaveLength(1);
    expect(lintControl(sound, [sound.subject, sound.subject])).toHaveLength(1);
  });
});

describe('controlText', () => {
  it('shows an integer parameter with unit, bounds and limit, and stays within the width', () => {
    const text = controlText(
      {
        ...sound,
        params: {
          maxAgeDays: {
            kind: 'integer',
            description: 'Age.',
            unit: 'days',
            default: 30,
            minimum: 1,
            maximum: 90,
            limit: 31,
            looser: 'above',
            because: 'So it is.',
          },
          free: { kind: 'ports', description: 'Ports.', default: ['tcp/1'], mustInclude: [], because: 'So it is.' },
          names: { kind: 'texts', description: 'Names.', default: [], because: 'So it is.' },
          more: { kind: 'texts', description: 'More.', default: ['x', 'y'], because: 'So it is.' },
          some: {
            kind: 'choices',
            description: 'Some.',
            options: ['a', 'b', 'c'],
            default: ['a', 'b'],
            mustInclude: ['a'],
            because: 'So it is.',
          },
        },
      },
      80,
    );
    expect(text).toContain('maxAgeDays (days): Age. Default 30, 1 to 90; looser above 31.');
    expect(text).toContain('free (ports): Ports. Default tcp/1. So it is.');
    expect(text).toContain('names (texts): Names. Default none. So it is.');
    expect(text).toContain('more (texts): More. Default x, y. So it is.');
    expect(text).toContain('some (of a, b, c): Some. Default a, b; at least a. So it is.');
  });
});
