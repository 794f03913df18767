import type { MappingRole, OutcomeCounts } from '../core/clause.js';
import type { Finding, Resource } from '../core/finding.js';
import type { JsonObject } from '../core/json.js';
import type { Outcome, Severity } from '../core/outcome.js';
import type { ReadError, ReadOutcome } from '../core/read.js';
import type { ScopeFile, Selection, Tool, WafMatrixRow } from '../core/run.js';
import type { FrameworkReport } from './clause-types.js';
import type { Resumption } from './reused.js';
import type { SectionBody } from './section-body.js';
import type { ScopeChoices } from './scope-choices.js';

/**
 * The report as plain JSON: EVIDENCE.md's fourteen sections. A writer gets this and nothing else.
 * Text that came from a source stands here as it came; each writer makes it safe for its own format.
 */
export interface ReportModel {
  readonly schema: 'https://prepay.example/report/v1';
  readonly title: string;
  readonly run: RunHeader;
  /** What no reader may miss; on every page of every format that has pages. */
  readonly banners: readonly Banner[];
  /** The fourteen sections in order. `empty` says why a section has nothing in it; null where it has. */
  readonly sections: readonly SectionHead[];
  /** What stands in the sections that are prose and tables: sampling, acts, exceptions, applicability, period. */
  readonly bodies: Bodies;
  readonly summary: ExecutiveSummary;
  readonly identity: Identity;
  readonly scope: ScopeSection;
  readonly method: readonly string[];
  readonly frameworks: readonly FrameworkReport[];
  /** All findings in the order of results/findings.jsonl: `F12` is its line 12. */
  readonly findings: readonly ReportFinding[];
  readonly controls: readonly ReportControl[];
  readonly wafMatrix: WafMatrix;
  readonly responsibilities: readonly Responsibility[];
  readonly evidence: EvidenceIndex;
  readonly integrity: Integrity;
}

/** What each web ACL does with each category of attacks; `empty` says why there is no row, null where there is. */
export interface WafMatrix {
  readonly rows: readonly WafMatrixRow[];
  readonly empty: string | null;
  /** What stands in the way of having every web ACL in it, in words. */
  readonly missing: readonly string[];
}

export interface RunHeader {
  readonly packId: string;
  /** UTC, ISO 8601, milliseconds. */
  readonly declaredAt: string;
  readonly tool: Tool;
  readonly selection: Selection;
  readonly partial: boolean;
  readonly partialBecause: readonly string[];
  readonly demo: 'before' | 'after' | null;
  readonly runner: string | null;
  readonly evidenceRoot: string;
  /** The key's fingerprint; null: unsigned. */
  readonly signedBy: string | null;
}

export interface Banner {
  readonly kind: 'unsigned' | 'partial' | 'demo';
  /** `UNSIGNED`, `PARTIAL`, `DEMO`. */
  readonly word: string;
  readonly text: string;
}

export interface SectionHead {
  readonly number: number;
  readonly id: SectionId;
  readonly title: string;
  /** One word, for a list of all sections on one line. */
  readonly short: string;
  readonly empty: string | null;
}

export type SectionId =
  | 'summary'
  | 'identity'
  | 'scope'
  | 'method'
  | 'sampling'
  | 'acts'
  | 'clauses'
  | 'findings'
  | 'exceptions'
  | 'responsibility'
  | 'applicability'
  | 'evidence'
  | 'integrity'
  | 'period';

export type Bodies = Readonly<Partial<Record<SectionId, SectionBody>>>;

export interface ExecutiveSummary {
  readonly total: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Worst severity first. */
  readonly bySeverity: readonly SeverityRow[];
  /** What is critical and high, by name. */
  readonly named: NamedFails;
  readonly worst: readonly WorstResource[];
  /** Resources with a fail beyond the ones in `worst`. */
  readonly worstOmitted: number;
  readonly reads: {
    readonly total: number;
    readonly complete: number;
    readonly unreadable: number;
    /** Complete or absent reads of all, in percent: `98.2`. */
    readonly completePercent: string;
  };
}

export interface SeverityRow {
  readonly severity: Severity;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly total: number;
}

/** The controls with critical and high fails and the resources that fail them. */
export interface NamedFails {
  /** The worst severity first, then the most fails. */
  readonly controls: readonly {
    readonly control: string;
    readonly severity: Severity;
    readonly count: number;
    readonly resources: readonly { readonly number: string; readonly id: string; readonly name: string | null }[];
    /** Fails beyond the ones in `resources`. */
    readonly omitted: number;
  }[];
  /** Controls beyond those, and their fails. */
  readonly omittedControls: number;
  readonly omittedFails: number;
}

/** One resource with all of its fails, and what to do about the worst of them. */
export interface WorstResource {
  readonly resource: Resource;
  readonly severity: Severity;
  readonly owner: string | null;
  readonly fails: Readonly<Record<Severity, number>>;
  /** Worst first. */
  readonly findings: readonly {
    readonly number: string;
    readonly control: string;
    readonly severity: Severity;
    readonly observed: string;
    readonly evidence: readonly string[];
  }[];
  /** How to mend the worst one, in prose; null where its control's definition is not at hand. */
  readonly remedy: string | null;
  /** The rank, from 1, of the first resource in the list with the same remedy; null where this is the first. */
  readonly remedyAsFor: number | null;
}

export interface Identity {
  readonly entity: readonly Labelled[];
  readonly assessor: string;
  readonly dates: readonly Labelled[];
  readonly rules: readonly Labelled[];
  readonly libraries: readonly Labelled[];
  /** The effective configuration, which holds no secret. */
  readonly configuration: JsonObject;
}

export interface Labelled {
  readonly label: string;
  readonly value: string;
}

interface ScopeSection {
  readonly choices: ScopeChoices;
  readonly sources: ScopeFile['sources'];
  readonly excluded: ScopeFile['excluded'];
  readonly unreadable: readonly Unreadable[];
  /** Null for a run that was made at a stretch. */
  readonly resumption: Resumption | null;
  readonly populations: readonly PopulationRow[];
}

/** A read that was not complete: what nobody may conclude anything from. */
export interface Unreadable {
  readonly key: string;
  readonly source: string;
  readonly scope: string;
  readonly operation: string;
  readonly outcome: ReadOutcome | 'no-end';
  /** `access denied`, `no end was recorded`, … */
  readonly why: string;
  readonly pages: number;
  readonly attempts: number;
  readonly error: ReadError | null;
  readonly file: string;
  readonly command: string;
}

export interface PopulationRow {
  readonly kind: string;
  readonly source: string;
  readonly scope: string;
  readonly count: number;
  readonly operations: readonly string[];
  /** Why it may not be all of them; null: it is. */
  readonly gap: string | null;
}

export type ReportFinding = Omit<Finding, 'evidence'> & {
  /** `F1`, `F2`, …: the line of results/findings.jsonl. */
  readonly number: string;
  readonly evidence: readonly {
    readonly number: string;
    readonly read: string;
    readonly page: number;
    readonly pointer: string;
  }[];
};

export interface ReportControl {
  readonly id: string;
  readonly area: string;
  readonly lifecycle: string;
  readonly statement: string;
  readonly severity: Severity;
  readonly rationale: string;
  readonly remediation: { readonly console: string; readonly cli: string; readonly terraform: string };
  /** How its verdicts could be wrong. */
  readonly wrong: { readonly pass: readonly string[]; readonly fail: readonly string[] };
  readonly maps: readonly { readonly framework: string; readonly clause: string; readonly role: MappingRole }[];
  readonly sources: readonly string[];
  readonly ran: boolean;
  readonly counts: OutcomeCounts;
}

export interface Responsibility {
  readonly responsible: string;
  readonly frameworks: readonly { readonly id: string; readonly title: string; readonly clauses: readonly string[] }[];
}

/** Numbers lead to places in the recording: read by read, in the order of results/reads.json. */
export interface EvidenceIndex {
  readonly count: number;
  /** How many of the places are shown with their recorded answer. */
  readonly excerpts: number;
  readonly reads: readonly EvidenceRead[];
}

export interface EvidenceRead {
  readonly key: string;
  readonly source: string;
  readonly scope: string;
  readonly operation: string;
  readonly outcome: ReadOutcome | 'no-end';
  readonly pages: number;
  readonly file: string | null;
  /** What collects the same again from the source; null where the read is not in the pack. */
  readonly command: string | null;
  readonly items: readonly EvidenceItem[];
}

export interface EvidenceItem {
  /** `E1`, `E2`, … */
  readonly number: string;
  readonly page: number;
  readonly pointer: string;
  /** 1-based; null where the recording has no such page. */
  readonly line: number | null;
  /** Prints the place, from inside the pack, with sed and jq. */
  readonly jq: string | null;
  /** The first findings that point here, and how many more do. */
  readonly findings: readonly string[];
  readonly findingsOmitted: number;
  /** Null where the report does not show it: it shows a bounded number, the worst first. */
  readonly excerpt: Excerpt | null;
}

/** What the recording holds at a place: JSON in lines, redacted as it was recorded. */
export interface Excerpt {
  readonly text: string;
  readonly isCut: boolean;
}

export interface Integrity {
  readonly packId: string;
  readonly evidenceRoot: string;
  readonly signedBy: string | null;
  readonly trust: string;
  /** Trust and chain in one line, for a first screen. */
  readonly brief: string;
  /** Whether the pack continues an earlier one. */
  readonly chain: string;
  readonly limits: readonly string[];
  /** From inside the pack's folder. */
  readonly commands: readonly { readonly what: string; readonly command: string }[];
  readonly signOff: readonly string[];
}
