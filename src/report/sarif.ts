import { z } from 'zod';
import { byCodeUnit, canonical } from '../core/json.js';
import { bySeverity, type Severity } from '../core/outcome.js';
import { scopeId } from '../core/scope.js';
import type { ReportControl, ReportFinding, ReportModel } from './model-types.js';
import { visible, visibleJson } from './visible.js';
import { plural } from './words.js';

/** GitHub takes no run with more. https://docs.github.com/en/code-security/reference/code-scanning/sarif-support-for-code-scanning */
const maxResults = 25_000;
const maxTags = 20;

/**
 * Fails and unknowns as SARIF 2.1.0, one run, in the shape that GitHub's code scanning takes: every result has a place in
 * a file (its own, else the line of its scope in the configuration), and is told apart by control and resource. The worst
 * stand first; what is past GitHub's limit is left out and said.
 */
export function writeSarif(model: ReportModel): string {
  const found = model.findings
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')
    .sort((a, b) => Number(a.outcome !== 'fail') - Number(b.outcome !== 'fail') || bySeverity(b.severity, a.severity));
  const shown = found.slice(0, maxResults);
  const ids = [...new Set(shown.map(({ control }) => control))].sort(byCodeUnit);
  const controls = new Map(model.controls.map((control) => [control.id, control]));
  const { run } = model;
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'prepay',
            version: run.tool.version,
            semanticVersion: run.tool.version,
            informationUri: 'https://github.com/prepay/prepay',
            rules: ids.map((id) => ruleOf(id, controls.get(id))),
          },
        },
        automationDetails: { id: 'prepay/audit/' },
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: run.declaredAt,
            toolExecutionNotifications: notificationsOf(model, found.length - shown.length),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: shown.map((finding) => resultOf(finding, ids.indexOf(finding.control), model)),
        properties: {
          packId: run.packId,
          evidenceRoot: run.evidenceRoot,
          partial: run.partial,
          signedBy: run.signedBy ?? 'UNSIGNED',
          ...(run.demo === null ? {} : { demo: run.demo }),
        },
      },
    ],
  };
  return `${visibleJson(canonical(document))}\n`;
}

function ruleOf(id: string, control: ReportControl | undefined): object {
  if (control === undefined) return { id };
  const { console: byHand, cli, terraform } = control.remediation;
  const clauses = control.maps.map(({ framework, clause }) => `${framework}/${clause}`);
  const [helpUri] = control.sources.filter((source) => source.startsWith('https://'));
  return {
    id,
    shortDescription: { text: control.statement },
    fullDescription: { text: control.rationale.slice(0, 1000) },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: { text: [control.rationale, `Mend it: ${byHand}`, `CLI: ${cli}`, `Terraform: ${terraform}`].join('\n\n') },
    defaultConfiguration: { level: levelOf(control.severity, 'fail') },
    properties: {
      tags: ['security', 'compliance', ...clauses].slice(0, maxTags),
      'security-severity': securitySeverity[control.severity],
      precision: 'high',
    },
  };
}

/** As GitHub reads it: over 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, below that low. */
const securitySeverity = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' } as const;

function levelOf(severity: Severity, outcome: string): 'error' | 'warning' | 'note' {
  if (severity === 'low') return 'note';
  return severity === 'medium' || outcome === 'unknown' ? 'warning' : 'error';
}

function resultOf(finding: ReportFinding, ruleIndex: number, model: ReportModel): object {
  const { control, outcome, reason, severity, resource, observed, expected, fingerprint, number } = finding;
  const said = outcome === 'unknown' ? `Unknown (${reason ?? 'no reason'}): ${observed}` : observed;
  return {
    ruleId: control,
    ruleIndex,
    level: levelOf(severity, outcome),
    message: { text: plainText(`${said} Expected: ${expected}`) },
    locations: [
      {
        physicalLocation: placeOf(finding, model),
        logicalLocations: [
          {
            name: visible(resource.name ?? resource.id),
            fullyQualifiedName: visible(`${scopeId(resource.scope)}/${resource.id}`),
            kind: 'resource',
          },
        ],
      },
    ],
    // What GitHub tells alerts apart by; all of a scope stand on one line.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'prepay/v1': fingerprint },
    properties: { number, outcome, severity, kind: resource.kind, scope: scopeId(resource.scope), reason },
  };
}

/** Text without SARIF's embedded links, `[text](target)`: what a source wrote must not become one. */
function plainText(text: string): string {
  return visible(text).replaceAll('](', '] (');
}

function placeOf({ location, resource }: ReportFinding, { identity }: ReportModel): object {
  const { file, lines } = stated.parse(identity.configuration);
  const { source, org } = resource.scope;
  const line = lines[`${source}/${org ?? ''}`] ?? lines[source] ?? 1;
  const place = location ?? { path: file ?? 'prepay.yaml', line };
  // GitHub takes paths below the repository alone; a configuration from elsewhere is shown by the rest of its path.
  const parts = place.path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const uri = parts.map(encodeURIComponent).join('/');
  return { artifactLocation: { uri }, region: { startLine: Math.max(1, place.line) } };
}

/** What run.json states of the configuration file: its name, and where each source and organization stands in it. */
const stated = z.object({
  file: z.string().nullable().default(null),
  lines: z.record(z.string(), z.int()).default({}),
});

function notificationsOf({ scope, run }: ReportModel, leftOut: number): readonly object[] {
  const said = [
    ...(run.partial ? [`the run is partial: ${run.partialBecause.join(', ')}`] : []),
    ...(scope.unreadable.length > 0 ? [`${plural(scope.unreadable.length, 'read')} did not come to an end`] : []),
    ...(leftOut > 0 ? [`${plural(leftOut, 'result')} past ${maxResults} are left out; findings.json has them`] : []),
  ];
  return said.map((text) => ({ level: 'warning', message: { text: visible(text) } }));
}
