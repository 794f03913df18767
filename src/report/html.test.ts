import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clauseIds, groupsFile, hostileInput, sampleInput, steering } from '../../test/unit/report/sample.js';
import { placeKey } from './evidence-index.js';
import { excerptOf, excerptPlaces, excerptsShown } from './excerpt.js';
import { writeHtml } from './html.js';
import { buildModel } from './model.js';

const html = writeHtml(buildModel(sampleInput({ findings: 40 })));

describe('writeHtml', () => {
  it('forbids every request, and allows exactly its own style and script', () => {
    const digest = (element: string): string => {
      const text = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'u').exec(html)?.[1] ?? '';
      return createHash('sha256').update(text).digest('base64');
    };
    expect(html).toContain(
      `content="default-src 'none'; script-src 'sha256-${digest('script')}'; style-src 'sha256-${digest('style')}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html.split('<script')).toHaveLength(2);
    expect(html).not.toMatch(/<link|<img|<iframe| style=| on[a-z]+=|url\((?!#)|@import|innerHTML|https?:\/\/[^\s"]*"/u);
    expect([...html.matchAll(/ src=/gu)]).toEqual([]);
  });

  it('links to its own places and to the recording beside it, and nowhere else', () => {
    const links = [...html.matchAll(/href="([^"]*)"/gu)].map((match) => match[1] ?? '');
    const outside = new Set(links.filter((link) => !link.startsWith('#')));
    expect([...outside]).toEqual([
      '../recording/aws/111122223333/eu-west-1/ec2-describemanagedprefixlists.jsonl',
      `../${groupsFile}`,
    ]);
  });

  it.each(['pci-dss-4.0.1', 'iso-27001-2022'])('has every clause of %s once', (framework) => {
    const ids = clauseIds(framework);
    expect(ids.length).toBeGreaterThan(100);
    for (const id of ids) expect(html.split(`<tr id="${framework}-${id}">`)).toHaveLength(2);
  });

  it('has no id twice, and no link that leads nowhere', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map((match) => match[1]);
    expect(ids.filter((id, position) => ids.indexOf(id) !== position)).toEqual([]);
    const known = new Set(ids);
    const links = [...html.matchAll(/href="#([^"]+)"/gu)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(400);
    expect(links.filter((link) => !known.has(link))).toEqual([]);
  });

  it('names the successor of a clause that gave way', () => {
    const row = html.split('<tr id="pci-dss-4.0.1-6.4.1">')[1]?.split('</tr>')[0] ?? '';
    expect(row).toContain('Gave way to 6.4.2 on 31 March 2025; not counted.');
    expect(row).toContain('href="#pci-dss-4.0.1-6.4.2"');
  });

  it('says why a section is empty', () => {
    const empty = writeHtml(buildModel(sampleInput({ findings: 0, unreadable: false })));
    expect([...empty.matchAll(/class="empty"/gu)]).toHaveLength(7);
    expect(empty).toContain('No control came to a finding in this run.');
    expect(empty).toContain('Nothing failed.');
    expect(empty).toContain('Every read that was made got its full answer.');
  });

  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"><img src=x onerror=alert(1)>', '&quot;&gt;&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;'],
    ['{{constructor}}', '{{constructor}}'],
    ['{{> chip}}', '{{&gt; chip}}'],
    ['=cmd()', '&#x3D;cmd()'],
    ['\u001b[31mred', '⟦U+001B⟧[31mred'],
    ['a\u202Eb', 'a⟦U+202E⟧b'],
  ])('keeps a resource called %j text', (hostile, shown) => {
    const text = writeHtml(buildModel(sampleInput({ hostile })));
    expect(text).toContain(`<code class="id">${shown}</code>`);
    expect(withoutScript(text)).not.toMatch(/<script|<img/u);
    expect(steering(text)).toEqual([]);
  });

  it('takes nothing that came from a source for markup, wherever it stands', () => {
    const hostile = '</td><script>alert(1)</script>{{constructor}}\u001b[31m\u202E\u200F';
    const text = writeHtml(buildModel(hostileInput(hostile)));
    expect(withoutScript(text)).not.toContain('<script');
    expect(steering(text)).toEqual([]);
    expect(text.split('&lt;script&gt;').length - 1).toBeGreaterThan(25);
    expect(text.split('</td>')).toHaveLength(writeHtml(buildModel(hostileInput('plain'))).split('</td>').length);
  });

  it('carries its banners at the top and in the strip of every printed page', () => {
    const text = writeHtml(
      buildModel(sampleInput({ signedBy: null, demo: 'before', partialBecause: ['--control no-*'] })),
    );
    expect([...text.matchAll(/<p class="banner"><strong>([A-Z]+)<\/strong>/gu)].map((match) => match[1])).toEqual([
      'DEMO',
      'UNSIGNED',
      'PARTIAL',
    ]);
    expect(text).toContain('>DEMO · UNSIGNED · PARTIAL · 20261125t101500z-prepay</p>');
    expect(html).not.toContain('class="banner"');
    expect(html).not.toContain('class="running"');
  });

  it('folds what is beyond the first 25 of a control and every pass, with 5,000 findings', () => {
    const model = buildModel(sampleInput({ findings: 5000 }));
    const large = writeHtml(model);
    expect(large.length).toBeLessThan(8_000_000);
    const open = large.replaceAll(/<details[\s\S]*?<\/details>/gu, '');
    expect([...open.matchAll(/<tr id="F\d+"/gu)]).toHaveLength(3 * 25);
    expect([...large.matchAll(/<tr id="F\d+"/gu)]).toHaveLength(5000);
    expect(large).toContain('(not printed; they are lines of results/findings.jsonl)');
  });

  it('stays far below 15 MB with 5,000 findings and as many recorded answers as a report shows', () => {
    const input = sampleInput({ findings: 5000 });
    const shown = new Set(excerptPlaces(input.findings).map(placeKey));
    const group = { GroupName: 'web', IpPermissions: Array.from({ length: 40 }, (_, port) => ({ FromPort: port })) };
    const excerpt = excerptOf(group, '');
    const model = buildModel({ ...input, excerpt: (place) => (shown.has(placeKey(place)) ? excerpt : null) });
    expect(model.evidence.excerpts).toBe(excerptsShown);
    const bytes = Buffer.byteLength(writeHtml(model));
    expect(bytes).toBeGreaterThan(6_000_000);
    expect(bytes).toBeLessThan(12_000_000);
  });

  it('prints what is folded where it is short', () => {
    const folds = [...html.matchAll(/<details class="(?:fold|read)[^"]*"/gu)].map((match) => match[0]);
    expect(folds.length).toBeGreaterThan(5);
    expect(folds.filter((fold) => !fold.includes(' print"'))).toEqual([]);
  });

  it('comes out the same for the same input', () => {
    expect(writeHtml(buildModel(sampleInput({ findings: 40 })))).toBe(html);
  });

  it('survives findings of a control that is not at hand, and a read that the pack lacks', () => {
    const input = sampleInput({ findings: 2 });
    const findings = input.findings.map((finding) => ({
      ...finding,
      outcome: 'fail' as const,
      control: 'gone',
      evidence: [{ read: 'f'.repeat(64), page: 0, pointer: '/x' }],
    }));
    const text = writeHtml(buildModel({ ...input, findings, controls: [] }));
    expect(text).toContain('<h4 id="critical-gone"><code class="id">gone</code></h4>');
    expect(text).toContain('a read that the pack does not list');
  });

  it('refuses a model without one of its sections', () => {
    const model = buildModel(sampleInput());
    expect(() => writeHtml({ ...model, sections: model.sections.slice(1) })).toThrow('no section summary');
  });
});

/** The report less its one script, which is the same in every report. */
function withoutScript(text: string): string {
  return text.replace(/<script>[\s\S]*?<\/script>/u, '');
}
