import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCatalogs, readControls } from '../../scripts/registry/read-controls.js';
import { checkBounds, loosening } from '../../src/core/params.js';

const root = new URL('../../', import.meta.url);
const catalogs = readCatalogs(root);
const folders = readControls(root);
const frameworks = ['pci-dss-4.0.1', 'iso-27001-2022'];

// area, control, subject, severity, PCI clauses, ISO clauses, statement: the contract, kept as it was handed over.
const handedOver = rowsOf('test/fixtures/controls.tsv');
// The same columns, and the decision of docs/adr/ that says why the control was added.
const added = rowsOf('test/fixtures/controls-added.tsv');
const contract = [...handedOver, ...added];

it.each(added)('%s/%s is no control of the contract, and a decision says why it is there', (...row) => {
  const [, id = '', , , , , , decision = ''] = row;
  expect(handedOver.map(([, control]) => control)).not.toContain(id);
  expect(folders.map(({ definition }) => definition.id)).toContain(id);
  expect(readFileSync(new URL(`docs/adr/${decision}`, root), 'utf8')).toContain(`\`${id}\``);
});

describe.each(folders.map((folder) => [folder.definition.id, folder] as const))(
  '%s',
  (id, { path, definition, cases }) => {
    it('has the area, subject, severity, clauses and statement of its row in the contract', () => {
      const [area, , subject, severity, pci = '', iso = '', statement] = contract.find((row) => row[1] === id) ?? [];
      expect({ ...definition, clauses: clausesOf(definition.maps) }).toMatchObject({
        area,
        subject,
        severity,
        statement,
      });
      expect(clausesOf(definition.maps)).toEqual({ 'pci-dss-4.0.1': words(pci), 'iso-27001-2022': words(iso) });
    });

    it('maps only clauses that exist and are in force, each once and with a reason', () => {
      const keys = definition.maps.map(({ framework, clause }) => `${framework} ${clause}`);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { framework, clause, because } of definition.maps) {
        const found = catalogs.find((catalog) => catalog.id === framework)?.clauses.find((each) => each.id === clause);
        expect(found, `${framework} ${clause}`).toBeDefined();
        expect(found?.supersededBy, `${framework} ${clause}`).toBeUndefined();
        expect(because.length, `${framework} ${clause}`).toBeGreaterThan(20);
      }
    });

    it('has parameters whose defaults are valid and as strict as the clauses ask', () => {
      for (const parameter of Object.values(definition.params)) {
        expect(checkBounds(parameter, parameter.default)).toBeNull();
        expect(loosening(parameter, parameter.default)).toBeNull();
      }
    });

    it('has cases under names of their own, a test, and sources over HTTPS', () => {
      expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
      expect(existsSync(new URL(`controls/${path}/check.test.ts`, root))).toBe(true);
      expect(definition.sources.length).toBeGreaterThan(0);
      for (const source of definition.sources) expect(new URL(source).protocol).toBe('https:');
    });
  },
);

function clausesOf(maps: readonly { readonly framework: string; readonly clause: string }[]): Record<string, string[]> {
  return Object.fromEntries(
    frameworks.map((framework) => [
      framework,
      maps
        .filter((map) => map.framework === framework)
        .map(({ clause }) => clause)
        .sort(),
    ]),
  );
}

function rowsOf(path: string): string[][] {
  const lines = readFileSync(new URL(path, root), 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split('\t'));
}

function words(text: string): string[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .sort();
}
