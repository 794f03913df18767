import { byCodeUnit, canonical } from '../core/json.js';
import type { ReportModel } from './model-types.js';
import type { FindingsDocument } from './schemas.js';
import { visibleJson } from './visible.js';

/**
 * The findings with their run's header, one JSON document: members sorted, one finding a line, in the order of
 * results/findings.jsonl. Values are exact; characters that hide or steer stand as JSON escapes.
 */
export function writeJson(model: ReportModel): string {
  const { findings, ...header } = findingsDocument(model);
  const lines = findings.map((finding) => visibleJson(canonical(finding)));
  const members = Object.entries(header).map(
    ([name, value]) => `${JSON.stringify(name)}: ${visibleJson(canonical(value))}`,
  );
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
  return `{\n"findings": ${list},\n${members.sort(byCodeUnit).join(',\n')}\n}\n`;
}

function findingsDocument({ run, findings }: ReportModel): FindingsDocument {
  return { schema: 'https://prepay.example/findings/v1', run, findings };
}
