import { visible } from '../report/visible.js';
import { wrap } from '../report/wrap.js';
import type { InitResult } from './init.js';

/** What was written, and what to do next. */
export function initText({ path, config }: InitResult, columns: number): string {
  const { entity, scope, signing } = config;
  const [aws] = scope?.aws ?? [];
  const regions = aws?.regions === 'all' ? 'all regions' : (aws?.regions ?? []).join(', ');
  const lines = [
    `Wrote ${path}: ${entity?.name ?? ''}, ${entity?.role ?? ''}, ${entity?.assessment ?? ''}.`,
    aws === undefined
      ? 'It names no account: the one that the credentials belong to is audited.'
      : `It audits AWS account ${aws.account}, ${regions}.`,
    signing?.key === undefined
      ? "Packs are unsigned until it names a key: 'prepay keys generate audit.key'."
      : `Packs are signed with ${signing.key}; 'prepay keys generate' makes it if it is not there.`,
    "Next: 'prepay doctor' says what can be read, 'prepay audit run' audits.",
  ];
  return lines.flatMap((line) => wrap(visible(line), columns)).join('\n');
}
