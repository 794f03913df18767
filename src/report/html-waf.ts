import { scopeId } from '../core/scope.js';
import { type Chip } from './html-parts.js';
import type { ReportModel } from './model-types.js';

/** The web ACLs by category at a glance, then each as a table with the rules that decide, which fit no cell of the former. */
export interface WafView {
  readonly empty: string | null;
  readonly missing: readonly string[];
  /** The categories, as the columns of the overview. */
  readonly heads: readonly { readonly id: string; readonly title: string }[];
  readonly acls: readonly {
    readonly name: string;
    readonly id: string;
    readonly where: string;
    readonly counts: string;
    readonly rows: readonly {
      readonly title: string;
      readonly files: string;
      readonly chip: Chip;
      /** `SQL injection blocked by sqli / SQLi_BODY`, for the overview. */
      readonly tip: string;
      readonly by: readonly string[];
      readonly why: readonly string[];
    }[];
  }[];
}

type Action = ReportModel['wafMatrix']['rows'][number]['cells'][number]['action'];

/** Marks that can be told apart without colour. */
const chips: Readonly<Record<Action, Chip>> = {
  block: { mark: '✓', word: 'blocked', css: 'st-pass' },
  challenge: { mark: '◐', word: 'challenged', css: 'st-manual' },
  captcha: { mark: '◐', word: 'CAPTCHA', css: 'st-manual' },
  partial: { mark: '◔', word: 'in part', css: 'st-fail' },
  count: { mark: '○', word: 'counted only', css: 'st-fail' },
  none: { mark: '✗', word: 'not at all', css: 'st-fail' },
  unknown: { mark: '?', word: 'unknown', css: 'st-unknown' },
};

export function wafView({ wafMatrix }: ReportModel): WafView {
  return {
    empty: wafMatrix.empty,
    missing: wafMatrix.missing,
    heads: (wafMatrix.rows[0]?.cells ?? []).map(({ category, title }) => ({ id: category, title })),
    acls: wafMatrix.rows.map(({ webAcl, name, scope, cells }) => ({
      name: name ?? webAcl,
      id: webAcl,
      where: scopeId(scope),
      counts: `${cells.filter(({ action }) => action === 'block').length} of ${cells.length} categories blocked`,
      rows: cells.map(({ title, files, action, by, why }) => ({
        title,
        files,
        chip: chips[action],
        tip: tipOf(title, chips[action].word, by),
        by,
        why,
      })),
    })),
  };
}

function tipOf(title: string, word: string, by: readonly string[]): string {
  return by.length === 0 ? `${title}: ${word}` : `${title}: ${word} by ${by.join(', ')}`;
}
