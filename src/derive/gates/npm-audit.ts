import type { Decision, Sound } from './artefacts.js';
import { belowText, countText, limitText, weighRanks } from './ranked.js';

type NpmAudit = Sound<'gates.npm-audit'>;

/** Whether the audits list no advisory of the ranks that count, and say so of a whole project. */
export function npmAuditDecision(artefacts: readonly NpmAudit[], limit: readonly string[]): Decision {
  const weighed = weighRanks(
    artefacts.flatMap(({ content }) => content.found),
    limit,
  );
  const what = `of ${limitText(limit)} severity`;
  if (weighed.total > 0) {
    const examples = artefacts.flatMap(({ content }) => content.examples).slice(0, shown);
    const observed = `advisories ${what}: ${countText(weighed)}: ${examples.join('; ')}${belowText(weighed)}`;
    return { outcome: 'fail', observed };
  }
  const doubt = doubtOf(artefacts, weighed.unranked);
  if (doubt !== null) return { outcome: 'unknown', reason: 'unresolved', observed: doubt };
  return {
    outcome: 'pass',
    observed: `no advisory ${what} in ${artefacts.map(scopeText).join(', ')}${belowText(weighed)}`,
  };
}

/** As many as a person reads in one sentence. */
const shown = 3;

function doubtOf(artefacts: readonly NpmAudit[], unranked: number): string | null {
  if (unranked > 0) return `${unranked} advisories have no severity`;
  const open = artefacts.filter(({ content }) => !content.isComplete).map(({ path }) => path);
  if (open.length > 0) {
    return `${open.join(', ')} is of a format that does not say where it ends, so that it may have listed more`;
  }
  const bare = artefacts.filter(({ content }) => content.dependencies?.total === 0).map(({ path }) => path);
  return bare.length === 0 ? null : `${bare.join(', ')} counts no dependency, so that none was audited`;
}

/** What was audited, and what is said of the dependencies that only development has. */
function scopeText({ path, format, content }: NpmAudit): string {
  const { dependencies } = content;
  if (dependencies === null) return path;
  const { total, development } = dependencies;
  const of =
    format === 'npm-audit-v2' && development > 0
      ? `${development} of them for development, which npm counts whether it audits them or not`
      : development > 0
        ? `${development} of them for development`
        : 'none of them for development, as where an audit leaves these out';
  return `${path} of ${total} dependencies (${of})`;
}
