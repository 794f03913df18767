import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyWith } from '../../src/app/verify.js';
import { throwAwaySigner } from '../../src/pack/signer.js';
import { buildModel } from '../../src/report/model.js';
import { writePdf } from '../../src/report/pdf/write.js';
import { auditDemo } from '../helpers/audit-demo.js';
import { hostileInput, sampleInput } from '../unit/report/sample.js';
import { notUniversallyAccessible, pdfTool } from './peers/validators/pdf.js';

const hostile = `</td><script>{{constructor}} \u202eevil\u200f \u0007 中文 שלום 😀 ${'long'.repeat(200)}`;

let folder: string;
const files = { before: '', after: '', many: '', hostile: '' };
const every = ['before', 'after', 'many', 'hostile'] as const;
const verified: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'prepay-pdf-'));
  for (const name of ['before', 'after'] as const) {
    const signer = throwAwaySigner();
    const audited = await auditDemo({ name, out: join(folder, name), formats: ['pdf'], signer });
    const pack = audited.paths.pack ?? '';
    files[name] = join(pack, 'reports', 'report.pdf');
    const { differences, conclusion, exit } = await verifyWith(pack, [signer.publicKey], () => undefined);
    if (exit !== 0) verified.push(conclusion, ...differences.map(({ what }) => `${name}: ${what}`));
  }
  const write = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  files.many = write('many.pdf', writePdf(buildModel(sampleInput({ findings: 400, signedBy: null, hostile }))).bytes);
  files.hostile = write('hostile.pdf', writePdf(buildModel(hostileInput(hostile))).bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is PDF/UA-1 by veraPDF, each of the four', async () => {
  expect(await notUniversallyAccessible(Object.values(files))).toEqual([]);
}, 400_000);

it('comes out the same where a pack is verified', () => {
  expect(verified).toEqual([]);
});

describe.each(every)('the report %s', (name) => {
  it('is whole by qpdf', async () => {
    const { stdout } = await pdfTool('qpdf', '--check', files[name]);
    expect(stdout).toContain('No syntax or stream encoding errors');
  });

  it('is tagged, and embeds every font that it names', async () => {
    const { stdout: info } = await pdfTool('pdfinfo', files[name]);
    expect(info).toMatch(/^Tagged: +yes$/mu);
    const { stdout } = await pdfTool('pdffonts', files[name]);
    const fonts = stdout.trim().split('\n').slice(2);
    expect(fonts).toHaveLength(3);
    for (const font of fonts) expect(font).toMatch(/ yes yes yes +\d+ +0$/u);
  });

  it('has all fourteen sections, their bookmarks, and the count of pages on every one', async () => {
    const { stdout: text } = await pdfTool('pdftotext', '-layout', files[name], '-');
    const pages = text.split('\f').slice(0, -1);
    for (const [index, page] of pages.entries()) expect(page).toContain(`${index + 1} of ${pages.length}`);
    expect(text).toMatch(/^1 +Executive summary/mu);
    expect(text).toMatch(/^14 +Operated over the period/mu);
    const { stdout } = await pdfTool('qpdf', '--json', '--json-key=outlines', files[name]);
    expect(stdout).toContain('"title": "14 Operated over the period"');
    expect(stdout).toContain('Requirement 1: ');
  });

  it('is drawn without a complaint', async () => {
    const out = join(folder, name === 'hostile' ? 'drawn-h' : `drawn-${name}`);
    const { stderr } = await pdfTool('pdftoppm', '-r', '20', '-png', files[name], out);
    expect(stderr).toBe('');
  });
});

describe('a hostile name', () => {
  it('stands as text, what steers or has no glyph as code points', async () => {
    const { stdout } = await pdfTool('pdftotext', files.hostile, '-');
    for (const character of ['\u202e', '\u200f', '\u0007', '中', 'ש']) expect(stdout).not.toContain(character);
    for (const written of ['⟦U+202E⟧', '⟦U+4E2D⟧', '⟦U+05E9⟧', '<script>']) expect(stdout).toContain(written);
  });

  it('draws a banner on every page of an unsigned pack', async () => {
    const { stdout } = await pdfTool('pdftotext', files.many, '-');
    const pages = stdout.split('\f').slice(0, -1);
    expect(pages.filter((page) => !page.includes('UNSIGNED'))).toEqual([]);
  });
});
