import { describe, expect, it } from 'vitest';
import { sampleInput, scope } from '../../test/unit/report/sample.js';
import type { WafMatrixRow } from '../core/run.js';
import { writeHtml } from './html.js';
import { buildModel, type ReportInput } from './model.js';

function row(text: string): WafMatrixRow {
  const head = { category: 'sqli', files: '942', title: 'SQL injection' };
  return {
    webAcl: text,
    name: text,
    scope,
    cells: [
      { ...head, action: 'partial', by: [text, 'sqli / SQLi_BODY'], why: [text] },
      { ...head, action: 'block', by: ['crs'], why: [] },
    ],
  };
}

function input(wafMatrix: ReportInput['wafMatrix'], ...gaps: readonly (string | null)[]): ReportInput {
  const sample = sampleInput();
  const populations = gaps.map((text) => ({
    kind: 'aws.wafv2.web-acl',
    scope,
    count: 0,
    members: [],
    reads: [],
    gap: text === null ? null : { reason: 'denied' as const, reads: [], text },
  }));
  return { ...sample, wafMatrix, populations: [...sample.populations, ...populations] };
}

function block(given: ReportInput): string {
  return writeHtml(buildModel(given)).split('<h3 id="web-acls">')[1]?.split('</section>')[0] ?? '';
}

describe('the matrix of web ACLs', () => {
  it('has a table an ACL, each cell with its action and the rules that decide', () => {
    const text = block(input([row('web')], null));
    expect(text).toContain('1 of 2 categories blocked');
    expect(text).toContain('<td title="SQL injection: in part by web, sqli / SQLi_BODY">');
    expect(text).toContain('<th scope="row">SQL injection</th><td>942</td>');
    expect(text).toContain('in part</span>\n</td><td><code>web</code>, <code>sqli / SQLi_BODY</code></td><td>web</td>');
    expect(text).toContain('blocked</span>\n</td><td><code>crs</code></td>');
  });

  it('takes no name for markup', () => {
    const text = block(input([row('</td><script>alert(1)</script>{{constructor}}\u202E')], null));
    expect(text).not.toMatch(/<script|\u202E/u);
    expect(text).toContain('&lt;script&gt;');
  });

  it.each([
    ['in a pack of a version before', null, [], 'a version of the tool that did not read web ACLs'],
    ['where nothing was listed', [], [], 'No web ACLs were listed in this run.'],
    ['where there is none', [], [null], 'There is no web ACL in any scope that was read.'],
    ['where none could be read', [], ['list: denied'], 'No web ACL could be read.'],
  ] as const)('says why it is empty %s', (_, rows, gaps, says) => {
    expect(block(input(rows, ...gaps))).toContain(
      `<p>${says.startsWith('a version') ? `The pack is of ${says}` : says}`,
    );
  });

  it('names what of the ACLs was not read, beside those that were', () => {
    expect(block(input([row('web')], 'list: throttled'))).toContain(
      'Not read: 111122223333/eu-west-1: list: throttled',
    );
  });
});
