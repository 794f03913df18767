import { rules } from '../../../src/app/rules.js';
import { githubCaller } from '../../../src/collect/github/caller.js';
import { collectGithub } from '../../../src/collect/github/collect.js';
import { liveTransport } from '../../../src/collect/transport/live.js';
import { recorder } from '../../../src/collect/transport/recorder.js';
import type { Finding } from '../../../src/core/finding.js';
import { derivations } from '../../../src/derive/derivations.js';
import { withDerivations } from '../../../src/derive/derivation.js';
import { evaluate } from '../../../src/evaluate/evaluate.js';
import { FactBase } from '../../../src/facts/fact-base.js';
import { memoryRecording } from '../../unit/peers/memory-recording.js';
import { watched } from '../../unit/peers/scripted-caller.js';
import type { GithubPeer } from '../peers/github/index.js';
import { now } from './base.js';
import { githubControls } from './plant.js';

/** What the controls of the area find in the organizations, read with the token of that name. */
export async function auditOrganizations(
  peer: GithubPeer,
  token: string,
  organizations: readonly { readonly org: string; readonly repositories: readonly string[] }[],
): Promise<readonly Finding[]> {
  const caller = githubCaller({ token: peer.tokens[token] ?? '', apiUrl: peer.url });
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...watched({ timeoutMs: 60_000 }).options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const facts = new FactBase();
  await collectGithub({ transport, sink: facts, organizations });
  const data = { id: 'declared', at: now.replace('Z', '.000Z') };
  facts.fact({ kind: 'time', id: data.id, name: null, scope: { source: 'run' }, data, evidence: [] });
  facts.covered('time', { source: 'run' }, { gap: null, reads: [], delivered: true });
  const { findings } = evaluate({
    facts: withDerivations(facts, derivations),
    controls: rules.controls,
    selected: new Set(githubControls),
    sources: [{ source: 'github', state: 'read', gap: null }],
    parameters: {},
    catalogs: [],
    partial: false,
  });
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}
