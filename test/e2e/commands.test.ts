import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { json, prepay, temporary } from './cli.js';

describe('the commands', () => {
  it('controls list names every control, and --json is one document', async () => {
    const text = await prepay(['controls', 'list']);
    const document = await prepay(['controls', 'list', '--json']);
    const { controls } = json(z.object({ controls: z.array(z.object({ id: z.string() })) }), document.stdout);
    expect(controls.length).toBeGreaterThanOrEqual(7);
    for (const { id } of controls) expect(text.stdout).toContain(id);
    expect(text.stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('controls show says what the control demands, its parameters and its remedy', async () => {
    const run = await prepay(['controls', 'show', 'no-world-open-admin-ports']);
    expect(run.code).toBe(0);
    for (const part of ['Parameters', 'adminPorts', 'Clauses', '1.2.5', 'Remedy: Terraform'])
      expect(run.stdout).toContain(part);
  });

  it.each([
    { framework: 'pci-dss-4.0.1', clauses: 260 },
    { framework: 'iso-27001-2022', clauses: 123 },
  ])('controls coverage lists all $clauses clauses of $framework', async ({ framework, clauses }) => {
    const run = await prepay(['controls', 'coverage', '--framework', framework, '--json']);
    const matrix = json(z.object({ clauses: z.array(z.unknown()) }), run.stdout);
    expect(matrix.clauses).toHaveLength(clauses);
    expect(await prepay(['controls', 'coverage', '--framework', framework])).toMatchObject({ code: 0 });
  });

  it('controls lint finds nothing wrong', async () => {
    const run = await prepay(['controls', 'lint']);
    expect(run.stdout).toMatch(/\d+ controls, 0 problems/);
    expect(run.code).toBe(0);
  });

  it('permissions aws prints a policy of reads', async () => {
    const { stdout } = await prepay(['permissions', 'aws']);
    const policy = json(z.object({ Statement: z.array(z.object({ Action: z.array(z.string()) })) }), stdout);
    const actions = policy.Statement.flatMap(({ Action }) => Action);
    expect(actions).toContain('ec2:DescribeSecurityGroups');
    expect(actions.filter((action) => !/:(Describe|Get|List|Search|BatchGet|GET$)/.test(action))).toEqual([]);
  });

  it.each([['--help'], ['audit', 'run', '--help'], ['pack', 'verify', '--help'], ['--version']])(
    '%s %s %s answers',
    async (...args) => {
      const run = await prepay(args);
      expect(run.code).toBe(0);
      expect(run.stdout.length).toBeGreaterThan(10);
    },
  );

  it('demo shows what was fixed, verifies both packs, and exits 0', async () => {
    const cwd = temporary();
    const run = await prepay(['demo', '--json'], { cwd });
    expect(run.code, run.stderr).toBe(0);
    const { runs, fixed } = json(
      z.object({
        runs: z.array(z.object({ name: z.string(), verified: z.boolean(), summary: z.object({ exit: z.int() }) })),
        fixed: z.array(z.unknown()),
      }),
      run.stdout,
    );
    expect(runs.map(({ name, verified, summary }) => [name, verified, summary.exit])).toEqual([
      ['before', true, 1],
      ['after', true, 0],
    ]);
    expect(fixed.length).toBeGreaterThanOrEqual(7);
    expect(readFileSync(join(cwd, 'evidence', 'demo', 'latest', 'reports', 'report.html'), 'utf8')).toContain('<html');
  });

  it('a narrowed run says so', async () => {
    const cwd = temporary();
    const run = await prepay(
      ['audit', 'run', '--demo', 'before', '--control', 'no-world-open-*', '--region', 'eu-central-1', '--json'],
      { cwd },
    );
    const summary = json(z.object({ partial: z.boolean(), partialBecause: z.array(z.string()) }), run.stdout);
    expect(summary).toMatchObject({
      partial: true,
      partialBecause: ['--control no-world-open-*', '--region eu-central-1'],
    });
    expect(readFileSync(join(cwd, 'evidence', 'latest', 'reports', 'report.html'), 'utf8')).toContain('PARTIAL');
  });

  it('--fail-on and --output do what they say', async () => {
    const cwd = temporary();
    const run = await prepay(
      ['audit', 'run', '--demo', 'before', '--fail-on', 'never', '--output', 'csv=f.csv', '--quiet'],
      { cwd },
    );
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(join(cwd, 'f.csv'), 'utf8').split('\r\n').length).toBeGreaterThan(50);
  });

  it('parameters made stricter are used, looser ones are a finding with the line that loosens', async () => {
    const cwd = temporary();
    const config = join(cwd, 'prepay.yaml');
    writeFileSync(config, 'version: 1\nparams:\n  no-world-open-admin-ports:\n    adminPorts: [tcp/3389]\n');
    const run = await prepay(
      ['audit', 'run', '--demo', 'after', '--config', config, '--output', 'json=f.json', '--quiet'],
      { cwd },
    );
    expect(run.code, run.stderr).toBe(1);
    const shape = z.object({ control: z.string(), outcome: z.string(), location: z.unknown() });
    const { findings } = json(z.object({ findings: z.array(shape) }), readFileSync(join(cwd, 'f.json'), 'utf8'));
    expect(
      findings.filter(({ control, outcome }) => control === 'parameters-not-loosened' && outcome === 'fail'),
    ).toMatchObject([{ location: { path: 'prepay.yaml', line: 4 } }]);
  });
});
