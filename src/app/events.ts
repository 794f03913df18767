/** What an audit tells while it runs; the command line turns it into progress. */
export type AuditEvent =
  | { readonly type: 'stage'; readonly stage: string; readonly detail: string }
  | { readonly type: 'call'; readonly text: string }
  | { readonly type: 'throttled'; readonly text: string }
  /** `problem`: the sentence of a read that did not complete; null for one that did. */
  | { readonly type: 'read-ended'; readonly problem: string | null }
  | { readonly type: 'resource' };
