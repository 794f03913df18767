import { describe, expect, it } from 'vitest';
import { parseAction, parseWorkflow } from './parse-workflow.js';
import { WorkflowProblem } from './parse-workflow-yaml.js';

const job = 'jobs:\n  test:\n    steps:\n      - run: npm test\n';

/** The first job of a workflow. */
function jobOf(text: string) {
  const [found] = parseWorkflow(`on: push\n${text}`).jobs;
  if (found === undefined) throw new Error('there is no job');
  return found;
}

function problemOf(text: string, parse: (source: string) => unknown = parseWorkflow): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof WorkflowProblem) return `${error.line}: ${error.message}`;
    throw error;
  }
  return 'none';
}

describe('parseWorkflow', () => {
  it('keeps where everything stands', () => {
    const text = `name: CI
on:
  pull_request:
    types: [opened]
    branches-ignore: docs
    paths: [src/**]
  push:
    tags: ['v*']
  workflow_run: { workflows: [Build], branches: [main] }
  schedule:
    - cron: 0 0 * * *
  workflow_dispatch:
env: { TITLE: "\${{ github.event.issue.title }}", PLAIN: x, EMPTY: }
defaults: { run: { shell: bash } }
jobs:
  test:
    name: Unit
    needs: lint
    if: \${{ github.ref == 'x' }}
    continue-on-error: false
    strategy:
      matrix: { node: [20.10, 22] }
    steps:
      - name: get
        uses: actions/checkout@v4
        with: { ref: main, fetch-depth: 0, token: }
      - id: t
        if: always()
        shell: sh
        continue-on-error: \${{ matrix.new }}
        run: |
          npm ci
          npm test
  call:
    uses: ./.github/workflows/scan.yml
    needs: [test, lint]
`;
    const parsed = parseWorkflow(text);
    expect(parsed.workflowName).toBe('CI');
    const none = { types: null, branches: null, branchesIgnore: [], hasPathFilter: false, workflows: [] };
    expect(parsed.triggers).toEqual([
      { ...none, event: 'pull_request', line: 3, types: ['opened'], branchesIgnore: ['docs'], hasPathFilter: true },
      { ...none, event: 'push', line: 7, branches: [] },
      { ...none, event: 'workflow_run', line: 9, branches: ['main'], workflows: ['Build'] },
      { ...none, event: 'schedule', line: 10 },
      { ...none, event: 'workflow_dispatch', line: 12 },
    ]);
    const env = { TITLE: '${{ github.event.issue.title }}' };
    const step = { id: null, if: null, continueOnError: null, uses: null, run: null, with: {}, env: {} };
    expect(parsed.jobs).toEqual([
      {
        id: 'test',
        jobName: 'Unit',
        line: 16,
        if: "github.ref == 'x'",
        needs: ['lint'],
        continueOnError: null,
        matrix: { node: ['20.10', '22'] },
        uses: null,
        with: {},
        env,
        steps: [
          { ...step, line: 25, uses: 'actions/checkout@v4', shell: 'bash', with: { ref: 'main', 'fetch-depth': '0' } },
          {
            ...step,
            line: 31,
            id: 't',
            if: 'always()',
            shell: 'sh',
            continueOnError: '${{ matrix.new }}',
            run: 'npm ci\nnpm test\n',
          },
        ],
      },
      expect.objectContaining({ id: 'call', line: 35, uses: './.github/workflows/scan.yml', needs: ['test', 'lint'] }),
    ]);
  });

  it.each([
    ['push', ['push']],
    ['[push, pull_request]', ['push', 'pull_request']],
  ])('takes the events %s', (on, events) => {
    expect(parseWorkflow(`on: ${on}\n${job}`).triggers.map(({ event, line }) => [event, line])).toEqual(
      events.map((event) => [event, 1]),
    );
  });

  it.each([
    ['matrix: { node: [1, 2], exclude: [{ node: 1 }] }', { node: ['1', '2'] }],
    ['matrix: "${{ fromJSON(needs.a.outputs.m) }}"', { '*': null }],
    ['matrix: { node: "${{ fromJSON(x) }}" }', { node: null }],
    ['matrix: { node: ["${{ x }}"] }', { node: null }],
    ['matrix: { node: [{ a: 1 }] }', { node: null }],
    ['matrix: { node: [1], include: [{ node: 3, os: mac }] }', { node: ['1', '3'], os: ['mac'] }],
    ['matrix: { node: "${{ x }}", include: [{ node: 3, os: [a] }] }', { node: null, os: null }],
    ['matrix: { node: [1], include: "${{ x }}" }', { node: ['1'], '*': null }],
    ['fail-fast: false', {}],
  ])('reads %s', (strategy, matrix) => {
    expect(jobOf(`jobs: { test: { strategy: { ${strategy} }, steps: [{ run: make }] } }`).matrix).toEqual(matrix);
  });

  it('reads what anchors stand for', () => {
    const text = 'jobs:\n  a: { steps: &s [{ run: make }] }\n  b: { steps: *s }';
    expect(parseWorkflow(`on: push\n${text}`).jobs.map(({ steps }) => steps[0]?.run)).toEqual(['make', 'make']);
  });

  it.each([
    ['defaults: { working-directory: x }', null],
    ['defaults: { run: { shell: pwsh } }', 'pwsh'],
    ['', null],
  ])('takes the shell of a job with %s', (defaults, shell) => {
    const lines = `jobs:\n  a:\n    steps: [{ run: make }]\n    ${defaults}`;
    expect(jobOf(lines).steps[0]?.shell).toBe(shell);
  });

  it('takes nothing for a name without a value', () => {
    expect(jobOf('jobs: { a: { if, steps: [{ run: make }] } }').if).toBeNull();
  });

  it('takes no names from values that are one expression', () => {
    expect(jobOf('jobs: { a: { env: "${{ x }}", steps: [{ run: make }] } }').env).toEqual({});
  });

  it.each([
    ['nothing', '', '1: there is nothing in it'],
    ['no mapping', '- a', '1: the file is no mapping'],
    ['no events', job, '1: nothing says on what it runs (on)'],
    ['events of nothing', `on:\n${job}`, '1: nothing says on what it runs (on)'],
    ['no jobs', 'on: push', '1: it has no jobs'],
    ['a list of jobs', 'on: push\njobs: [a]', '2: jobs is no mapping'],
    ['a job of nothing', 'on: push\njobs:\n  a:', '3: job a is no mapping'],
    ['a job without steps', 'on: push\njobs:\n  a: { runs-on: x }', '3: job a has no steps'],
    ['steps that are none', 'on: push\njobs:\n  a:\n    steps: { run: x }', '4: steps is no list'],
    [
      'a step that does nothing',
      'on: push\njobs:\n  a:\n    steps:\n      - name: x',
      '5: a step has neither uses nor run',
    ],
    ['a list for a text', 'on: push\njobs:\n  a:\n    name: [x]\n    steps: []', '4: name is no text'],
    ['a key twice', `on: push\non: push\n${job}`, '2: Map keys must be unique'],
    ['merge keys', 'on: push\njobs:\n  <<: {}', '3: GitHub knows no merge keys (<<)'],
    ['a key that is no text', 'on: push\n[a]: b', '2: a key is no text'],
    ['an alias of nothing', 'on: *nothing', '1: nothing has the anchor nothing'],
    ['an alias of itself', 'on: &a [*a]', '1: it is nested more than 100 deep'],
    ['lists in lists', `on: ${'['.repeat(101)}${']'.repeat(101)}`, '1: it is nested more than 100 deep'],
    ['no end of lists in lists', `on: ${'['.repeat(20_000)}`, '1: it is nested more than 100 deep'],
  ])('refuses %s', (_, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it('refuses anchors nested 50 deep, each twice the one before', () => {
    const lines = Array.from({ length: 50 }, (_, n) => `a${n}: &a${n} [${n === 0 ? 'x' : `*a${n - 1}, *a${n - 1}`}]`);
    expect(problemOf(lines.join('\n'))).toMatch(/^\d+: more than 1000 aliases are followed in it$/u);
  });
});

describe('parseAction', () => {
  it('takes the steps of a composite action', () => {
    const { image, steps } = parseAction('runs:\n  using: composite\n  steps:\n    - run: make\n      shell: bash');
    expect([image, steps[0]?.run, steps[0]?.line, steps[0]?.shell]).toEqual([null, 'make', 4, 'bash']);
  });

  it.each([
    ['docker://alpine:3', 'docker://alpine:3'],
    ['Dockerfile', null],
  ])('takes the image %s as one of others, or none', (image, expected) => {
    expect(parseAction(`runs: { using: docker, image: "${image}" }`)).toEqual({ image: expected, steps: [] });
  });

  it('refuses what says nothing of how it runs', () => {
    expect(problemOf('name: x', parseAction)).toBe('1: nothing says how it runs (runs)');
  });
});
