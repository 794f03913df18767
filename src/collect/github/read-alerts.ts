import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { EvidenceRef, ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import type { ParsedItem } from '../reading/item-parser.js';
import { eachOnce, type Reading, readItems } from '../reading/read-items.js';
import type { AlertKind, AlertParser } from './parse-alerts.js';
import { permissionNamed } from './permission-named.js';

interface Alert<K extends AlertKind> {
  readonly item: ParsedItem<K>;
  readonly evidence: EvidenceRef;
}

/** The alerts of one repository or of an organization's repositories, and how complete the lists are that they stand in. */
export interface Alerts<K extends AlertKind> {
  /** By the name of the repository, without its organization's. */
  readonly byRepository: ReadonlyMap<string, readonly Alert<K>[]>;
  readonly coverage: Coverage;
}

/** Reads one list after another, until one is refused; `repositoryOf` tells from an alert whose it is. */
async function readAlerts<K extends AlertKind>(
  { transport }: Reading,
  [first, ...more]: readonly [ReadRequest, ...ReadRequest[]],
  parser: AlertParser<K>,
  repositoryOf: (item: unknown) => string,
): Promise<Alerts<K>> {
  const byRepository = new Map<string, Alert<K>[]>();
  const keep = eachOnce<ParsedItem<K> & { readonly repository: string; readonly number: string }>(
    ({ repository, number: id, name, data }, evidence) => {
      const own = byRepository.get(repository) ?? [];
      byRepository.set(repository, own);
      own.push({ item: { id, name, data }, evidence });
    },
  );
  const read = (request: ReadRequest): Promise<Coverage> =>
    readItems(transport, request, {
      member: 'body',
      parse(item) {
        const { id: number, ...rest } = parser.parse(item);
        const repository = repositoryOf(item);
        return { ...rest, id: `${repository}#${number}`, number, repository };
      },
      onItem: keep,
    });
  let coverage = await read(first);
  for (const request of more) if (!isRefused(coverage)) coverage = joinCoverage(coverage, [await read(request)]);
  return { byRepository, coverage: permissionNamed(coverage) };
}

const ofOrganization = z.object({ repository: z.object({ name: z.string() }) });

/** The alerts of all repositories of an organization by its lists, which only its owners and security managers may read. */
export async function readOrganizationAlerts<K extends AlertKind>(
  reading: Reading,
  requests: readonly [ReadRequest, ...ReadRequest[]],
  parser: AlertParser<K>,
): Promise<Alerts<K>> {
  return readAlerts(reading, requests, parser, (item) => ofOrganization.parse(item).repository.name);
}

/** The alerts of one repository by its own lists. */
export async function readRepositoryAlerts<K extends AlertKind>(
  reading: Reading,
  requests: readonly [ReadRequest, ...ReadRequest[]],
  parser: AlertParser<K>,
): Promise<Alerts<K>> {
  const [{ scope }] = requests;
  return readAlerts(reading, requests, parser, () => String(scope.repo));
}

/** Whether nothing came because the token may not, or there is nothing of the kind: another list may still answer. */
export function isRefused({ gap, delivered }: Coverage): boolean {
  return !delivered && (gap?.reason === 'denied' || gap?.reason === 'missing');
}

/** Hands over the alerts of that repository, each once, in whichever of the lists they stand; and how complete they are. */
export function keepAlerts<K extends AlertKind>(
  { sink }: Reading,
  scope: Scope,
  { kind }: AlertParser<K>,
  lists: readonly Alerts<K>[],
  coverage: Coverage,
): void {
  const all = lists.flatMap(({ byRepository }) => byRepository.get(String(scope.repo)) ?? []);
  const first = new Map(all.toReversed().map((alert) => [alert.item.id, alert]));
  for (const { item, evidence } of [...first.values()].toReversed()) {
    sink.fact({ kind, ...item, scope, evidence: [evidence] });
  }
  sink.covered(kind, scope, coverage);
}
