import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { lanesOf } from '../../../src/derive/github/lanes.js';
import { protectionOf } from '../../../src/derive/github/protection.js';
import { distinctChecks, gatesOf, lastMerged, unreadWorkflows } from '../../../src/derive/github/required-gates.js';
import { orgOf } from '../../../src/facts/github/uses.js';

export default defineCheck({
  needs: {
    branch: need('github.branch', { as: 'subject' }),
    classic: need('github.branch-protection'),
    rules: need('github.branch-rules'),
    workflows: need('github.workflow'),
    called: need('github.called-workflow'),
    actions: need('github.action'),
    commits: need('github.branch-commit'),
    pulls: need('github.merged-pull'),
    checks: need('github.commit-checks'),
  },
  run({ branch: { id, data }, classic, rules, workflows, called, actions, commits, pulls, checks, params }) {
    const [ofClassic, ofRules] = [classic.get(id), rules.get(id)];
    const { statusChecks } = protectionOf(
      ofClassic.state === 'found' ? ofClassic.value.data : null,
      ofRules.state === 'found' ? ofRules.value.data : null,
    );
    const required = distinctChecks(statusChecks);
    const unread = [ofClassic, ofRules].flatMap(gapsOf);
    if (required.length === 0) {
      return unread.length > 0
        ? unknown(`which checks ${id} requires cannot be said`, unread)
        : notApplicable('no-required-check', `${id} requires no check, which is for default-branch-requires-checks`);
    }
    if (!data.isDefault) return unknown(`workflows and merges are read for the default branch, which ${id} is not`, []);
    const { repository, branchName } = data;
    const lanes = lanesOf({ workflows: workflows.all(), called, actions, org: orgOf(repository) });
    const found = commits.where('branch', id);
    const merged = lastMerged(found.state === 'found' ? found.value : [], pulls, params.integer('count'));
    const unreadFiles = unreadWorkflows(workflows, called, orgOf(repository));
    const gates = gatesOf(required, { branchName, lanes, merged, checks, unread: unreadFiles });
    const evidence = gates.flatMap(({ makers, runs }) => [...makers, runs].flatMap((each) => each.evidence));
    const bad = gates.filter(({ faults }) => faults.length > 0);
    const [first] = bad;
    if (first !== undefined) {
      const texts = bad.map(({ context, faults }) => `${context}: ${shortList(faults, '; ')}`);
      return fail(`${id}: ${shortList(texts, '. ')}`, evidence, { location: first.makers[0]?.location ?? null });
    }
    const gaps = [...gapsOf(found), ...gates.flatMap(({ runs, gaps: open }) => [...runs.gaps, ...open])];
    if (merged.length === 0 || gaps.length > 0)
      return unknown(`whether the checks of ${id} ran on its last merges`, gaps);
    const what = `${shortList(required.map(({ context }) => context))} of ${id}`;
    return pass(`${what} ran on the last ${merged.length} merges and cannot pass when the tool fails`, evidence);
  },
});
