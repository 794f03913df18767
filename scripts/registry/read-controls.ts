import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Catalog, catalog } from '../../src/core/catalog.js';
import { type ControlDefinition, controlDefinition } from '../../src/core/control.js';
import { byCodeUnit, canonical, sha256Hex } from '../../src/core/json.js';
import { type Case, caseFile } from '../../test/helpers/case-format.js';

/** A control's folder, read and checked. */
export interface ControlFolder {
  /** `network/no-world-open-admin-ports` */
  readonly path: string;
  readonly definition: ControlDefinition;
  readonly cases: readonly Case[];
  readonly checkSource: string;
  readonly digest: string;
}

/** Every folder under controls/ that has a control.yaml, by control id. Throws where a folder contradicts its control. */
export function readControls(root: URL): ControlFolder[] {
  return folders(new URL('controls/', root))
    .filter((area) => area !== 'frameworks')
    .flatMap((area) => folders(new URL(`controls/${area}/`, root)).map((id) => readControl(root, area, id)))
    .sort((a, b) => byCodeUnit(a.definition.id, b.definition.id));
}

function readControl(root: URL, area: string, id: string): ControlFolder {
  const path = `${area}/${id}`;
  const text = (file: string): string => readFileSync(new URL(`controls/${path}/${file}`, root), 'utf8');
  const definition = controlDefinition.parse(parse(text('control.yaml')));
  if (definition.id !== id || definition.area !== area) {
    throw new Error(
      `controls/${path}/control.yaml: expected id ${id} and area ${area}, got ${definition.id} and ${definition.area}`,
    );
  }
  const checkSource = text('check.ts');
  const cases = caseFile.parse(parse(text('cases.yaml')));
  return { path, definition, cases, checkSource, digest: digestOf(definition, checkSource) };
}

/** SHA-256 hex of the canonical definition, a line feed, and the text of check.ts: what judged, as one value. */
function digestOf(definition: ControlDefinition, checkSource: string): string {
  return sha256Hex(`${canonical(definition)}\n${checkSource}`);
}

/** Every catalog of controls/frameworks/, by id. */
export function readCatalogs(root: URL): Catalog[] {
  const folder = new URL('controls/frameworks/', root);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => catalog.parse(parse(readFileSync(new URL(file, folder), 'utf8'))))
    .sort((a, b) => rank(a) - rank(b) || byCodeUnit(a.id, b.id));
}

/** The PCI DSS goes first: it is what the assessor of this report assesses. */
function rank({ id }: Catalog): number {
  return id.startsWith('pci-dss-') ? 0 : 1;
}

function folders(at: URL): string[] {
  return readdirSync(at, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
