import type { RepositoryCase } from './plant.js';
import { besideCi, ciWorkflow, pinnedCheckout } from './workflow-texts.js';

const exploitable = 'workflows-not-exploitable';
const pinned = 'actions-pinned';
const open = { [exploitable]: 'fail' } as const;
const loose = { [pinned]: 'fail' } as const;

const other = (on: string, steps: readonly string[], job: readonly string[] = []) =>
  besideCi(ciWorkflow({ on, steps, job, id: 'other' }));
const head = (ref: string) => `${pinnedCheckout}\nwith: { ref: "\${{ ${ref} }}" }`;
const ofHead = head('github.event.pull_request.head.sha');
const title = '${{ github.event.issue.title }}';
const script = 'uses: actions/github-script@0123456789abcdef0123456789abcdef01234567';
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const called = (uses: string) => besideCi(`on: push\njobs:\n  other:\n    uses: ${uses}\n`);
const uses = (text: string) => other('push', [`uses: ${text}`]);
const ofOwn = 'if: github.event.pull_request.head.repo.full_name == github.repository';
const action = (step: string) => `runs:\n  using: composite\n  steps:\n    - ${step}\n`;

const exploits: readonly RepositoryCase[] = [
  {
    of: [exploitable, pinned],
    repo: 'no-workflow',
    name: 'no workflow',
    seed: { files: {} },
    verdicts: { 'required-gates-really-enforced': 'fail' },
  },
  {
    of: [exploitable],
    repo: 'target-head',
    name: 'pull_request_target that checks the head out and runs it',
    seed: other('pull_request_target', [ofHead, 'run: npm ci']),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'target-base',
    name: 'pull_request_target with the code of its base',
    seed: other('pull_request_target', [pinnedCheckout, 'run: npm ci']),
  },
  {
    of: [exploitable],
    repo: 'target-label',
    name: 'pull_request_target without any code',
    seed: other('pull_request_target', ['run: gh pr edit --add-label new']),
  },
  {
    of: [exploitable],
    repo: 'target-own',
    name: 'pull_request_target with the head, for its own branches alone',
    seed: other('pull_request_target', [ofHead, 'run: npm ci'], [ofOwn]),
  },
  {
    of: [exploitable],
    repo: 'target-labelled',
    name: 'pull_request_target with the head, after a label',
    seed: other(
      '{ pull_request_target: { types: [labeled] } }',
      [ofHead, 'run: npm ci'],
      ["if: contains(github.event.pull_request.labels.*.name, 'safe')"],
    ),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'pull-head',
    name: 'pull_request with the head',
    seed: other('pull_request', [ofHead, 'run: npm ci']),
  },
  {
    of: [exploitable],
    repo: 'run-head',
    name: 'workflow_run after a pull request, with its head',
    seed: other('{ workflow_run: { workflows: [CI] } }', [head('github.event.workflow_run.head_sha'), 'run: npm ci']),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'run-base',
    name: 'workflow_run after a pull request, without its code',
    seed: other('{ workflow_run: { workflows: [CI] } }', [pinnedCheckout, 'run: npm ci']),
  },
  {
    of: [exploitable],
    repo: 'comment-head',
    name: 'a comment that has the head checked out and run',
    seed: other('issue_comment', ['run: |\n  gh pr checkout 1\n  npm test']),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'injected',
    name: 'a title in a shell',
    seed: other('issues', [`run: echo "${title}"`]),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'injected-env',
    name: 'a title in a shell, by the environment',
    seed: other('issues', [`run: echo "$TITLE"\nenv: { TITLE: "${title}" }`]),
  },
  {
    of: [exploitable],
    repo: 'injected-env-again',
    name: 'a title from the environment, as an expression in a shell',
    seed: other('issues', [`run: echo "\${{ env.TITLE }}"\nenv: { TITLE: "${title}" }`]),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'injected-script',
    name: 'a title in a script',
    seed: other('issues', [`${script}\nwith: { script: 'console.log("${title}")' }`]),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'injected-branch',
    name: 'the name of a branch in a shell',
    seed: other('pull_request', ['run: echo ${{ github.head_ref }}']),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'harmless-number',
    name: 'a number in a shell',
    seed: other('issues', ['run: echo ${{ github.event.issue.number }}']),
  },
  {
    of: [exploitable],
    repo: 'injected-action',
    name: 'a title handed to an action of the organization, which puts it in a shell',
    seed: other('issues', [`uses: prepay/shared/say@main\nwith: { title: "${title}" }`]),
    verdicts: open,
  },
  {
    of: [exploitable],
    repo: 'handed-action',
    name: 'a title handed to an action of the organization, which puts it in its environment',
    seed: other('issues', [`uses: prepay/shared/show@main\nwith: { title: "${title}" }`]),
  },
];

const unread = { [exploitable]: 'unknown', [pinned]: 'unknown', 'required-gates-really-enforced': 'unknown' } as const;

const others: readonly RepositoryCase[] = [
  {
    of: [exploitable],
    repo: 'public-target-head',
    name: 'public, pull_request_target that runs the head',
    seed: { visibility: 'public', ...other('pull_request_target', [ofHead, 'run: npm ci']) },
    verdicts: open,
  },
  {
    of: [pinned],
    repo: 'public-by-tag',
    name: 'public, a tag',
    seed: { visibility: 'public', ...uses('acme/deploy@v4') },
    verdicts: loose,
  },
  {
    of: [exploitable, pinned],
    repo: 'large-workflow',
    name: 'a workflow of 2 MB',
    seed: besideCi('#'.repeat(2_000_000)),
    verdicts: unread,
  },
  {
    of: [exploitable, pinned],
    repo: 'broken-workflow',
    name: 'a workflow that is no YAML',
    seed: besideCi('on: [push\njobs: {'),
    verdicts: unread,
  },
];

const pins: readonly RepositoryCase[] = [
  {
    of: [pinned],
    repo: 'by-sha',
    name: 'a full SHA',
    seed: uses('acme/deploy@0123456789abcdef0123456789abcdef01234567'),
  },
  { of: [pinned], repo: 'by-tag', name: 'a tag', seed: uses('acme/deploy@v4'), verdicts: loose },
  {
    of: [pinned],
    repo: 'by-tag-of-github',
    name: "a tag of GitHub's own action",
    seed: uses('actions/checkout@v4'),
    verdicts: loose,
  },
  { of: [pinned], repo: 'by-branch', name: 'a branch', seed: uses('acme/deploy@main'), verdicts: loose },
  { of: [pinned], repo: 'by-short-sha', name: 'a short SHA', seed: uses('acme/deploy@0123456'), verdicts: loose },
  { of: [pinned], repo: 'by-docker-tag', name: 'an image by tag', seed: uses('docker://alpine:3.20'), verdicts: loose },
  { of: [pinned], repo: 'by-docker-digest', name: 'an image by digest', seed: uses(`docker://alpine@${digest}`) },
  {
    of: [pinned],
    repo: 'by-own-branch',
    name: "a branch of the organization's own action",
    seed: uses('prepay/shared/show@main'),
  },
  {
    of: [pinned],
    repo: 'reusable-by-tag',
    name: 'a reusable workflow of others by tag',
    seed: called('acme/flows/.github/workflows/test.yml@v1'),
    verdicts: loose,
  },
  {
    of: [pinned],
    repo: 'reusable-by-sha',
    name: 'a reusable workflow of others by SHA',
    seed: called('acme/flows/.github/workflows/test.yml@0123456789abcdef0123456789abcdef01234567'),
  },
  {
    of: [pinned],
    repo: 'local-by-tag',
    name: "the repository's own action, which calls a tag",
    seed: besideCi(ciWorkflow({ on: 'push', id: 'other', steps: [pinnedCheckout, 'uses: ./tools/up'] }), {
      'tools/up/action.yml': action('uses: acme/deploy@v4'),
    }),
    verdicts: loose,
  },
  {
    of: [pinned],
    repo: 'local-by-sha',
    name: "the repository's own action, which calls a SHA",
    seed: besideCi(ciWorkflow({ on: 'push', id: 'other', steps: [pinnedCheckout, 'uses: ./tools/up'] }), {
      'tools/up/action.yml': action('uses: acme/deploy@0123456789abcdef0123456789abcdef01234567'),
    }),
  },
  {
    of: [pinned],
    repo: 'commented-tag',
    name: 'a tag in a comment',
    seed: other('push', ['run: ls # uses: acme/deploy@v4']),
  },
];

/** What the others call. */
const shared: RepositoryCase = {
  of: [],
  repo: 'shared',
  name: '',
  seed: {
    files: {
      '.github/workflows/ci.yml': ciWorkflow(),
      '.github/workflows/test.yml': ciWorkflow({ on: 'workflow_call' }),
      '.github/workflows/loose.yml': ciWorkflow({ on: 'workflow_call', steps: ['run: npm test || true'] }),
      'say/action.yml': action('run: echo ${{ inputs.title }}\n      shell: bash'),
      'show/action.yml': action('run: echo "$TITLE"\n      shell: bash\n      env: { TITLE: "${{ inputs.title }}" }'),
    },
  },
};

export const workflowCases: readonly RepositoryCase[] = [...exploits, ...others, ...pins, shared];
