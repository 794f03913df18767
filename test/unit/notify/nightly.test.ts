import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import AuditDrift from '../../../src/commands/audit/drift.js';

const text = (name: string): string => readFileSync(`deploy/nightly/${name}`, 'utf8');

describe('deploy/nightly/github-workflow.yml', () => {
  const workflow = z
    .object({
      permissions: z.strictObject({}),
      concurrency: z.object({ 'cancel-in-progress': z.literal(false) }),
      jobs: z.object({
        drift: z.object({
          permissions: z.strictObject({ contents: z.literal('read'), 'id-token': z.literal('write') }),
          'timeout-minutes': z.int(),
          steps: z.array(
            z.object({ uses: z.string().optional(), run: z.string().optional(), if: z.string().optional() }),
          ),
        }),
      }),
    })
    .parse(parse(text('github-workflow.yml')));
  const { steps } = workflow.jobs.drift;

  it('pins every action to a commit', () => {
    for (const action of steps.flatMap(({ uses }) => uses ?? []))
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/u);
  });

  it('runs audit drift with flags that it has, and takes the key away whatever comes of it', () => {
    const command = steps.flatMap(({ run }) => run ?? []).find((run) => run.includes('audit drift')) ?? '';
    const flags = [...command.matchAll(/--([a-z-]+)/gu)].map(([, flag]) => flag);
    expect(flags.length).toBeGreaterThan(1);
    for (const flag of flags) expect(Object.keys(AuditDrift.flags)).toContain(flag);
    expect(steps.find(({ run }) => run?.startsWith('rm -f'))?.if).toBe('always()');
  });

  it('puts secrets into the environment alone, never into a command', () => {
    for (const run of steps.flatMap((step) => step.run ?? [])) expect(run).not.toContain('${{');
  });
});

describe('deploy/nightly/cronjob.yaml', () => {
  const container = z.object({
    image: z.string().regex(/@sha256:[0-9a-f]{64}$/u),
    command: z.array(z.string()),
    args: z.array(z.string()),
    env: z.array(
      z.strictObject({
        name: z.string(),
        valueFrom: z.strictObject({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) }),
      }),
    ),
    securityContext: z.strictObject({
      allowPrivilegeEscalation: z.literal(false),
      readOnlyRootFilesystem: z.literal(true),
      capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
    }),
    resources: z.object({
      requests: z.object({ cpu: z.string(), memory: z.string() }),
      limits: z.object({ memory: z.string() }),
    }),
    volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
  });
  // No folder of the node among them.
  const volume = z.strictObject({
    name: z.string(),
    configMap: z.object({ name: z.string() }).optional(),
    secret: z.object({ secretName: z.string() }).optional(),
    emptyDir: z.object({ sizeLimit: z.string() }).optional(),
  });
  const pod = z.object({
    restartPolicy: z.literal('Never'),
    automountServiceAccountToken: z.literal(false),
    securityContext: z.object({
      runAsNonRoot: z.literal(true),
      runAsUser: z.int().min(1),
      seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
    }),
    containers: z.tuple([container]),
    volumes: z.array(volume),
  });
  const job = z.object({
    apiVersion: z.literal('batch/v1'),
    kind: z.literal('CronJob'),
    spec: z.object({
      concurrencyPolicy: z.literal('Forbid'),
      timeZone: z.literal('Etc/UTC'),
      jobTemplate: z.object({
        spec: z.object({
          backoffLimit: z.literal(0),
          activeDeadlineSeconds: z.int(),
          template: z.object({ spec: pod }),
        }),
      }),
    }),
  });
  const { containers, volumes } = job.parse(parse(text('cronjob.yaml'))).spec.jobTemplate.spec.template.spec;
  const [prepay] = containers;

  it('runs audit drift with flags that it has', () => {
    expect(prepay.args.slice(0, 2)).toEqual(['audit', 'drift']);
    const known = Object.keys({ ...AuditDrift.flags, ...AuditDrift.baseFlags });
    for (const flag of prepay.args.filter((arg) => arg.startsWith('--'))) expect(known).toContain(flag.slice(2));
  });

  it('mounts every volume that it has and no other, and holds no secret', () => {
    expect(prepay.volumeMounts.map(({ name }) => name).sort()).toEqual(volumes.map(({ name }) => name).sort());
    expect(text('cronjob.yaml')).not.toMatch(/stringData|BEGIN [A-Z ]*PRIVATE KEY|kind: Secret/u);
  });
});
