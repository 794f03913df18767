import { mkdirSync, mkdtempSync, readFileSync, rmSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scaffold } from '../../scripts/registry/scaffold.js';
import { controlDefinition } from '../../src/core/control.js';
import { caseFile } from '../helpers/case-format.js';

let folder = '';
let root = new URL('file:///');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prepay-new-control-'));
  root = pathToFileURL(`${folder}/`);
  mkdirSync(join(folder, 'test/fixtures'), { recursive: true });
  copyFileSync(new URL('../fixtures/controls.tsv', import.meta.url), join(folder, 'test/fixtures/controls.tsv'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe('npm run new:control', () => {
  it('writes a definition from controls.tsv, cases that are well formed, and a check that is not written', () => {
    const written = scaffold(root, 'network', 'rules-justified');
    expect(written.map((path) => path.slice('controls/network/rules-justified/'.length))).toEqual([
      'cases.yaml',
      'check.test.ts',
      'check.ts',
      'control.yaml',
    ]);
    const definition = controlDefinition.parse(parse(text('controls/network/rules-justified/control.yaml')));
    expect(definition).toMatchObject({
      id: 'rules-justified',
      area: 'network',
      subject: 'aws.ec2.security-group',
      severity: 'low',
      statement: 'Every rule carries a business reason in its description.',
    });
    expect(definition.maps.map(({ clause }) => clause)).toEqual(['1.2.5', 'A.8.9', 'A.8.20']);
    expect(caseFile.parse(parse(text('controls/network/rules-justified/cases.yaml')))).toHaveLength(4);
    expect(text('controls/network/rules-justified/check.ts')).toContain('throw new Error');
  });

  it('takes an id that is in no list, with no mapping', () => {
    scaffold(root, 'network', 'something-new');
    expect(controlDefinition.parse(parse(text('controls/network/something-new/control.yaml'))).maps).toEqual([]);
  });

  it.each([
    ['network', ''],
    ['Network', 'a'],
    ['network', '../a'],
  ])('refuses %j %j', (area, id) => {
    expect(() => scaffold(root, area, id)).toThrow('expected kebab-case names');
  });

  it('overwrites nothing', () => {
    scaffold(root, 'network', 'a');
    expect(() => scaffold(root, 'network', 'a')).toThrow('controls/network/a/ is there already');
  });
});
