import { sha256Hex } from '../core/json.js';
import type { ReadRequest } from '../core/read.js';

/** The members of every pack, by their path in it; `outsideManifest` names those that the manifest does not list. */
export const member = {
  run: 'run.json',
  scope: 'scope.json',
  parameters: 'rules/parameters.json',
  findings: 'results/findings.jsonl',
  clauses: 'results/clauses.json',
  populations: 'results/populations.json',
  reads: 'results/reads.json',
  /** Not in packs of versions before 0.3.0. */
  wafMatrix: 'results/waf-matrix.json',
  readme: 'README.txt',
  guide: 'VERIFY.md',
  manifest: 'manifest.json',
  sums: 'SHA256SUMS',
  attestation: 'attestation.sigstore.json',
  timeStamp: 'timestamp.tsr',
  /** In the manifest of a pack that was to be stamped: the certificates of the authority, its own first. */
  tsaChain: 'tsa-chain.pem',
} as const;

/** What the run itself writes; a pack without one of them is not sealed. */
export const requiredMembers = [
  member.run,
  member.scope,
  member.parameters,
  member.findings,
  member.clauses,
  member.populations,
  member.reads,
] as const;

export const outsideManifest: ReadonlySet<string> = new Set([
  member.manifest,
  member.sums,
  member.attestation,
  member.timeStamp,
]);

/** Heads an unsealed pack: the configuration's digest and the declared time. Gone when the pack is sealed. */
export const journalHeader = 'journal.json';

export function partialFolder(packId: string): string {
  return `.${packId}.partial`;
}

/** Where the journal of a run stands once the run was resumed so many times: read from, and never written again. */
export function asideFolder(packId: string, resumed: number): string {
  return `.${packId}.${resumed}.partial`;
}

/** The run that a folder of that name is a journal of, and its place among the run's: 0 for the one that is written. */
export function journalOf(name: string): { readonly packId: string; readonly resumed: number } | null {
  const [, packId, resumed = '0'] = /^\.([^.]+)(?:\.([1-9]\d*))?\.partial$/.exec(name) ?? [];
  return packId === undefined ? null : { packId, resumed: Number(resumed) };
}

/**
 * The name as one path segment: itself if it is lowercase `[a-z0-9._-]`, else a slug and 8 hex of its SHA-256.
 * A name that ends like a recording, or begins with a dot or hyphen, gets a slug too, so that no folder of a repository
 * called `x.jsonl` stands where a file has to go.
 */
export function segment(name: string): string {
  return plainSegment.test(name) && !name.endsWith('.jsonl') ? name : hashedSegment(name);
}

/** Lowercase letters, digits and hyphens of the name, at most 60; empty if it has none. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-|-$/g, '');
}

const plainSegment = /^[a-z0-9_][a-z0-9._-]{0,99}$/;

function hashedSegment(name: string): string {
  return [slug(name), sha256Hex(name).slice(0, 8)].filter((part) => part !== '').join('-');
}

const places = ['account', 'org', 'cluster', 'region', 'repo', 'namespace', 'tenant'] as const;

/** `recording/<source>/<account|org|cluster>/<region|…>/<operation>.jsonl`: the one file that holds a read's lines. */
export function recordingFile({
  source,
  scope,
  operation,
}: Pick<ReadRequest, 'source' | 'scope' | 'operation'>): string {
  const names = [source, ...places.flatMap((place) => scope[place] ?? [])];
  return `recording/${[...names, operation].map(segment).join('/')}.jsonl`;
}

/** Whether a path may stand in a manifest: relative, of plain segments, the four names in capitals apart. */
export function isSafePath(path: string): boolean {
  if (path === member.readme || path === member.guide) return true;
  return path.length <= 1000 && path.split('/').every((part) => plainSegment.test(part));
}

/** Whether `evidenceRoot` covers the path: everything but the reports and the texts about the pack. */
export function isEvidence(path: string): boolean {
  return /^(?:recording|rules|results|samples)\/|^(?:scope|run)\.json$/.test(path);
}

const mediaTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  jsonl: 'application/jsonl',
  md: 'text/markdown',
  pdf: 'application/pdf',
  pem: 'application/x-pem-file',
  sarif: 'application/sarif+json',
  txt: 'text/plain',
  xml: 'application/xml',
  yaml: 'application/yaml',
};

export function mediaTypeOf(path: string): string {
  return mediaTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}
