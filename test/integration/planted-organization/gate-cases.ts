import { checksRule, merged, pull, ruleset, rulesWith, runsOf } from './base.js';
import type { RepositoryCase } from './plant.js';
import { ciFiles, pinnedCheckout } from './workflow-texts.js';

const gates = 'required-gates-really-enforced';
const checks = 'default-branch-requires-checks';
const open = { [gates]: 'fail' } as const;
const pulls = [pull(1), pull(2)];
const heads = ['1', '2'].map((digit) => digit.repeat(40));
const requires = (context: string, integration_id: number) => ({
  rulesets: [ruleset({ rules: rulesWith([checksRule({}, [{ context, integration_id }])]) })],
});
const steps = (...more: readonly string[]) => ciFiles({ steps: [pinnedCheckout, ...more] });
const job = (...more: readonly string[]) => ciFiles({ job: more });
const trivy = 'uses: aquasecurity/trivy-action@0123456789abcdef0123456789abcdef01234567';
const called = (uses: string) => ({
  runs: runsOf(pulls, { name: 'ci / test' }),
  ...requires('ci / test', 15_368),
  files: { '.github/workflows/ci.yml': `on: pull_request\njobs:\n  ci:\n    uses: ${uses}\n` },
});

const needing = (job: string, steps: string) => ({
  files: {
    '.github/workflows/ci.yml': `on: pull_request\njobs:\n  build:\n    steps:\n      - run: npm run build\n  test:\n    needs: build\n${job}    steps:\n      - run: ${steps}\n`,
  },
});

const found: readonly RepositoryCase[] = [
  {
    of: [gates],
    repo: 'gate-called-of-others',
    name: 'a reusable workflow of others, which is not read',
    seed: called('acme/flows/.github/workflows/test.yml@0123456789abcdef0123456789abcdef01234567'),
    verdicts: { [gates]: 'unknown' },
  },
  {
    of: [gates],
    repo: 'gate-needs',
    name: 'a job that is skipped where one that it needs fails',
    seed: needing('', 'npm test'),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-needs-blind',
    name: 'a job that runs whatever became of what it needs, and does not look',
    seed: needing('    if: always()\n', 'npm test'),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-needs-looks',
    name: 'a job that runs whatever became of what it needs, and looks',
    seed: needing('    if: always()\n', "test '${{ needs.build.result }}' = success && npm test"),
  },
  {
    of: [gates],
    repo: 'gate-tee',
    name: '| tee in the default shell',
    seed: steps('run: npm test | tee log'),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-tee-pipefail',
    name: '| tee in a shell with pipefail',
    seed: steps('run: npm test | tee log\nshell: bash'),
  },
  {
    of: [gates],
    repo: 'gate-by-hand',
    name: 'a workflow that is started by hand',
    seed: ciFiles({ on: 'workflow_dispatch' }),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-of-matrix',
    name: 'a job of a matrix',
    seed: {
      ...ciFiles({ job: ['strategy: { matrix: { node: [20, 22] } }'] }),
      runs: runsOf(pulls, { name: 'test (20)' }),
      ...requires('test (20)', 15_368),
    },
  },
  {
    of: [gates],
    repo: 'gate-one-of-two',
    name: 'two checks, of which no job makes one',
    seed: {
      rulesets: [
        ruleset({
          rules: rulesWith([
            checksRule(
              {},
              ['test', 'lint'].map((context) => ({ context, integration_id: 15_368 })),
            ),
          ]),
        }),
      ],
    },
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-of-statuses',
    name: 'a check of the older kind, from whichever App, which ran',
    seed: {
      rulesets: [ruleset({ rules: rulesWith([checksRule({}, [{ context: 'legacy' }])]) })],
      statuses: heads.map((sha) => ({ sha, context: 'legacy', state: 'success' as const })),
    },
    verdicts: { [checks]: 'fail' },
  },
];

const written: readonly RepositoryCase[] = [
  { of: [gates], repo: 'gate', name: 'a job that ran on the last merges and fails with its tool' },
  { of: [gates], repo: 'gate-or-true', name: '|| true', seed: steps('run: npm test || true'), verdicts: open },
  { of: [gates], repo: 'gate-or-exit', name: '|| exit 1', seed: steps('run: npm test || exit 1') },
  {
    of: [gates],
    repo: 'gate-set-e',
    name: 'set +e',
    seed: steps('run: |\n  set +e\n  npm test\n  npm run report'),
    verdicts: open,
  },
  { of: [gates], repo: 'gate-exit-zero', name: '--exit-zero', seed: steps('run: flake8 --exit-zero'), verdicts: open },
  { of: [gates], repo: 'gate-trivy', name: 'Trivy without an exit code', seed: steps(trivy), verdicts: open },
  {
    of: [gates],
    repo: 'gate-trivy-zero',
    name: 'Trivy with exit-code 0',
    seed: steps(`${trivy}\nwith: { exit-code: '0' }`),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-trivy-one',
    name: 'Trivy with exit-code 1',
    seed: steps(`${trivy}\nwith: { exit-code: '1' }`),
  },
  {
    of: [gates],
    repo: 'gate-step-goes-on',
    name: 'continue-on-error of the step',
    seed: steps('run: npm test\ncontinue-on-error: true'),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-job-goes-on',
    name: 'continue-on-error of the job',
    seed: job('continue-on-error: true'),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-job-stops',
    name: 'continue-on-error of the job, false',
    seed: job('continue-on-error: false'),
  },
  {
    of: [gates],
    repo: 'gate-conditional',
    name: 'a job that a condition skips',
    seed: job("if: github.actor != 'dana'"),
    verdicts: open,
  },
  { of: [gates], repo: 'gate-always', name: 'a condition that always holds', seed: job('if: always()') },
  {
    of: [gates],
    repo: 'gate-path-filter',
    name: 'a path filter',
    seed: ciFiles({ on: '{ pull_request: { paths: [src/**] } }' }),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-paths-ignored',
    name: 'ignored paths',
    seed: ciFiles({ on: '{ pull_request: { paths-ignore: [docs/**] } }' }),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-branch-filter',
    name: 'a branch filter that the branch meets',
    seed: ciFiles({ on: '{ pull_request: { branches: [main] } }' }),
  },
  {
    of: [gates],
    repo: 'gate-other-branch',
    name: 'a branch filter that the branch does not meet',
    seed: ciFiles({ on: '{ pull_request: { branches: [release] } }' }),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-empty',
    name: 'a job that only says something',
    seed: ciFiles({ steps: ['run: echo ok'] }),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-of-no-job',
    name: 'a check that no job makes',
    seed: ciFiles({ id: 'lint' }),
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-by-name',
    name: "a job whose name is the check's",
    seed: ciFiles({ id: 'unit', job: ['name: test'] }),
  },
  {
    of: [gates],
    repo: 'gate-not-run',
    name: 'a check that did not run on the last merges',
    seed: { runs: [] },
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-once-not-run',
    name: 'a check that did not run on one of the last merges',
    seed: { runs: runsOf([pull(2)]) },
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-skipped',
    name: 'a check that was skipped',
    seed: { runs: runsOf(pulls, { conclusion: 'skipped' }) },
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-failed',
    name: 'a check that failed, and a merge after it',
    seed: { runs: runsOf(pulls, { conclusion: 'failure' }) },
    verdicts: open,
  },
  {
    of: [gates],
    repo: 'gate-of-other-app',
    name: 'another App that reported under the name',
    seed: {
      ...merged(...pulls),
      runs: [],
      checkRuns: heads.map((sha) => ({ sha, name: 'test', app: { id: 99, slug: 'ci' } })),
    },
    verdicts: open,
  },
  {
    of: [gates, checks],
    repo: 'gate-of-its-app',
    name: 'a check of another App, which ran',
    seed: {
      ...requires('quality', 99),
      checkRuns: heads.map((sha) => ({ sha, name: 'quality', app: { id: 99, slug: 'ci' } })),
    },
  },
  {
    of: [gates],
    repo: 'gate-called',
    name: 'a reusable workflow of the organization',
    seed: called('prepay/shared/.github/workflows/test.yml@main'),
  },
  {
    of: [gates],
    repo: 'gate-called-swallowing',
    name: 'a reusable workflow of the organization that swallows failures',
    seed: called('prepay/shared/.github/workflows/loose.yml@main'),
    verdicts: open,
  },
];

export const gateCases: readonly RepositoryCase[] = [...written, ...found];
