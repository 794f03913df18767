import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadLedger } from '../../src/app/attestations.js';
import { largestEvidence } from '../../src/app/attestations-evidence.js';
import { loadConfig } from '../../src/app/config.js';
import { rules } from '../../src/app/rules.js';
import { PrepayError } from '../../src/core/errors.js';
import { sha256Hex } from '../../src/core/json.js';

const bytes = '%PDF-1.7 a scan';
const valid = {
  id: 'asv-1',
  title: 'ASV scan',
  clauses: [{ framework: 'pci-dss-4.0.1', clause: '11.3.2' }],
  performedOn: '2026-11-01',
  recordedOn: '2026-11-02',
  performedBy: 'the ASV',
  owner: 'security',
  outcome: 'met',
  file: 'evidence/asv.pdf',
  sha256: sha256Hex(bytes),
};
const analysis = { ...valid, id: 'tra-1', clauses: [{ framework: 'pci-dss-4.0.1', clause: '12.3.1' }] };
const frequency = {
  ...valid,
  clauses: [{ framework: 'pci-dss-4.0.1', clause: '8.6.3' }],
  basis: 'tra-1',
  everyDays: 30,
};

/** A folder with prepay.yaml and a ledger of those files. */
function ledgerOf(files: Readonly<Record<string, object | string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'prepay-ledger-'));
  mkdirSync(join(folder, 'attestations', 'evidence'), { recursive: true });
  writeFileSync(join(folder, 'attestations', 'evidence', 'asv.pdf'), bytes);
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : stringify(content);
    writeFileSync(join(folder, 'attestations', name), text);
  }
  writeFileSync(join(folder, 'prepay.yaml'), 'version: 1\nattestations: attestations/\n');
  return folder;
}

async function load(folder: string) {
  return loadLedger(await loadConfig(join(folder, 'prepay.yaml')), rules.catalogs);
}

async function errorOf(folder: string): Promise<PrepayError> {
  const error: unknown = await load(folder).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof PrepayError) return error;
  throw new Error(`expected an error of the table, got ${String(error)}`);
}

async function expectError(folder: string, code: string, pattern: RegExp): Promise<void> {
  const error = await errorOf(folder);
  expect(error).toMatchObject({ code, exit: 2 });
  expect(error.message).toMatch(pattern);
}

describe('a ledger', () => {
  it('is null where none is configured', async () => {
    const folder = ledgerOf({});
    writeFileSync(join(folder, 'prepay.yaml'), 'version: 1\n');
    expect(await load(folder)).toBeNull();
  });

  it('holds every act by id, with its file as it was found', async () => {
    const full = {
      ...frequency,
      id: 'b',
      validUntil: '2026-11-20',
      correctiveAction: { what: 'w', owner: 'o', dueOn: '2026-12-01' },
    };
    const loaded = await load(ledgerOf({ 'z.yaml': full, 'a.yml': analysis, 'notes.txt': 'no act' }));
    expect(loaded?.stated.acts.map(({ id }) => id)).toEqual(['b', 'tra-1']);
    expect(loaded?.stated.acts[0]).toMatchObject({
      basis: { attestation: 'tra-1', everyDays: 30 },
      validUntil: '2026-11-20',
      fileName: 'evidence/asv.pdf',
      file: { state: 'kept', path: 'attestations/b/asv.pdf', size: bytes.length, sha256: sha256Hex(bytes) },
    });
    expect(loaded?.stated.acts[0]?.location.path).toMatch(/attestations\/z\.yaml$/);
    expect(loaded?.stated.acts[0]?.location.line).toBe(6);
  });

  it.each([
    [
      'an unknown key of a clause',
      { clauses: [{ ...valid.clauses[0], title: 'x' }] },
      /asv\.yaml:6 unknown key "clauses\.0\.title"$/,
    ],
    [
      'an unknown key of a corrective action',
      { correctiveAction: { what: 'w', owner: 'o', dueon: 'x' } },
      /unknown key "correctiveAction\.dueon"; did you mean "correctiveAction\.dueOn"\?|did you mean "dueOn"/,
    ],
    [
      'an act recorded before it was performed',
      { recordedOn: '2026-10-31' },
      /asv\.yaml:7 "recordedOn": 2026-10-31 is before "performedOn", 2026-11-01/,
    ],
    ['a validity that ends before the act', { validUntil: '2026-10-31' }, /asv\.yaml:13 "validUntil"/],
    [
      'a day that no calendar has',
      { performedOn: '2026-02-30' },
      /asv\.yaml:6 "performedOn": expected a day of the calendar/,
    ],
    [
      'an unknown framework',
      { clauses: [{ framework: 'pci-dss-4', clause: '1' }] },
      /asv\.yaml:4 .*no framework pci-dss-4; expected pci-dss-4\.0\.1 or iso-27001-2022/,
    ],
    [
      'an unknown clause',
      { clauses: [{ framework: 'pci-dss-4.0.1', clause: '11.3.22' }] },
      /asv\.yaml:4 .*no clause 11\.3\.22; did you mean 11\.3\.2\?/,
    ],
    [
      'a clause that nothing is near',
      { clauses: [{ framework: 'pci-dss-4.0.1', clause: 'the whole standard' }] },
      /no clause the whole standard$/,
    ],
    [
      'a clause as a number',
      { clauses: [{ framework: 'pci-dss-4.0.1', clause: 11.3 }] },
      /"clauses\.0\.clause": expected text, in quotes/,
    ],
    [
      'a clause twice',
      { clauses: [...valid.clauses, ...valid.clauses] },
      /asv\.yaml:7 "clauses\.1": 11\.3\.2 stands there twice/,
    ],
    ['no clause', { clauses: [] }, /asv\.yaml:3 "clauses"/],
    [
      'a clause that asks for no act',
      { clauses: [{ framework: 'pci-dss-4.0.1', clause: 'CLAUSE-READ' }] },
      /asks for no human act; reading evidences it alone/,
    ],
    ['a clause that gave way', { clauses: [{ framework: 'pci-dss-4.0.1', clause: 'CLAUSE-OLD' }] }, /gave way to/],
    ['an outcome of its own', { outcome: 'fine' }, /asv\.yaml:10 "outcome"/],
    ['an unknown key', { performedby: 'x' }, /asv\.yaml:13 unknown key "performedby"; did you mean "performedBy"\?/],
    ['an id that is no folder', { id: '../x' }, /asv\.yaml:1 "id"/],
    ['a path out of the folder', { file: '../prepay.yaml' }, /asv\.yaml:11 "file": expected a path below the folder/],
    ['a path from the root', { file: '/etc/passwd' }, /"file": expected a path below/],
    ['a path of another system', { file: 'c:\\x' }, /"file": expected a path below/],
    ['a hash in capitals', { sha256: 'A'.repeat(64) }, /asv\.yaml:12 "sha256": expected 64 lowercase/],
    ['control characters', { title: 'a\u202eb' }, /asv\.yaml:2 "title": expected no control characters/],
    [
      'a card number',
      { title: 'paid with 4111111111111111' },
      /asv\.yaml:2 holds what looks like a card number or secret$/,
    ],
    ['a basis without days', { ...frequency, everyDays: undefined }, /"basis": expected "everyDays" beside it/],
    ['days without a basis', { everyDays: 30 }, /"everyDays": expected "basis" beside it/],
    [
      'a basis where no clause leaves the choice',
      { basis: 'tra-1', everyDays: 30 },
      /"basis": none of its clauses leaves the frequency/,
    ],
    [
      'a trigger where no clause asks',
      { trigger: 'new page' },
      /"trigger": none of its clauses asks for an act on significant change/,
    ],
    ['a basis that is not there', { ...frequency, basis: 'tra-2' }, /"basis": no attestation has the id tra-2/],
    ['a basis that is no analysis', { ...frequency, basis: 'asv-1' }, /"basis": asv-1 is no act of 12\.3\.1/],
  ])('with %s is refused with its line', async (_, more, pattern) => {
    const catalog = rules.catalogs.find(({ id }) => id === 'pci-dss-4.0.1');
    const read = catalog?.clauses.find(
      ({ evidence, supersededBy }) => evidence === 'automatic' && supersededBy === undefined,
    );
    const old = catalog?.clauses.find(({ supersededBy }) => supersededBy !== undefined);
    const text = stringify({ ...valid, ...more })
      .replace('CLAUSE-READ', read?.id ?? '')
      .replace('CLAUSE-OLD', old?.id ?? '');
    await expectError(ledgerOf({ 'asv.yaml': text, 'tra.yaml': analysis }), 'PREPAY_CONFIG_INVALID', pattern);
  });

  it('with an id twice is refused, naming both', async () => {
    await expectError(
      ledgerOf({ 'a.yaml': valid, 'b.yaml': valid }),
      'PREPAY_CONFIG_INVALID',
      /b\.yaml:1 "id": asv-1 is the id of .*a\.yaml:1 too/,
    );
  });

  it.each([
    ['broken YAML', 'id: [', /asv\.yaml:\d+ is not YAML/],
    ['an empty file', '', /the file: /],
    ['a key twice', 'id: a\nid: b\n', /asv\.yaml:2 is not YAML/],
    ['a list', '- id\n', /asv\.yaml:1 the file: /],
    ['bytes that are no UTF-8', '\u0000', /is not UTF-8 text/],
    ['aliases without end', `a: &a [1]\nb: [${'*a,'.repeat(60)}]\n`, /uses aliases/],
  ])('with %s is refused', async (_, text, pattern) => {
    const error = await errorOf(ledgerOf({ 'asv.yaml': text }));
    expect(error.code).toMatch(/^PREPAY_CONFIG_/);
    expect(error.message).toMatch(pattern);
  });

  it('that is not there, is a link, or is too large is refused', async () => {
    const none = ledgerOf({});
    writeFileSync(join(none, 'prepay.yaml'), 'version: 1\nattestations: elsewhere/\n');
    await expectError(
      none,
      'PREPAY_CONFIG_INVALID',
      /prepay\.yaml:2 "attestations": .*elsewhere cannot be listed \(ENOENT\)/,
    );
    const linked = ledgerOf({ 'real.txt': valid });
    symlinkSync(join(linked, 'attestations', 'real.txt'), join(linked, 'attestations', 'asv.yaml'));
    await expectError(linked, 'PREPAY_CONFIG_UNREADABLE', /asv\.yaml is not a regular file/);
    const large = ledgerOf({ 'asv.yaml': `# ${'x'.repeat(1024 * 1024)}` });
    await expectError(large, 'PREPAY_CONFIG_UNREADABLE', /asv\.yaml has \d+ bytes; expected at most 1048576/);
  });
});

describe('an evidence file', () => {
  const stateOf = async (folder: string) => (await load(folder))?.stated.acts[0]?.file;

  it('that is missing, or has another hash, is left to the verdict', async () => {
    const missing = { ...valid, file: 'evidence/none.pdf' };
    expect(await stateOf(ledgerOf({ 'a.yaml': missing }))).toEqual({ state: 'missing' });
    expect(await stateOf(ledgerOf({ 'a.yaml': { ...valid, file: 'evidence/asv.pdf/x' } }))).toEqual({
      state: 'missing',
    });
    const expected = 'a'.repeat(64);
    expect(await stateOf(ledgerOf({ 'a.yaml': { ...valid, sha256: expected } }))).toEqual({
      state: 'changed',
      expected,
      sha256: sha256Hex(bytes),
    });
  });

  it.each([
    ['card-number', 'a report\n4111 1111 1111 1111\n'],
    ['secret', ['-----BEGIN', 'PRIVATE', 'KEY-----\nMIIEvQ\n'].join(' ')],
  ])('of text with a %s is withheld', async (reason, text) => {
    const folder = ledgerOf({ 'a.yaml': { ...valid, file: 'evidence/a.txt', sha256: sha256Hex(text) } });
    writeFileSync(join(folder, 'attestations', 'evidence', 'a.txt'), text);
    expect(await stateOf(folder)).toEqual({ state: 'withheld', reason, sha256: sha256Hex(text) });
  });

  it('that is no text is not looked into', async () => {
    const binary = Buffer.from([0xff, 0xfe, ...Buffer.from('4111111111111111')]);
    const folder = ledgerOf({ 'a.yaml': { ...valid, file: 'evidence/a.bin', sha256: sha256Hex(binary) } });
    writeFileSync(join(folder, 'attestations', 'evidence', 'a.bin'), binary);
    expect(await stateOf(folder)).toMatchObject({ state: 'kept' });
  });

  it('behind a link, or no regular file, or too large, is refused with its line', async () => {
    const linked = ledgerOf({ 'a.yaml': { ...valid, file: 'evidence/link.pdf' } });
    symlinkSync('/etc/hostname', join(linked, 'attestations', 'evidence', 'link.pdf'));
    await expectError(linked, 'PREPAY_CONFIG_INVALID', /a\.yaml:11 "file": "evidence\/link\.pdf" is a link/);
    const folder = ledgerOf({ 'a.yaml': { ...valid, file: 'out/asv.pdf' } });
    symlinkSync(join(folder, 'attestations', 'evidence'), join(folder, 'attestations', 'out'));
    await expectError(folder, 'PREPAY_CONFIG_INVALID', /"file": "out" is a link/);
    await expectError(
      ledgerOf({ 'a.yaml': { ...valid, file: 'evidence' } }),
      'PREPAY_CONFIG_INVALID',
      /is a folder or special file/,
    );
    const large = ledgerOf({ 'a.yaml': valid });
    truncateSync(join(large, 'attestations', 'evidence', 'asv.pdf'), largestEvidence + 1);
    await expectError(large, 'PREPAY_CONFIG_INVALID', /has 67108865 bytes; expected at most 67108864/);
  });
});

describe('the catalog', () => {
  it('has exactly the periods of the standard', () => {
    const clauses = rules.catalogs.flatMap((catalog) => catalog.clauses);
    const of = (period: string): string[] =>
      clauses.filter(({ periods }) => periods.some((one) => one === period)).map(({ id }) => id);
    const listed = (ids: string): string[] => ids.split(' ');
    expect(of('daily')).toEqual(listed('10.4.1'));
    expect(of('weekly')).toEqual(listed('11.5.2 11.6.1'));
    expect(of('90-days')).toEqual(listed('8.2.6'));
    expect(of('3-months')).toEqual(listed('3.2.1 11.2.1 11.3.1 11.3.2 12.4.2'));
    expect(of('6-months')).toEqual(listed('1.2.7 7.2.4 11.4.6 12.5.2.1 A1.1.4'));
    expect(of('12-months')).toEqual(
      listed(
        '6.2.2 9.4.1.2 9.4.5.1 11.4.2 11.4.3 11.4.5 12.1.2 12.3.1 12.3.2 12.3.3 12.3.4 12.5.2 12.6.2 12.6.3 12.8.4 12.10.2',
      ),
    );
    expect(of('risk-analysis')).toEqual(
      listed('5.2.3.1 5.3.2.1 7.2.5.1 8.6.3 9.5.1.2.1 10.4.2.1 11.3.1.1 11.6.1 12.10.4.1'),
    );
    expect(of('significant-change')).toEqual(
      listed('6.5.2 11.3.1.3 11.3.2.1 11.4.2 11.4.3 11.4.5 11.4.6 12.5.2 12.5.2.1 12.5.3'),
    );
  });
});
