/** What GitHub's scanners found. */

export interface SecretAlert {
  readonly number: number;
  /** `open`. */
  readonly state?: 'open' | 'resolved';
  readonly resolution?: 'false_positive' | 'wont_fix' | 'revoked' | 'used_in_tests' | null;
  readonly resolvedAt?: string | null;
  /** `amazon_aws_access_key_id`. */
  readonly secretType?: string;
  readonly validity?: 'active' | 'inactive' | 'unknown';
  readonly publiclyLeaked?: boolean;
  readonly pushProtectionBypassed?: boolean;
  readonly createdAt?: string;
}

export type Severity = 'low' | 'medium' | 'high' | 'critical';

export interface DependabotAlert {
  readonly number: number;
  /** `open`. */
  readonly state?: 'open' | 'fixed' | 'dismissed' | 'auto_dismissed';
  /** `high`. */
  readonly severity?: Severity;
  readonly package?: string;
  /** `npm`. */
  readonly ecosystem?: string;
  /** `runtime`; null where GitHub does not know. */
  readonly scope?: 'development' | 'runtime' | null;
  readonly ghsaId?: string;
  readonly cveId?: string | null;
  /** Null: there is no fix. */
  readonly firstPatchedVersion?: string | null;
  readonly publishedAt?: string;
  readonly createdAt?: string;
  readonly dismissedReason?: 'fix_started' | 'inaccurate' | 'no_bandwidth' | 'not_used' | 'tolerable_risk';
  readonly dismissedAt?: string;
  readonly fixedAt?: string;
  readonly withdrawnAt?: string | null;
}

export interface CodeScanningAlert {
  readonly number: number;
  /** `open`. */
  readonly state?: 'open' | 'dismissed' | 'fixed';
  readonly ruleId?: string;
  /** Null: the rule is not about security. */
  readonly securitySeverity?: Severity | null;
  readonly severity?: 'none' | 'note' | 'warning' | 'error';
  /** `CodeQL`. */
  readonly tool?: string;
  /** The default branch's ref. */
  readonly ref?: string;
  readonly createdAt?: string;
  readonly dismissedReason?: 'false positive' | "won't fix" | 'used in tests';
  readonly dismissedAt?: string;
  readonly fixedAt?: string;
}
