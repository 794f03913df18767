import { baseName, type Reader, type Reading, ReaderProblem } from '../reader.js';
import { timeOfEpoch } from '../time.js';
import { type XmlElement, xmlStream } from '../xml.js';
import { agree, countIn, countOf, type Coverage, type Measure, Tally } from './measures.js';

/**
 * The XML of Clover, as PHPUnit, istanbul and others write it: https://openclover.org/doc/manual/latest/faq--xml-report.html.
 * Conditionals are branches, methods functions. What istanbul calls statements there are its lines.
 */
export const clover: Reader<Coverage> = {
  gate: 'coverage',
  format: 'clover',
  extensions: ['.xml'],
  isNamed: (path) => baseName(path) === 'clover.xml',
  recognises: ({ head }) => /<coverage\b[^<>]*\s(?:generated|clover)\s*=/.test(head),
  start: () => new Report(),
};

const metricNames = ['statements', 'conditionals', 'methods'] as const;
type Metric = (typeof metricNames)[number];

class Report implements Reading<Coverage> {
  readonly #xml = xmlStream({
    roots: ['coverage'],
    open: (element) => this.#open(element),
    close: (name) => this.#close(name),
  });
  readonly #tallies = { statements: new Tally(), conditionals: new Tally(), methods: new Tally() };
  readonly #lines = new Tally();
  #linesOfFile = new Map<string, boolean>();
  #files = 0;
  #generated: string | undefined;
  #total: XmlElement | null = null;

  push(text: string): void {
    this.#xml.push(text);
  }

  end(): { content: Coverage; writtenAt: string | null; commit: null } {
    this.#xml.end();
    const total = this.#total;
    if (total === null) throw new ReaderProblem('wrong-format', 'expected metrics of the project, got none');
    for (const name of metricNames) {
      agree(name, measureOf(total, name), this.#tallies[name].measure, total.line);
    }
    const { statements, conditionals, methods } = this.#tallies;
    const lines = this.#lines.measure;
    const content = {
      files: this.#files,
      lines: lines.total === 0 && statements.measure.total > 0 ? null : lines,
      branches: conditionals.measure,
      functions: methods.measure,
      statements: statements.measure,
    };
    return { content, writtenAt: timeOfEpoch(this.#generated), commit: null };
  }

  #open(element: XmlElement): void {
    const { name, attributes, parents } = element;
    const parent = parents.at(-1);
    if (name === 'coverage') this.#generated = attributes['generated'];
    else if (name === 'file') this.#files += 1;
    else if (name === 'line' && parent === 'file') this.#line(element);
    else if (name === 'metrics' && parent === 'file') this.#file(element);
    else if (name === 'metrics' && parent === 'project') this.#total = element;
  }

  #line({ attributes, line }: XmlElement): void {
    const { type, num = '' } = attributes;
    if (type !== 'stmt' && type !== 'cond') return;
    // OpenClover leaves count out of a condition.
    const parts = ['count', 'truecount', 'falsecount'].flatMap((name) => countIn(attributes, name, line) ?? []);
    const [first] = parts;
    if (first === undefined) throw new ReaderProblem('wrong-format', 'expected a count of the line, got none', line);
    const isHit = attributes['count'] === undefined ? parts.some((count) => count > 0) : first > 0;
    this.#linesOfFile.set(num, isHit || this.#linesOfFile.get(num) === true);
  }

  #file(element: XmlElement): void {
    for (const name of metricNames) this.#tallies[name].add(measureOf(element, name), name, element.line);
  }

  #close(name: string): void {
    if (name !== 'file') return;
    for (const isHit of this.#linesOfFile.values()) this.#lines.one(isHit);
    this.#linesOfFile = new Map();
  }
}

function measureOf({ attributes, line }: XmlElement, name: Metric): Measure {
  return { total: countOf(attributes, name, line), covered: countOf(attributes, `covered${name}`, line) };
}
