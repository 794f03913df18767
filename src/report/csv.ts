import { stringify } from 'csv-stringify/sync';
import { canonical } from '../core/json.js';
import { scopeId } from '../core/scope.js';
import type { ReportFinding, ReportModel } from './model-types.js';
import { visible } from './visible.js';

/**
 * The findings as CSV (RFC 4180: CRLF, one header line, UTF-8 without a byte order mark), one row each, in the order of
 * results/findings.jsonl. A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a
 * carriage return, also in full width) gets a leading apostrophe, so such ids are not exact here: the JSON has them
 * as they are. Unsafe characters are written out.
 */
export function writeCsv(model: ReportModel): string {
  const places = evidencePlaces(model);
  const run = [
    model.run.packId,
    model.run.declaredAt,
    String(model.run.partial),
    model.run.demo ?? '',
    model.run.signedBy ?? 'UNSIGNED',
  ];
  const rows = model.findings.map((finding) => [...cells(finding, places), ...run].map(visible));
  return stringify(rows, { header: true, columns: [...columns], record_delimiter: 'windows', escape_formulas: true });
}

export const columns = [
  'number',
  'control',
  'outcome',
  'reason',
  'severity',
  'gate_severity',
  'resource_kind',
  'resource_id',
  'resource_name',
  'source',
  'scope',
  'expected',
  'observed',
  'evidence',
  'evidence_places',
  'parameters',
  'location',
  'owner',
  'exception',
  'fingerprint',
  'pack',
  'declared_at',
  'partial',
  'demo',
  'signed_by',
] as const;

function cells(finding: ReportFinding, places: ReadonlyMap<string, string>): readonly string[] {
  const { resource, evidence, location } = finding;
  return [
    finding.number,
    finding.control,
    finding.outcome,
    finding.reason ?? '',
    finding.severity,
    finding.gateSeverity,
    resource.kind,
    resource.id,
    resource.name ?? '',
    resource.scope.source,
    scopeId(resource.scope),
    finding.expected,
    finding.observed,
    evidence.map(({ number }) => number).join(' '),
    evidence.map(({ number }) => places.get(number) ?? '').join(' '),
    canonical(finding.parameters),
    location === null ? '' : `${location.path}:${location.line}`,
    finding.owner ?? '',
    finding.exception ?? '',
    finding.fingerprint,
  ];
}

/** Evidence number → `file:line#pointer`. */
function evidencePlaces({ evidence }: ReportModel): ReadonlyMap<string, string> {
  return new Map(
    evidence.reads.flatMap(({ file, items }) =>
      items.map(({ number, line, pointer }) => [
        number,
        file === null ? '' : `${file}${line === null ? '' : `:${line}`}#${pointer}`,
      ]),
    ),
  );
}
