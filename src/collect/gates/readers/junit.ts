import { baseName, type Reader, type Reading, ReaderProblem } from '../reader.js';
import { latest, timeOfText } from '../time.js';
import { type XmlElement, xmlStream } from '../xml.js';
import { countIn } from './measures.js';
import { type Tests, TestTally } from './test-tally.js';

/** The XML that Ant's JUnit task began and that most runners write; nobody owns its shape: https://github.com/testmoapp/junitxml. */
export const junit: Reader<Tests> = {
  gate: 'tests',
  format: 'junit',
  extensions: ['.xml'],
  isNamed: (path) => /^(?:.*junit.*|tests?|test-results?|test-.*)\.xml$/.test(baseName(path)),
  recognises: ({ head }) => /<testsuites?\b/.test(head),
  start: () => new Report(),
};

type Kind = 'passed' | 'failed' | 'errored' | 'skipped';

/** What a suite says of itself, and what was found in it. */
interface Suite {
  readonly element: XmlElement;
  readonly own: Counts;
  readonly all: Counts;
}
interface Counts {
  tests: number;
  failures: number;
  errors: number;
}

class Report implements Reading<Tests> {
  readonly #xml = xmlStream({
    roots: ['testsuites', 'testsuite'],
    open: (element) => this.#open(element),
    close: (name) => this.#close(name),
  });
  readonly #tally = new TestTally();
  readonly #suites: Suite[] = [];
  #kind: Kind = 'passed';
  #name = '';
  #writtenAt: string | null = null;

  push(text: string): void {
    this.#xml.push(text);
  }

  end(): { content: Tests; writtenAt: string | null; commit: null } {
    this.#xml.end();
    return { content: this.#tally.content(), writtenAt: this.#writtenAt, commit: null };
  }

  #open(element: XmlElement): void {
    const { name, attributes, parents } = element;
    switch (name) {
      case 'testsuites':
      case 'testsuite':
        this.#suites.push({ element, own: noCounts(), all: noCounts() });
        this.#writtenAt = latest(this.#writtenAt, timeOfText(attributes['timestamp']));
        return;
      case 'testcase':
        this.#kind = isNotRun(attributes) ? 'skipped' : 'passed';
        this.#name = [attributes['classname'], attributes['name']].filter((each) => each !== undefined).join(' ');
        return;
      case 'failure':
      case 'error':
      case 'skipped':
        this.#result(name, parents, attributes);
    }
  }

  #result(
    name: 'failure' | 'error' | 'skipped',
    parents: readonly string[],
    attributes: XmlElement['attributes'],
  ): void {
    const parent = parents.at(-1);
    if (parent === 'testcase') {
      this.#kind = worse(this.#kind, kinds[name]);
    } else if (parent === 'testsuite' && name !== 'skipped') {
      // A suite that broke outside its tests, such as a file that cannot be loaded.
      this.#tally.count('errored', attributes['message'] ?? 'a suite broke outside its tests');
      this.#add(name === 'failure' ? 'failures' : 'errors');
    }
  }

  #close(name: string): void {
    if (name === 'testcase') this.#case();
    else if (name === 'testsuite' || name === 'testsuites') this.#suite();
  }

  #case(): void {
    this.#tally.count(this.#kind, this.#name);
    this.#add('tests');
    if (this.#kind === 'failed') this.#add('failures');
    if (this.#kind === 'errored') this.#add('errors');
  }

  #add(what: keyof Counts): void {
    const inner = this.#suites.at(-1);
    if (inner !== undefined) inner.own[what] += 1;
    for (const { all } of this.#suites) all[what] += 1;
  }

  /** What a suite says of itself counts its own tests, or those of the suites in it as well. */
  #suite(): void {
    const suite = this.#suites.pop();
    if (suite === undefined) return;
    const { attributes, line } = suite.element;
    for (const what of ['tests', 'failures', 'errors'] as const) {
      const said = countIn(attributes, what, line);
      const [own, all] = [suite.own[what], suite.all[what]];
      if (said === undefined || said === all || said === own) continue;
      const name = attributes['name'] ?? suite.element.name;
      throw new ReaderProblem(
        'wrong-format',
        `expected ${all} ${what} of ${name} by its test cases, got ${said}`,
        line,
      );
    }
  }
}

const kinds = { failure: 'failed', error: 'errored', skipped: 'skipped' } as const;
const order: readonly Kind[] = ['passed', 'skipped', 'failed', 'errored'];

function worse(a: Kind, b: Kind): Kind {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** GoogleTest marks what it did not run by attributes alone. */
function isNotRun({ status, result }: XmlElement['attributes']): boolean {
  return [status, result].some((each) => ['notrun', 'disabled', 'skipped', 'suppressed'].includes(each ?? ''));
}

function noCounts(): Counts {
  return { tests: 0, failures: 0, errors: 0 };
}
