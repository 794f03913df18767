import { visible } from '../report/visible.js';
import { wrap } from '../report/wrap.js';
import type { InitResult } from './init.js';

/** What was written, and what to do next. */
export function initText({ path, config }: InitResult, columns: number): string {
  const { entity, scope, gates, signing } = config;
  const lines = [
    `Wrote ${path}: ${entity?.name ?? ''}, ${entity?.role ?? ''}, ${entity?.assessment ?? ''}.`,
    ...scopeLines(scope),
    ...(gates === undefined ? [] : [`It judges the artefacts of the build in ${gates.dir}.`]),
    signing?.key === undefined
      ? "Packs are unsigned until it names a key: 'prepay keys generate audit.key'."
      : `Packs are signed with ${signing.key}; 'prepay keys generate' makes it if it is not there.`,
    "Next: 'prepay doctor' says what can be read, 'prepay audit run' audits.",
  ];
  return lines.flatMap((line) => wrap(visible(line), columns)).join('\n');
}

function scopeLines(scope: InitResult['config']['scope']): readonly string[] {
  const [aws] = scope?.aws ?? [];
  const organizations = (scope?.github ?? []).map(({ org }) => org);
  const regions = aws?.regions === 'all' ? 'all regions' : (aws?.regions ?? []).join(', ');
  if (aws === undefined && organizations.length === 0) {
    return ['It names no account: the one that the credentials belong to is audited.'];
  }
  return [
    ...(aws === undefined ? [] : [`It audits AWS account ${aws.account}, ${regions}.`]),
    ...(organizations.length === 0 ? [] : [`It audits ${organizations.join(', ')} on GitHub.`]),
  ];
}
