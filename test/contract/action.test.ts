import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtFormats } from '../../src/app/formats.js';
import { auditFlags } from '../../src/cli/audit-flags.js';
import { actionFile } from '../helpers/action-file.js';

const root = resolve(import.meta.dirname, '../..');
const { inputs, outputs, runs } = actionFile();
const script = readFileSync(resolve(root, 'action/audit.js'), 'utf8');
const [audit] = runs.steps;

/** The variable that carries an input to the script. */
function variable(name: string): string {
  return `PREPAY_ACTION_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Inputs that a step of action.yml itself uses. */
const ofTheFile = Object.keys(inputs).filter((name) =>
  runs.steps.some(
    (step) => step.if?.includes(`inputs.${name} `) || Object.values(step.with ?? {}).includes(`\${{ inputs.${name} }}`),
  ),
);
const ofTheScript = Object.keys(inputs).filter((name) => !ofTheFile.includes(name));

describe('action.yml', () => {
  it('hands each input to the script by its own variable, and the script uses each', () => {
    expect(audit?.env).toEqual(
      Object.fromEntries(ofTheScript.map((name) => [variable(name), `\${{ inputs.${name} }}`])),
    );
    const used = [...script.matchAll(/(?:input\(|given\('[\w-]+', )'([A-Z_]+)'/gu)].map(([, name = '']) => name);
    expect(new Set(used.map((name) => `PREPAY_ACTION_${name}`))).toEqual(new Set(ofTheScript.map(variable)));
    expect(ofTheFile).toEqual(['artifact']);
  });

  it('has the outputs that the script sets', () => {
    const set = [...script.matchAll(/^tell\('([\w-]+)'/gmu)].map(([, name = '']) => name);
    expect(set.sort()).toEqual(Object.keys(outputs).sort());
    for (const [name, { value }] of Object.entries(outputs)) expect(value).toBe(`\${{ steps.audit.outputs.${name} }}`);
    expect(audit?.id).toBe('audit');
  });

  it('gives the script no flag that the command lacks', () => {
    const flags = [...script.matchAll(/'--([\w-]+)'|`--([\w-]+)=/gu)].map(([, quoted, built]) => quoted ?? built ?? '');
    const known = [...Object.keys(auditFlags), 'json', 'yes'];
    expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
    expect(flags.length).toBeGreaterThan(8);
  });

  it('has defaults that the command takes, and that are its own', () => {
    const defaultOf = (name: string): string => inputs[name]?.default ?? '';
    expect(auditFlags.preset.options).toContain(defaultOf('preset'));
    expect(auditFlags['fail-on'].options).toContain(defaultOf('fail-on'));
    expect(defaultOf('fail-on')).toBe(auditFlags['fail-on'].default);
    expect(defaultOf('out')).toBe(auditFlags.out.default);
    expect(defaultOf('formats').split(',')).toEqual(auditFlags.format.default);
    expect(builtFormats).toEqual(expect.arrayContaining(defaultOf('formats').split(',')));
    const empty = Object.keys(inputs).filter((name) => defaultOf(name) === '');
    expect(empty).toEqual(['config', 'sources', 'allow-incomplete', 'baseline', 'version']);
  });

  it('pins the actions of others to a commit, and says which version that is', () => {
    const text = readFileSync(resolve(root, 'action.yml'), 'utf8');
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gmu)].map(([, value = '']) => value);
    expect(uses.length).toBeGreaterThan(0);
    for (const value of uses) expect(value).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u);
  });

  it('puts no expression into a command: what an input holds is text', () => {
    const commands = runs.steps.flatMap(({ run }) => run ?? []);
    expect(commands.length).toBe(2);
    for (const command of commands) expect(command).not.toContain('${{');
  });

  it('keeps the evidence before it ends with the exit code of the audit', () => {
    const [, upload, end] = runs.steps;
    expect(upload?.if).toContain("steps.audit.outputs.pack != ''");
    expect(end?.if).toBeUndefined();
    expect(end?.env).toEqual({ AUDIT_EXIT: '${{ steps.audit.outputs.exit-code }}' });
  });
});
