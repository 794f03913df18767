/** Sizes in points; A4. */
export const page = { width: 595.28, height: 841.89, left: 48, right: 48, top: 64, bottom: 58 } as const;
export const textWidth = page.width - page.left - page.right;

export const size = { text: 8.6, small: 7.6, h1: 16, h2: 11.5, h3: 9.6, title: 15 } as const;
/** Lines of text, from one baseline to the next, by the size of the letters. */
export const leading = 1.36;

/** Operands of PDF's `rg` and `RG`: the colours of templates/report.css. */
export const ink = {
  text: '.102 .118 .137',
  quiet: '.333 .361 .396',
  line: '.839 .851 .831',
  wash: '.949 .957 .941',
  accent: '.039 .353 .408',
  fail: '.616 .071 .204',
  unknown: '.478 .267 0',
  unknownWash: '.992 .945 .871',
  manual: '.239 .29 .58',
  manualWash: '.925 .933 .984',
  pass: '.071 .376 .247',
  passWash: '.835 .925 .878',
  banner: '1 .847 .302',
  paper: '1 1 1',
} as const;
export type Ink = keyof typeof ink;

/** What a class of the HTML report is drawn in: `st-fail`, `sev-critical`. */
export function inkOf(css: string): Ink {
  switch (css.replace(/^(?:st|sev|bar)-/u, '')) {
    case 'fail':
    case 'critical':
    case 'high':
    case 'bad':
      return 'fail';
    case 'unknown':
    case 'stale':
    case 'medium':
    case 'open':
    case 'doubt':
      return 'unknown';
    case 'manual':
    case 'low':
      return 'manual';
    case 'pass':
    case 'good':
      return 'pass';
    default:
      return 'quiet';
  }
}
