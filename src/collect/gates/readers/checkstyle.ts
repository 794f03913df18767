import { baseName, type Reader, type Reading, ReaderProblem } from '../reader.js';
import { type XmlElement, xmlStream } from '../xml.js';
import { type Lint, LintTally } from './lint-tally.js';

/** The XML of Checkstyle, as many linters write it: https://checkstyle.org/config.html#Enable_External_DTD_load (XMLLogger). It shows nothing suppressed. */
export const checkstyle: Reader<Lint> = {
  gate: 'lint',
  format: 'checkstyle',
  extensions: ['.xml'],
  isNamed: (path) => /^(?:.*checkstyle.*|eslint)\.xml$/.test(baseName(path)),
  recognises: ({ head }) => /<checkstyle\b/.test(head),
  start: () => new Report(),
};

class Report implements Reading<Lint> {
  readonly #xml = xmlStream({ roots: ['checkstyle'], open: (element) => this.#open(element) });
  readonly #tally = new LintTally();
  #files = 0;
  #path = '';

  push(text: string): void {
    this.#xml.push(text);
  }

  end(): { content: Lint; writtenAt: null; commit: null } {
    this.#xml.end();
    return { content: this.#tally.content(this.#files, false), writtenAt: null, commit: null };
  }

  #open({ name, attributes, line }: XmlElement): void {
    switch (name) {
      case 'file':
        this.#files += 1;
        this.#path = attributes['name'] ?? '';
        return;
      case 'error':
        this.#result(attributes, line);
        return;
      case 'exception':
        throw new ReaderProblem('tool-error', `Checkstyle threw an exception at ${this.#path}`, line);
    }
  }

  #result(attributes: Readonly<Record<string, string>>, line: number): void {
    const { severity } = attributes;
    switch (severity) {
      case 'error':
        this.#tally.errors(1, `${this.#path}:${attributes['line'] ?? 0} ${attributes['source'] ?? ''}`.trim());
        return;
      case 'warning':
        this.#tally.warnings += 1;
        return;
      case 'info':
      case 'ignore':
        return;
      case undefined:
      default: {
        const text = `expected severity error, warning, info or ignore, got ${JSON.stringify(severity ?? null)}`;
        throw new ReaderProblem('wrong-format', text, line);
      }
    }
  }
}
