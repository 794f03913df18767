import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { byCodeUnit } from '../../src/core/json.js';

const name = /^[a-z0-9]+(-[a-z0-9]+)*$/u;

/**
 * Writes controls/<area>/<id>/ and gives the paths of its files. What it writes compiles, and its test fails until the
 * control is written: the check throws, and the cases say what has to be shown. Where test/fixtures/controls.tsv has the
 * id, subject, severity, clauses and statement are taken from there.
 *
 * @throws Error when a name is not kebab-case, or the control is there already
 */
export function scaffold(root: URL, area: string, id: string): string[] {
  if (!name.test(area) || !name.test(id))
    throw new Error(`expected kebab-case names, got ${JSON.stringify([area, id])}`);
  const folder = `controls/${area}/${id}/`;
  if (existsSync(new URL(folder, root))) throw new Error(`${folder} is there already`);
  const row = rowOf(root, id);
  const files = {
    'control.yaml': definition(area, id, row),
    'check.ts': check(id, row),
    'check.test.ts': test,
    'cases.yaml': cases(row),
  };
  mkdirSync(new URL(folder, root), { recursive: true });
  return Object.entries(files)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([file, text]) => {
      writeFileSync(new URL(folder + file, root), text);
      return folder + file;
    });
}

interface Row {
  readonly subject: string;
  readonly severity: string;
  readonly statement: string;
  readonly maps: readonly { readonly framework: string; readonly clause: string }[];
}

function rowOf(root: URL, id: string): Row {
  const lines = readFileSync(new URL('test/fixtures/controls.tsv', root), 'utf8').split('\n');
  const row = lines.map((line) => line.split('\t')).find(([, control]) => control === id);
  const [
    ,
    ,
    subject = 'aws.ec2.vpc',
    severity = 'medium',
    pci = '',
    iso = '',
    statement = 'The good condition in one sentence.',
  ] = row ?? [];
  const maps = (framework: string, clauses: string) =>
    clauses
      .split(' ')
      .filter((clause) => clause !== '')
      .map((clause) => ({ framework, clause }));
  return { subject, severity, statement, maps: [...maps('pci-dss-4.0.1', pci), ...maps('iso-27001-2022', iso)] };
}

function definition(area: string, id: string, { subject, severity, statement, maps }: Row): string {
  return `id: ${id}
area: ${area}
lifecycle: preview
statement: ${JSON.stringify(statement)}
subject: ${subject}
severity: ${severity}
rationale: >-
  What goes wrong without it, and how the verdict is found.
wrong:
  pass:
    - How a pass could hide a fault.
  fail:
    - How a fail could be no fault.
params: {}
maps:${maps.length === 0 ? ' []' : ''}
${maps.map(({ framework, clause }) => `  - { framework: ${framework}, clause: ${clause}, role: supports, because: "" }\n`).join('')}remediation:
  console: ""
  cli: ""
  terraform: ""
sources: []
`;
}

function check(id: string, { subject }: Row): string {
  return `import { defineCheck, need } from '../../../src/core/check.js';

export default defineCheck({
  needs: { subject: need('${subject}', { as: 'subject' }) },
  run({ subject }) {
    throw new Error(\`${id} is not written: what makes \${subject.id} pass?\`);
  },
});
`;
}

const test = `import { testControl } from '../../../test/helpers/control-cases.js';
import check from './check.js';

testControl(import.meta.url, check);
`;

function cases({ subject }: Row): string {
  return `# Beside these: an unknown, a population cut short, and every boundary case of the topic.
- name: the good condition
  given:
    ${subject}: [{ id: good }]
  expect: { good: pass }
- name: the fault
  given:
    ${subject}: [{ id: bad }]
  expect: { bad: fail }
- name: none at all
  expect:
    scope: { outcome: not-applicable, reason: empty }
- name: a scope that may not be read
  denied: [${subject}]
  expect:
    scope: { outcome: unknown, reason: denied }
`;
}
