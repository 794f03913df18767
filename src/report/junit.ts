import { scopeId } from '../core/scope.js';
import { groupBy } from './group.js';
import type { ReportFinding, ReportModel } from './model-types.js';
import { countOutcomes } from './tally.js';
import { visible } from './visible.js';

/**
 * The findings as JUnit XML: a suite a control, a case a resource. A fail is a failure, an unknown an error, what was not
 * applicable or is for people to judge is skipped.
 */
export function writeJunit(model: ReportModel): string {
  const suites = groupBy(model.findings, ({ control }) => control);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="prepay" ${totals(model.findings)} time="0">`,
    ...[...suites].flatMap(([control, findings], index) => suite(control, findings, index, model.run.declaredAt)),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suite(control: string, findings: readonly ReportFinding[], index: number, at: string): readonly string[] {
  const { skipped, counts } = numbers(findings);
  // The format has no place for milliseconds or a zone: the time is UTC.
  const timestamp = at.slice(0, 19);
  const attributes = `name=${quoted(control)} ${counts} skipped="${skipped}" time="0" timestamp="${timestamp}" hostname="prepay" id="${index}" package="prepay"`;
  return [`  <testsuite ${attributes}>`, ...findings.flatMap(testcase), '  </testsuite>'];
}

function testcase({
  control,
  resource,
  outcome,
  reason,
  severity,
  observed,
  expected,
}: ReportFinding): readonly string[] {
  const name = `${scopeId(resource.scope)} ${resource.id}`;
  const open = `    <testcase classname=${quoted(control)} name=${quoted(name)} time="0"`;
  const text = escaped(`expected: ${expected}`);
  switch (outcome) {
    case 'pass':
      return [`${open}/>`];
    case 'fail':
      return [
        `${open}>`,
        `      <failure message=${quoted(observed)} type="${severity}">${text}</failure>`,
        '    </testcase>',
      ];
    case 'unknown':
      return [
        `${open}>`,
        `      <error message=${quoted(observed)} type=${quoted(`unknown: ${reason ?? ''}`)}>${text}</error>`,
        '    </testcase>',
      ];
    case 'not-applicable':
    case 'manual':
      return [`${open}>`, '      <skipped/>', '    </testcase>'];
  }
}

function totals(findings: readonly ReportFinding[]): string {
  return numbers(findings).counts;
}

function numbers(findings: readonly ReportFinding[]): { readonly counts: string; readonly skipped: number } {
  const outcomes = countOutcomes(findings);
  return {
    counts: `tests="${findings.length}" failures="${outcomes.fail}" errors="${outcomes.unknown}"`,
    skipped: outcomes['not-applicable'] + outcomes.manual,
  };
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** Text that XML 1.0 may hold, in an element or an attribute. */
function escaped(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\ufffe', '⟦U+FFFE⟧')
    .replaceAll('\uffff', '⟦U+FFFF⟧');
}
