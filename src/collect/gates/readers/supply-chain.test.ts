import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture, problem, read, reportFolder } from '../../../../test/unit/gates/read-report.js';
import { ReaderProblem, type Summary } from '../reader.js';
import { readers } from '../readers.js';

describe('a file by its name', () => {
  it.each([
    ['npm-audit.json', 'npm-audit'],
    ['deep/NPM-Audit-production.json', 'npm-audit'],
    ['yarn-audit.jsonl', 'npm-audit'],
    ['composer-audit.json', 'composer-audit'],
    ['trivy.json', 'trivy'],
    ['trivy-image.json', 'trivy'],
    ['trivy-sbom.json', 'sbom'],
    ['trivy.cdx.json', 'sbom'],
    ['bom.json', 'sbom'],
    ['wallet.spdx.json', 'sbom'],
    ['sonarqube-status.json', 'sonarqube'],
    ['sonarity.json', 'none'],
    ['bombs.json', 'none'],
  ])('%s that holds nothing is %s', (path, gate) => {
    for (const text of ['', '{}', '<html></html>', '[]', 'null', '{"a":']) {
      expect(read(path.toLowerCase(), text)).toMatchObject({ gate, format: 'none' });
    }
  });
});

describe('a reading of what its reader does not recognise', () => {
  it.each([
    ['yarn-audit', '\n\n', 'expected lines of JSON, got none'],
    ['composer-audit', '{"abandoned": []}', 'expected advisories, got none'],
  ])('by %s is a problem all the same', (format, text, message) => {
    const reading = readers.find((each) => each.format === format)?.start();
    reading?.push(text);
    expect(() => reading?.end()).toThrow(message);
  });

  it('of version 1 with a message', () => {
    expect(problem('x.json', '{"actions": [], "advisories": {}, "message": "no"}')).toMatchObject({
      kind: 'tool-error',
    });
  });
});

describe('a spoilt file', () => {
  const files = ['audits', 'scans', 'sboms'].flatMap((name) =>
    readdirSync(new URL(`${name}/`, reportFolder)).map((file) => `${name}/${file}`),
  );

  it.each(files)('%s never says more than the whole one when it is cut', (file) => {
    const text = fixture(file).trimEnd();
    for (let at = 1; at < text.length; at += Math.ceil(text.length / 60)) {
      const { format, result } = read('x.json', text.slice(0, at));
      // What yarn prints of advisories has no end, and says so.
      if (format !== 'none' && format !== 'yarn-berry-audit') expect(result).toBeInstanceOf(ReaderProblem);
    }
  });

  it.each(files)('%s with a flipped bit is understood or refused, and never thrown at', (file) => {
    const bytes = Buffer.from(fixture(file));
    const whole = read('x.json', fixture(file)).result;
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 120)) {
      for (const bit of [0, 1, 4]) {
        const spoilt = Buffer.from(bytes);
        spoilt[at] = (spoilt[at] ?? 0) ^ (1 << bit);
        const { result } = read('x.json', spoilt.toString('utf8'));
        if (!(result instanceof ReaderProblem)) expectNoLess(whole, result, `${file}:${at}`);
      }
    }
  });
});

/** What was found in the whole file is found in the spoilt one as well. */
function expectNoLess(whole: Summary | ReaderProblem, spoilt: Summary, place: string): void {
  if (whole instanceof ReaderProblem) throw new Error(`${place}: a problem became a result`);
  // A report of Trivy without targets is no clean one: container-scan-clean takes it for unknown.
  if (targetsOf(spoilt) === 0) return;
  for (const list of ['found', 'vulnerabilities', 'misconfigurations', 'secrets']) {
    expect(total(spoilt, list), `${place} ${list}`).toBeGreaterThanOrEqual(total(whole, list));
  }
}

function total({ content }: Summary, list: string): number {
  const tallies: unknown = Reflect.get(content as object, list) ?? [];
  return (tallies as { fixable: number; unfixable: number; unsaid: number }[]).reduce(
    (sum, each) => sum + each.fixable + each.unfixable + each.unsaid,
    0,
  );
}

function targetsOf({ content }: Summary): number | null {
  const targets: unknown = Reflect.get(content as object, 'targets');
  return targets === undefined ? null : Object.values(targets as Record<string, number>).reduce((a, b) => a + b, 0);
}
