import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import type { Fact } from '../../../src/core/fact.js';
import type { EvidenceRef, Gap } from '../../../src/core/read.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { approvalOf } from '../../../src/derive/github/approval.js';

type Commit = Fact<'github.branch-commit'>;

export default defineCheck({
  needs: {
    branch: need('github.branch', { as: 'subject' }),
    commits: need('github.branch-commit'),
    pulls: need('github.merged-pull'),
  },
  run({ branch: { id }, commits, pulls, params }) {
    const found = commits.where('branch', id);
    if (found.state === 'unknown') return unknown(`how ${id} changed cannot be said`, found.gaps);
    const count = params.integer('count');
    const all = (found.state === 'found' ? found.value : []).toSorted((a, b) => a.data.position - b.data.position);
    // No pull request can bring the first commit: there is no branch yet that it could go into.
    const changes = all.filter(({ data }) => data.position < count && !data.isFirst);
    if (changes.length === 0) return notApplicable('no-changes', `${id} has not changed since its first commit`);
    const direct = changes.filter(({ data }) => data.pulls.length === 0);
    const faults = direct.map((commit) => ({ text: directText(commit), evidence: commit.evidence }));
    const gaps: Gap[] = [];
    const unclear: string[] = [];
    const evidence: EvidenceRef[] = changes.flatMap((commit) => commit.evidence);
    for (const pullId of new Set(changes.flatMap(({ data }) => data.pulls))) {
      const pull = pulls.get(pullId);
      if (pull.state !== 'found') {
        unclear.push(`what was approved of ${pullId} is not known`);
        if (pull.state === 'unknown') gaps.push(...pull.gaps);
        continue;
      }
      const approval = approvalOf(pull.value.data);
      evidence.push(...pull.value.evidence);
      if (approval.state === 'not-approved') {
        faults.push({ text: `${pullId}: ${approval.why}`, evidence: pull.value.evidence });
      }
      if (approval.state === 'unclear') unclear.push(`${pullId}: ${approval.why}`);
    }
    if (faults.length > 0) {
      const texts = faults.map(({ text }) => text);
      return fail(
        `${id}: ${shortList(texts, '; ')}`,
        faults.flatMap((fault) => fault.evidence),
      );
    }
    if (unclear.length > 0) return unknown(`${id}: ${shortList(unclear, '; ')}`, gaps, evidence);
    const last = changes.length === 1 ? 'last change' : `last ${changes.length} changes`;
    return pass(`the ${last} of ${id} had the approval of another`, evidence);
  },
});

function directText({ id, data }: Commit): string {
  const by = data.author === null ? '' : ` (${data.author})`;
  return `${id.slice(0, 12)} came without a pull request${by}`;
}
