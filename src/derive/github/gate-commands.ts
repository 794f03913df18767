import type { Job, LaneStep, Step } from './lanes.js';

/** How a command swallows the failure of a tool. */
const swallowing: readonly (readonly [RegExp, string])[] = [
  [/\|\|\s*(?:true|:|exit\s+0|echo\b|\/bin\/true)/u, '|| true'],
  [/;\s*(?:true|exit\s+0)\s*$/mu, '; true'],
  [/--exit-code[= ]['"]?0\b/u, '--exit-code 0'],
  [/--exit-zero\b/u, '--exit-zero'],
  [/--passWithNoTests\b/iu, '--passWithNoTests'],
  [/--no-fail\b/u, '--no-fail'],
];

/** What in the steps of a gate lets it succeed though the tool fails, as in `ci.yml:9 (|| true)`. */
export function swallowedIn(steps: readonly LaneStep[]): readonly string[] {
  return [...steps.flatMap((each) => faultOf(each, steps).map((fault) => `${each.at} (${fault})`)), ...trivyOf(steps)];
}

function faultOf({ step }: LaneStep, all: readonly LaneStep[]): readonly string[] {
  const isLate = isLookedAt(step, all);
  const isTool = step.run !== null || !/^(?:actions|github)\//iu.test(String(step.uses));
  const goesOn = step.continueOnError !== null && isTool && !isLate ? ['continue-on-error'] : [];
  return [...goesOn, ...(step.run === null ? [] : commandFaults(step.run, step.shell))];
}

function commandFaults(run: string, shell: string | null): readonly string[] {
  const text = run.replaceAll(/\\\r?\n/gu, ' ').replaceAll(/^\s*#.*$/gmu, '');
  const found = swallowing.flatMap(([pattern, name]) => (pattern.test(text) ? [name] : []));
  const isSetAgain = /\bset\s+-[a-z]*e|\$\?|PIPESTATUS/u.test(text);
  const goesOn = /\bset\s+\+[a-z]*e/u.test(text) && !isSetAgain ? ['set +e'] : [];
  // GitHub's default is `bash -e`, without pipefail; `shell: bash` has it.
  const isPiped = shell !== 'bash' && /\|\s*tee\b/u.test(text) && !/pipefail|PIPESTATUS/u.test(text) ? ['| tee'] : [];
  const isEnded = /\n\s*exit\s+0\s*$/u.test(text) ? ['exit 0'] : [];
  return [...found, ...goesOn, ...isPiped, ...isEnded];
}

/** Whether a later step asks how this one ended. */
function isLookedAt({ id }: Step, all: readonly LaneStep[]): boolean {
  if (id === null) return false;
  return all.some(({ step }) => `${step.if ?? ''} ${textOf(step)}`.includes(`steps.${id}.`));
}

// https://github.com/aquasecurity/trivy-action#inputs: without `exit-code` it succeeds whatever it finds.
function trivyOf(steps: readonly LaneStep[]): readonly string[] {
  const scans = steps.filter(({ step }) => /\/trivy-action(?:@|$)/u.test(String(step.uses)));
  const isFailing = scans.some(({ step }) => (step.with['exit-code'] ?? '0') !== '0');
  const [first] = scans;
  return first === undefined || isFailing ? [] : [`${first.at} (Trivy's exit-code is 0)`];
}

/** Whether the job does nothing that could fail. */
export function isEmptyGate(steps: readonly LaneStep[]): boolean {
  return steps.every(({ step }) => {
    if (step.run === null) return /^actions\/(?:checkout|cache|setup-[\w-]+)@/u.test(String(step.uses));
    return step.run.split(/\n|&&|;/u).every((line) => /^\s*(?:$|#|echo\b|true\b|:|exit\s+0\b|printf\b)/u.test(line));
  });
}

/** Whether one of the steps asks what became of the jobs that the job needs. */
export function looksAtNeeds(steps: readonly LaneStep[], job: Job): boolean {
  return [...Object.values(job.env), ...steps.map(({ step }) => `${step.if ?? ''} ${textOf(step)}`)].some((text) =>
    /\bneeds\b/u.test(text),
  );
}

function textOf({ run, env, with: given }: Step): string {
  return [run ?? '', ...Object.values(env), ...Object.values(given)].join(' ');
}
