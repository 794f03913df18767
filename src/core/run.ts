import type { JsonObject } from './json.js';
import type { FailOn, Severity } from './outcome.js';
import type { ClauseActs } from './acts.js';
import type { OutcomeCounts, ClauseStatus, MappingRole, Proposal, ScopeDecision } from './clause.js';
import type { Gap, ReadError, ReadKey, ReadOutcome } from './read.js';
import type { Period } from './nights.js';
import type { Samples, Sampling } from './sampling.js';
import type { Scope, SourceId } from './scope.js';

/** run.json: what replay needs beside the recording. No secret has a member here. */
export interface Run {
  readonly schema: 'https://prepay.example/run/v1';
  readonly packId: string;
  /** The one time that verdicts may know: the run's start, UTC, ISO 8601, milliseconds. */
  readonly declaredAt: string;
  readonly tool: Tool;
  /** The effective configuration, defaults filled in. */
  readonly configuration: JsonObject;
  readonly selection: Selection;
  /** Whether the run was narrowed, and by what. A partial run is no baseline and is not chained. */
  readonly partial: boolean;
  readonly partialBecause: readonly string[];
  readonly demo: 'before' | 'after' | null;
  /** The CI run's URL, if there is one. */
  readonly runner: string | null;
  /** The pack whose findings did not count again for the exit code; not there where none was named. */
  readonly baseline?: Baseline;
  /** How samples were drawn; not there where no seed was given. */
  readonly sampling?: Sampling;
  /** 32 random bytes in hexadecimal, from which the salts of the tree's leaves follow; not there in older packs. */
  readonly leafSecret?: string;
  /** The assessor's own challenge, which the statement repeats; not there where none was given. */
  readonly nonce?: string;
  /** When the run was taken up again after it had been cut short, UTC, each time; not there where it never was. */
  readonly resumedAt?: readonly string[];
}

/** An earlier pack that a run was compared with. */
export interface Baseline {
  readonly packId: string;
  /** Of its manifest.json, hexadecimal. */
  readonly manifestSha256: string;
}

export interface Tool {
  readonly name: 'prepay';
  readonly version: string;
  /** Versions of what shaped the recorded answers: `@aws-sdk/client-ec2` → `3.1169.0`. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** What was asked for, resolved: ids, not globs. */
export interface Selection {
  readonly sources: readonly SourceId[];
  readonly frameworks: readonly string[];
  readonly controls: readonly string[];
  readonly regions: readonly string[] | 'all';
  readonly severities: readonly Severity[];
  readonly failOn: FailOn;
  readonly allowIncomplete: readonly string[];
}

/** scope.json: what was in scope, what was left out and by whom, what could not be read. */
export interface ScopeFile {
  readonly sources: readonly {
    readonly source: SourceId;
    readonly state: 'read' | 'unreadable' | 'not-in-scope';
    /** Who read, as the source itself tells it. */
    readonly identity: string | null;
    readonly scopes: readonly Scope[];
    readonly why: string | null;
  }[];
  readonly excluded: readonly { readonly what: string; readonly by: string; readonly reason: string }[];
  readonly unreadable: readonly UnreadableRead[];
  /** Reads that were made before the run was resumed, and not again; not there where it never was. */
  readonly reused?: readonly ReusedRead[];
}

export interface ReusedRead {
  readonly key: ReadKey;
  readonly scope: Scope;
  readonly operation: string;
  /** When the read ended, UTC. */
  readonly readAt: string;
}

interface UnreadableRead {
  readonly key: ReadKey;
  readonly scope: Scope;
  readonly operation: string;
  readonly outcome: ReadOutcome | 'no-end';
  readonly pages: number;
  readonly error: ReadError | null;
}

/** One member of results/clauses.json, in the catalog's order. */
export interface ClauseResult {
  readonly framework: string;
  readonly clause: string;
  readonly status: ClauseStatus;
  readonly proposal: Proposal;
  readonly supersededBy: string | null;
  readonly controls: readonly {
    readonly control: string;
    readonly role: MappingRole;
    /** False where the selection left it out or its source was not in scope. */
    readonly ran: boolean;
    readonly counts: OutcomeCounts;
  }[];
  /** What its dated human acts come to; not there where no ledger says anything of it. */
  readonly acts?: ClauseActs;
  /** The decision that it does not apply, and whether a control that fails contradicts it; not there for none. */
  readonly decision?: ScopeDecision & { readonly isContradicted: boolean };
}

/** Results that versions after 0.4.0 added, each a file of its own; null where the run had no cause for it. */
export interface AddedResults {
  readonly samples: Samples | null;
  readonly acts: readonly ClauseActs[] | null;
  /** How the audit has run over the days before; null where no store of packs is configured. */
  readonly period: Period | null;
}

/** One member of results/populations.json: every id of a fact kind in a scope, and the query that listed them. */
export interface Population {
  readonly kind: string;
  readonly scope: Scope;
  readonly count: number;
  readonly members: readonly string[];
  readonly reads: readonly { readonly key: ReadKey; readonly operation: string }[];
  readonly gap: Gap | null;
}

/** One member of results/waf-matrix.json: what one web ACL does with each category of attacks. */
export interface WafMatrixRow {
  /** The web ACL's id, its ARN. */
  readonly webAcl: string;
  readonly name: string | null;
  readonly scope: Scope;
  readonly cells: readonly {
    readonly category: string;
    /** The rule files of the OWASP Core Rule Set that have the category: `942`. */
    readonly files: string;
    readonly title: string;
    /** Of all attacks of the category; `partial` where some get by. */
    readonly action: 'block' | 'challenge' | 'captcha' | 'partial' | 'count' | 'none' | 'unknown';
    /** Names of the rules that decide, `rule of the ACL / rule of its group`. */
    readonly by: readonly string[];
    /** What lets attacks by, or what cannot be said, in words. */
    readonly why: readonly string[];
  }[];
}

/** One member of results/reads.json, sorted by scope, operation, key. */
export interface ReadSummary {
  readonly key: ReadKey;
  readonly source: SourceId;
  readonly scope: Scope;
  readonly operation: string;
  readonly input: JsonObject;
  readonly outcome: ReadOutcome | 'no-end';
  readonly pages: number;
  readonly attempts: number;
  readonly error: ReadError | null;
  readonly redactions: number;
  /** The file in the pack that holds its lines. */
  readonly file: string;
  readonly command: string;
}
