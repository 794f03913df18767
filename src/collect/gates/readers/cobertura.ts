import { baseName, type Reader, type Reading, ReaderProblem } from '../reader.js';
import { timeOfEpoch } from '../time.js';
import { type XmlElement, xmlStream } from '../xml.js';
import { agree, copied, countIn, countOf, type Coverage, Tally } from './measures.js';

/** The XML of Cobertura, as many tools write it: https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd. It has no statements. */
export const cobertura: Reader<Coverage> = {
  gate: 'coverage',
  format: 'cobertura',
  extensions: ['.xml'],
  isNamed: (path) => /^(?:coverage|.*cobertura.*)\.xml$/.test(baseName(path)),
  recognises: ({ head }) => /<coverage\b[^<>]*\sline-rate\s*=/.test(head),
  start: () => new Report(),
};

class Report implements Reading<Coverage> {
  readonly #xml = xmlStream({
    roots: ['coverage'],
    open: (element) => this.#open(element),
    close: (name) => this.#close(name),
  });
  readonly #lines = new Tally();
  readonly #branches = new Tally();
  readonly #functions = new Tally();
  readonly #files = new Set<string>();
  #root: XmlElement | null = null;
  #hasMethods = false;
  #isMethodHit = false;

  push(text: string): void {
    this.#xml.push(text);
  }

  end(): { content: Coverage; writtenAt: string | null; commit: null } {
    this.#xml.end();
    const root = this.#root;
    const attributes = root?.attributes ?? {};
    const line = root?.line ?? null;
    for (const [name, tally] of [
      ['lines', this.#lines],
      ['branches', this.#branches],
    ] as const) {
      const [total, covered] = [
        countIn(attributes, `${name}-valid`, line),
        countIn(attributes, `${name}-covered`, line),
      ];
      if (total !== undefined && covered !== undefined) agree(name, { covered, total }, tally.measure, line);
    }
    const content = {
      files: this.#files.size,
      lines: this.#lines.measure,
      branches: this.#branches.measure,
      functions: this.#hasMethods ? this.#functions.measure : null,
      statements: null,
    };
    return { content, writtenAt: timeOfEpoch(attributes['timestamp']), commit: null };
  }

  #open(element: XmlElement): void {
    const { name, attributes, parents } = element;
    if (name === 'coverage') this.#root ??= element;
    else if (name === 'class') this.#files.add(copied(attributes['filename'] ?? attributes['name'] ?? ''));
    else if (name === 'method') this.#isMethodHit = false;
    else if (name === 'line' && parents.at(-1) === 'lines') this.#line(element);
  }

  /** The lines of a method stand in those of its class as well, or count as none: they say whether it was called. */
  #line({ attributes, parents, line }: XmlElement): void {
    const isHit = countOf(attributes, 'hits', line) > 0;
    if (parents.at(-2) === 'method') {
      this.#isMethodHit ||= isHit;
      return;
    }
    if (parents.at(-2) !== 'class') return;
    this.#lines.one(isHit);
    if (attributes['branch'] !== 'true') return;
    const [, covered, total] = /\((\d{1,9})\/(\d{1,9})\)/.exec(attributes['condition-coverage'] ?? '') ?? [];
    if (covered === undefined || total === undefined) {
      throw new ReaderProblem('wrong-format', 'expected counts in condition-coverage of a branch, got none', line);
    }
    this.#branches.add({ covered: Number(covered), total: Number(total) }, 'branches', line);
  }

  #close(name: string): void {
    if (name !== 'method') return;
    this.#hasMethods = true;
    this.#functions.one(this.#isMethodHit);
  }
}
