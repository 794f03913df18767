import { canonical, type JsonObject } from '../core/json.js';
import type { Outcome, Severity } from '../core/outcome.js';
import type { Scope } from '../core/scope.js';
import type { ReportControl, ReportFinding, ReportModel } from './model-types.js';
import { visibleJson } from './visible.js';

/**
 * The findings as OCSF Compliance Findings (class 2003 of OCSF 1.8.0), one JSON document a line, in the order of
 * results/findings.jsonl. What OCSF has no attribute for stands in `unmapped`. https://schema.ocsf.io/1.8.0/classes/compliance_finding
 */
export function writeOcsf(model: ReportModel): string {
  const controls = new Map(model.controls.map((control) => [control.id, control]));
  const time = Date.parse(model.run.declaredAt);
  return model.findings
    .map((finding) => `${visibleJson(canonical(eventOf(finding, controls.get(finding.control), { model, time })))}\n`)
    .join('');
}

interface Context {
  readonly model: ReportModel;
  /** The declared time of the run, in milliseconds since 1970. */
  readonly time: number;
}

function eventOf(finding: ReportFinding, control: ReportControl | undefined, { model, time }: Context): object {
  const { resource, severity, observed, owner } = finding;
  const { run } = model;
  const cloud = cloudOf(resource.scope);
  return {
    class_uid: 2003,
    class_name: 'Compliance Finding',
    category_uid: 2,
    category_name: 'Findings',
    activity_id: 1,
    activity_name: 'Create',
    type_uid: 200_301,
    type_name: 'Compliance Finding: Create',
    time,
    severity_id: severityIds[severity],
    severity: severityNames[severity],
    status_id: 1,
    status: 'New',
    message: observed,
    metadata: {
      version: '1.8.0',
      product: { name: 'PrePay', vendor_name: 'PrePay', version: run.tool.version },
      correlation_uid: run.packId,
      ...(cloud === null ? {} : { profiles: ['cloud'] }),
    },
    finding_info: {
      uid: finding.fingerprint,
      title: control?.statement ?? finding.control,
      desc: observed,
      created_time: time,
    },
    compliance: complianceOf(finding, control),
    resources: [
      {
        uid: resource.id,
        type: resource.kind,
        ...(resource.name === null ? {} : { name: resource.name }),
        ...(resource.scope.region === undefined ? {} : { region: resource.scope.region }),
        ...(owner === null ? {} : { owner: { name: owner } }),
      },
    ],
    ...(cloud === null ? {} : { cloud }),
    ...(control === undefined ? {} : { remediation: { desc: control.remediation.console } }),
    unmapped: unmappedOf(finding, model),
  };
}

/** https://schema.ocsf.io/1.8.0/classes/compliance_finding: 2 Low, 3 Medium, 4 High, 5 Critical. */
const severityIds = { low: 2, medium: 3, high: 4, critical: 5 } as const satisfies Record<Severity, number>;
const severityNames = { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' } as const;

function complianceOf(finding: ReportFinding, control: ReportControl | undefined): object {
  const maps = control?.maps ?? [];
  const requirements = maps.map(({ framework, clause }) => `${framework}/${clause}`);
  const standards = [...new Set(maps.map(({ framework }) => framework))];
  const { status, status_id } = statuses[finding.outcome];
  return {
    control: finding.control,
    desc: finding.expected,
    status,
    status_id,
    status_code: finding.outcome,
    ...(finding.reason === null ? {} : { status_details: [finding.reason] }),
    ...(requirements.length === 0 ? {} : { requirements, standards }),
  };
}

/** What OCSF has no word of is Unknown or Other: neither passes. */
const statuses = {
  pass: { status: 'Pass', status_id: 1 },
  fail: { status: 'Fail', status_id: 3 },
  unknown: { status: 'Unknown', status_id: 0 },
  'not-applicable': { status: 'not-applicable', status_id: 99 },
  manual: { status: 'manual', status_id: 99 },
} as const satisfies Record<Outcome, { readonly status: string; readonly status_id: number }>;

/** Null for what is in no cloud account; its provider is named for AWS alone. */
function cloudOf({ source, account, region }: Scope): JsonObject | null {
  if (source !== 'aws' || account === undefined) return null;
  return { provider: 'AWS', account: { uid: account, type_id: 10 }, ...(region === undefined ? {} : { region }) };
}

function unmappedOf(finding: ReportFinding, { run }: ReportModel): object {
  const { number, outcome, gateSeverity, resource, evidence, exception, location, parameters } = finding;
  return {
    number,
    outcome,
    gate_severity: gateSeverity,
    scope: resource.scope,
    evidence: evidence.map((place) => ({ ...place })),
    parameters,
    exception,
    location,
    partial: run.partial,
    demo: run.demo,
    evidence_root: run.evidenceRoot,
    signed_by: run.signedBy ?? 'UNSIGNED',
  };
}
