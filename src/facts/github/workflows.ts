import { z } from 'zod';

/** Values by name. */
const texts = z.record(z.string(), z.string()).default({});

const step = z.strictObject({
  /** Where its `uses` or `run` stands. */
  line: z.int().default(1),
  id: z.string().nullable().default(null),
  if: z.string().nullable().default(null),
  /** `true`, or an expression; null where a failure counts. */
  continueOnError: z.string().nullable().default(null),
  uses: z.string().nullable().default(null),
  run: z.string().nullable().default(null),
  /** Its own, or that of the job or the workflow; null for GitHub's default. */
  shell: z.string().nullable().default(null),
  with: texts,
  /** Of its environment what holds an expression. */
  env: texts,
});

const job = z.strictObject({
  id: z.string(),
  jobName: z.string().nullable().default(null),
  /** Where it stands, or its `uses` where it calls a workflow. */
  line: z.int().default(1),
  if: z.string().nullable().default(null),
  needs: z.array(z.string()).default([]),
  /** `true`, or an expression; null where a failure counts. */
  continueOnError: z.string().nullable().default(null),
  /** Values of each dimension of its matrix; null for one that is worked out when it runs. Empty without a matrix. */
  matrix: z.record(z.string(), z.array(z.string()).nullable()).default({}),
  /** The workflow that it calls instead of having steps. */
  uses: z.string().nullable().default(null),
  with: texts,
  /** Of its environment and the workflow's what holds an expression. */
  env: texts,
  steps: z.array(step).default([]),
});

const trigger = z.strictObject({
  event: z.string(),
  line: z.int().default(1),
  types: z.array(z.string()).nullable().default(null),
  /** Patterns; null where it does not say, an empty list where it is for no branch (tags alone). */
  branches: z.array(z.string()).nullable().default(null),
  branchesIgnore: z.array(z.string()).default([]),
  /** Of `paths` and `paths-ignore`: whether the files that changed decide. */
  hasPathFilter: z.boolean().default(false),
  /** Of `workflow_run`: the names of the workflows after which it runs. */
  workflows: z.array(z.string()).default([]),
});

const shared = {
  /** Null where it is called by its path. */
  workflowName: z.string().nullable().default(null),
  triggers: z.array(trigger).default([]),
  jobs: z.array(job).default([]),
};

/** A workflow file of the default branch. */
const workflow = z.strictObject({
  /** Its path in the repository. */
  id: z.string(),
  ...shared,
});

/** A reusable workflow of another repository of the organization. */
const calledWorkflow = z.strictObject({
  /** As it is called: `org/repo/.github/workflows/scan.yml@v1`. */
  id: z.string(),
  ...shared,
});

/** An action of the repository itself, or of another one of the organization. */
const action = z.strictObject({
  /** As it is called: `./.github/actions/setup`, `org/repo/path@v1`. */
  id: z.string(),
  /** Of its file in its repository. */
  path: z.string().default('action.yml'),
  /** `docker://…` where it runs in an image that was made by others. */
  image: z.string().nullable().default(null),
  /** Of a composite action; empty for others. */
  steps: z.array(step).default([]),
});

/** What was reported on the last commit of a merged pull request. */
const commitChecks = z.strictObject({
  /** The SHA. */
  id: z.string(),
  reports: z
    .array(
      z.strictObject({
        context: z.string(),
        /** The App that reported it; null for a commit status, of which GitHub names no App. */
        appId: z.int().nullable().default(15368),
        /** `success`, `failure`, `skipped`, `neutral`, …; null while it runs. */
        conclusion: z.string().nullable().default('success'),
      }),
    )
    .default([]),
});

export const workflowFacts = {
  'github.workflow': workflow,
  'github.called-workflow': calledWorkflow,
  'github.action': action,
  'github.commit-checks': commitChecks,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'github.workflow': z.infer<typeof workflow>;
    'github.called-workflow': z.infer<typeof calledWorkflow>;
    'github.action': z.infer<typeof action>;
    'github.commit-checks': z.infer<typeof commitChecks>;
  }
}
