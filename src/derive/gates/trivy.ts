import type { Decision, Sound } from './artefacts.js';
import { belowText, countText, limitText, weighRanks } from './ranked.js';

type Trivy = Sound<'gates.trivy'>;

/** Whether Trivy found nothing of the ranks that count, and is seen to have looked for vulnerabilities. */
export function trivyDecision(artefacts: readonly Trivy[], limit: readonly string[]): Decision {
  const contents = artefacts.map(({ content }) => content);
  const kinds = (['vulnerabilities', 'misconfigurations', 'secrets'] as const).map((name) => ({
    name,
    weighed: weighRanks(
      contents.flatMap((content) => content[name]),
      limit,
    ),
  }));
  const what = `of ${limitText(limit)} severity`;
  const hits = kinds.filter(({ weighed }) => weighed.total > 0);
  if (hits.length > 0) {
    const counts = hits.map(({ name, weighed }) => `${name}: ${countText(weighed)}`).join(', ');
    const examples = contents.flatMap((content) => content.examples).slice(0, shown);
    return { outcome: 'fail', observed: `${what}: ${counts}: ${examples.join('; ')}${besideText(contents)}` };
  }
  const unranked = kinds.reduce((count, { weighed }) => count + weighed.unranked, 0);
  const doubt = unranked > 0 ? `${unranked} findings have no severity` : doubtOf(artefacts);
  if (doubt !== null) return { outcome: 'unknown', reason: 'unresolved', observed: `${doubt}${besideText(contents)}` };
  const below = kinds.flatMap(({ name, weighed }) =>
    weighed.below.length > 0 ? [`${name}${belowText(weighed)}`] : [],
  );
  const observed = [`nothing ${what} in ${artefacts.map(nameOf).join(', ')}`, ...below].join('; ');
  return { outcome: 'pass', observed: `${observed}${besideText(contents)}` };
}

/** As many as a person reads in one sentence. */
const shown = 3;

function doubtOf(artefacts: readonly Trivy[]): string | null {
  const old = artefacts.filter(({ content }) => content.isEndOfLife);
  if (old.length > 0)
    return `${names(old)} has an operating system past its end of life, which gets no more advisories`;
  const bare = artefacts.filter(
    ({ content: { targets } }) => targets.packages + targets.configurations + targets.secrets === 0,
  );
  if (bare.length > 0) return `Trivy found nothing to look at in ${names(bare)}`;
  const isSeen = artefacts.some(({ content }) => content.hasVulnerabilityScan);
  const unseen = artefacts.filter(
    ({ content }) => !content.hasVulnerabilityScan && (!isSeen || content.artifactType === 'container_image'),
  );
  if (unseen.length === 0) return null;
  return `nothing in the report of ${names(unseen)} shows that vulnerabilities were looked for`;
}

function names(artefacts: readonly Trivy[]): string {
  return artefacts.map(nameOf).join(', ');
}

function nameOf({ path, content: { artifact, digests } }: Trivy): string {
  const [digest] = digests;
  return `${artifact}${digest === undefined ? '' : ` (${digest.slice(0, 19)})`} (${path})`;
}

function besideText(contents: readonly Trivy['content'][]): string {
  const total = (name: 'passed' | 'excepted' | 'suppressed'): number =>
    contents.reduce((sum, content) => sum + content[name], 0);
  return [
    ...(total('passed') > 0 ? [`; ${total('passed')} checks of configurations passed`] : []),
    ...(total('excepted') > 0 ? [`; ${total('excepted')} are excepted`] : []),
    ...(total('suppressed') > 0 ? [`; ${total('suppressed')} findings are suppressed`] : []),
  ].join('');
}
