import type { SbomContent } from '../../../facts/gates/sbom.js';

/** How many packages without a version are named to people. */
const shown = 10;

interface Listed {
  readonly name: string;
  /** Empty where there is none. */
  readonly version: string;
  readonly isIdentified: boolean;
  readonly isPackage: boolean;
}

/** What the components of one inventory add up to. */
export class SbomCount {
  #components = 0;
  #packages = 0;
  #unversioned = 0;
  #unidentified = 0;
  readonly #examples: string[] = [];

  add({ name, version, isIdentified, isPackage }: Listed): void {
    this.#components += 1;
    if (!isPackage || name.trim() === '') return;
    this.#packages += 1;
    if (!isIdentified) this.#unidentified += 1;
    if (version.trim() !== '') return;
    this.#unversioned += 1;
    if (this.#examples.length < shown) this.#examples.push(name.slice(0, 100));
  }

  get content(): Pick<SbomContent, 'components' | 'packages' | 'unversioned' | 'unidentified' | 'examples'> {
    return {
      components: this.#components,
      packages: this.#packages,
      unversioned: this.#unversioned,
      unidentified: this.#unidentified,
      examples: this.#examples,
    };
  }
}

/** Whether the file is named as an inventory is, and cannot be another gate's. */
export function isSbomName(name: string): boolean {
  return /(?:^|[._-])(?:s?bom|cdx|cyclonedx|spdx)(?:[._-].*)?\.json$/.test(name);
}
