import type { Decision, Sound } from './artefacts.js';
import { belowText, countText, limitText, weighRanks } from './ranked.js';

type ComposerAudit = Sound<'gates.composer-audit'>;

/** Whether the audits list no advisory of the ranks that count, no unwanted package, and had every repository's advisories. */
export function composerAuditDecision(artefacts: readonly ComposerAudit[], limit: readonly string[]): Decision {
  const contents = artefacts.map(({ content }) => content);
  const weighed = weighRanks(
    contents.flatMap(({ found }) => found),
    limit,
  );
  const filtered = contents.flatMap((content) => content.filtered);
  const what = `of ${limitText(limit)} severity`;
  const beside = besideText(contents);
  if (weighed.total > 0 || filtered.length > 0) {
    const examples = contents.flatMap((content) => content.examples).slice(0, shown);
    const parts = [
      ...(weighed.total > 0 ? [`advisories ${what}: ${countText(weighed)}: ${examples.join('; ')}`] : []),
      ...(filtered.length > 0 ? [`packages on a list of unwanted ones: ${filtered.slice(0, shown).join(', ')}`] : []),
    ];
    return { outcome: 'fail', observed: `${parts.join('; ')}${belowText(weighed)}${beside}` };
  }
  const doubt = doubtOf(contents, weighed.unranked);
  if (doubt !== null) return { outcome: 'unknown', reason: 'unresolved', observed: `${doubt}${beside}` };
  return { outcome: 'pass', observed: `no advisory ${what}${belowText(weighed)}${beside}` };
}

/** As many as a person reads in one sentence. */
const shown = 3;

function doubtOf(contents: readonly ComposerAudit['content'][], unranked: number): string | null {
  const unreachable = contents.flatMap((content) => content.unreachable);
  if (unreachable.length > 0) return `the advisories of ${unreachable.join(', ')} were out of reach`;
  return unranked > 0 ? `${unranked} advisories have no severity, as with Composer before 2.7` : null;
}

function besideText(contents: readonly ComposerAudit['content'][]): string {
  const ignored = contents.reduce((count, content) => count + content.ignored, 0);
  const abandoned = contents.flatMap((content) => content.abandoned ?? []);
  return [
    ...(ignored > 0 ? [`; ${ignored} advisories are ignored by configuration`] : []),
    ...(abandoned.length > 0 ? [`; abandoned: ${abandoned.slice(0, shown).join(', ')}`] : []),
  ].join('');
}
