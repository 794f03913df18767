import pLimit from 'p-limit';
import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { readAnswer } from '../reading/read-answer.js';
import { type Reading, readItems } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { listing } from './collect-repositories.js';
import { permissionNamed } from './permission-named.js';
import { readOf } from './read-of.js';

/** Whether secret scanning is on; null where GitHub does not say. */
export interface ScanningSettings {
  readonly isOn: boolean | null;
  readonly coverage: Coverage;
}

const status = z
  .object({ status: z.enum(['enabled', 'disabled']) })
  .nullish()
  .transform((setting) => (setting ? setting.status === 'enabled' : null));

// https://docs.github.com/en/rest/repos/repos#list-organization-repositories: the block is shown to those who administer
// the repository, to owners and to security managers; to others it is missing.
const settingsOf = z.object({
  name: z.string(),
  security_and_analysis: z.object({ secret_scanning: status, secret_scanning_push_protection: status }).nullish(),
});
type Wire = z.infer<typeof settingsOf>;

interface Shown {
  readonly wire: Wire;
  readonly evidence: EvidenceRef;
  readonly coverage: Coverage;
}

const atOnce = 8;

/**
 * The settings of the repositories by their id, once they are facts. The organization's list of repositories, which is
 * read already, has them for whoever administers those; the others are asked one by one.
 */
export async function readScanningSettings(
  reading: Reading,
  scope: Scope,
  repositories: readonly Repository[],
): Promise<ReadonlyMap<string, ScanningSettings>> {
  const listed = await readListed(reading, scope);
  const limit = pLimit(atOnce);
  const each = repositories.map((repository) =>
    limit(async () => {
      const shown = listed.get(String(repository.scope.repo));
      return [
        repository.data.id,
        shown ? keep(reading, repository, shown) : await readOne(reading, repository),
      ] as const;
    }),
  );
  return new Map(await Promise.all(each));
}

/** Those of the list that show their settings, by name. */
async function readListed({ transport }: Reading, scope: Scope): Promise<ReadonlyMap<string, Shown>> {
  const request = readOf(scope, 'GET /orgs/{org}/repos', listing);
  const found = new Map<string, Omit<Shown, 'coverage'>>();
  const { reads } = await readItems(transport, request, {
    member: 'body',
    parse: (item) => settingsOf.parse(item),
    onItem(wire, evidence) {
      if (wire.security_and_analysis) found.set(wire.name, { wire, evidence });
    },
  });
  const coverage = { gap: null, reads, delivered: true };
  return new Map([...found].map(([name, shown]) => [name, { ...shown, coverage }]));
}

async function readOne(reading: Reading, repository: Repository): Promise<ScanningSettings> {
  const { scope } = repository;
  const request = readOf(scope, 'GET /repos/{owner}/{repo}');
  const { pages, coverage } = await readAnswer(
    reading.transport,
    request,
    '/body',
    (page) => answered.parse(page).body,
  );
  const [first] = pages;
  if (first !== undefined) return keep(reading, repository, { wire: first.value, evidence: first.evidence, coverage });
  const named = permissionNamed(coverage);
  reading.sink.covered('github.secret-scanning', scope, named);
  return { isOn: null, coverage: named };
}

const answered = z.object({ body: settingsOf });

function keep({ sink }: Reading, { scope, data: { id } }: Repository, shown: Shown): ScanningSettings {
  const kind = 'github.secret-scanning';
  const { wire, evidence, coverage } = shown;
  sink.covered(kind, scope, coverage);
  const settings = wire.security_and_analysis ?? null;
  if (settings === null) {
    const text = `GitHub shows the security settings of ${id} to those alone who administer it; the token needs repository: administration (read)`;
    sink.gap(kind, scope, id, { reason: 'hidden', reads: [evidence.read], text });
    return { isOn: null, coverage };
  }
  const { secret_scanning: isOn, secret_scanning_push_protection: isPushProtected } = settings;
  const at = { ...evidence, pointer: `${evidence.pointer}/security_and_analysis` };
  sink.fact({ kind, id, name: null, scope, data: { id, isOn, isPushProtected }, evidence: [at] });
  return { isOn, coverage };
}
