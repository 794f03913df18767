// npm run record:demo: records both demo platforms again, with the recorder that every run uses, from a moto server that
// scripts/seed/demo.ts fills. Refuses to change the demo if the facts come out otherwise, unless --accept is given.
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../src/app/audit.js';
import { demoRecording } from '../src/app/demo-recording.js';
import { effectiveConfiguration } from '../src/app/effective.js';
import { everything } from '../src/app/plan.js';
import { collectAws } from '../src/collect/aws/collect.js';
import { replay } from '../src/collect/transport/replay.js';
import { PrepayError } from '../src/core/errors.js';
import { canonical, byCodeUnit } from '../src/core/json.js';
import { scanRecording } from '../src/pack/recording-scan.js';
import { openPack } from '../src/pack/reader.js';
import { startMoto } from '../test/integration/peers/aws/moto.js';
import { startGithub } from '../test/integration/peers/github/index.js';
import { writeArtefacts } from './seed/artefacts.js';
import { account, midnightOf } from './seed/aws.js';
import { seedDemo } from './seed/demo.js';
import { demoOrganization, walletCommit } from './seed/organization.js';

const regions = ['eu-central-1', 'eu-west-1'];
const homeRegion = 'eu-west-1';
const isAccepted = process.argv.includes('--accept');

const work = mkdtempSync(join(tmpdir(), 'prepay-demo-'));
let isSame = true;
try {
  for (const name of ['before', 'after'] as const) isSame = (await record(name)) && isSame;
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = isSame || isAccepted ? 0 : 1;

/** A server of its own for each platform: the ids follow from its seed and from every call before. */
async function record(name: 'before' | 'after'): Promise<boolean> {
  const moto = await startMoto();
  const day = await dayOf(name);
  const github = await startGithub(demoOrganization(name, day));
  const folder = join(work, `${name}-artefacts`);
  writeArtefacts(folder, name, new Date());
  const config = join(work, `${name}.yaml`);
  writeFileSync(config, configuration(folder));
  try {
    await moto.seedIds(20261125);
    await seedDemo(moto.url, name, day);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_REGION: homeRegion,
      GITHUB_TOKEN: github.tokens['owner'],
      GITHUB_API_URL: github.url,
      PREPAY_COMMIT: walletCommit(name),
      PREPAY_BRANCH: 'main',
    });
    const result = await audit({
      ...everything,
      config,
      region: regions,
      awsProfile: null,
      out: join(work, name),
      formats: [],
      outputs: [],
      concurrency: 4,
      timeoutMs: 60_000,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    });
    return await keep(name, result.paths.pack ?? '');
  } finally {
    await moto.stop();
    await github.stop();
  }
}

/** What the demo's own configuration would say, as far as it decides what is read. */
function configuration(folder: string): string {
  const scope = { aws: [{ account, regions }], github: [{ org: 'prepay' }] };
  const expect = ['coverage', 'lint', 'tests', 'sbom', 'trivy', 'npm-audit'];
  return JSON.stringify({ version: 1, scope, gates: { dir: folder, expect } });
}

/** Today where the recording may be replaced; else the day of the one that it is compared with. */
async function dayOf(name: 'before' | 'after'): Promise<Date> {
  const isReplaced = isAccepted || !existsSync(join('demo', name, 'demo.json'));
  return midnightOf(new Date(isReplaced ? Date.now() : (await demoRecording(name)).declaredAt));
}

async function keep(name: 'before' | 'after', packPath: string): Promise<boolean> {
  const target = join('demo', name);
  const pack = await openPack(packPath);
  const run = await pack.run();
  const fresh = await factsOf(packPath);
  const known = existsSync(target) ? await factsOf(target).catch(readsOtherwise) : null;
  if (known !== null && known !== fresh && !isAccepted) {
    const before = new Set(known.split('\n'));
    const fresher = fresh.split('\n').filter((fact) => !before.has(fact));
    process.stderr.write(
      `${target}: ${fresher.length} facts came out otherwise, the first of them\n${fresher[0] ?? ''}\n`,
    );
    process.stderr.write('Run again with --accept to replace the recording.\n');
    return false;
  }
  if (known === fresh && !isAccepted) {
    process.stdout.write(`${target}: the facts came out the same; nothing was changed\n`);
    return true;
  }
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const source of ['aws', 'github', 'gates']) {
    cpSync(join(packPath, 'recording', source), join(target, 'recording', source), { recursive: true });
  }
  const { aws, github, gates, build } = effectiveConfiguration.parse(run.configuration);
  const { libraries } = run.tool;
  // The folder that it lay in is nobody's business.
  const named = { ...gates, dir: 'artefacts' };
  const head = {
    declaredAt: run.declaredAt,
    homeRegion: aws.homeRegion,
    regions,
    libraries,
    github,
    gates: named,
    build,
  };
  writeFileSync(join(target, 'demo.json'), `${JSON.stringify(head, null, 2)}\n`);
  process.stdout.write(`${target}: recorded\n`);
  return true;
}

/** A recording of a version that read less: its facts are not to be had, and so not the same. */
function readsOtherwise(error: unknown): string {
  if (error instanceof PrepayError && error.code === 'PREPAY_REPLAY_MISS') return error.message;
  throw error;
}

/** The facts of a recording, without the reads that they came from, in one order. */
async function factsOf(folder: string): Promise<string> {
  const facts: string[] = [];
  await collectAws({
    transport: replay(await scanRecording(folder)),
    sink: {
      fact: ({ kind, id, name, scope, data }) => {
        facts.push(canonical({ kind, id, name, scope, data }));
      },
      covered: (kind, scope, { gap }) => {
        facts.push(canonical({ kind, scope, gap: gap?.text ?? null }));
      },
      gap: (kind, scope, id, { text }) => {
        facts.push(canonical({ kind, scope, id, text }));
      },
    },
    account: null,
    regions,
    homeRegion,
  });
  return facts.sort(byCodeUnit).join('\n');
}
