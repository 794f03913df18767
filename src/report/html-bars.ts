/** A horizontal bar of an inline SVG: one rectangle a part, places and widths in percent of the whole drawing. */
export type BarView = readonly { readonly css: string; readonly x: string; readonly width: string }[];

/** The heads of a table with bars; one with a name has the colour and pattern of its part of the bars. */
export type BarHeads = readonly { readonly name: string | null; readonly word: string }[];

/**
 * Parts side by side, drawn to the scale of `whole`, which is at least their sum. Parts of nothing are left out. The
 * numbers stand beside the bar as text, so that the drawing needs no words of its own.
 */
export function bar(parts: readonly { readonly css: string; readonly count: number }[], whole: number): BarView {
  let before = 0;
  return parts.flatMap(({ css, count }) => {
    const x = before;
    before += count;
    return count === 0 ? [] : [{ css, x: hundredths(x, whole), width: hundredths(count, whole) }];
  });
}

/** `part` of `whole` in percent with two decimals, cut: `33.33%`. */
function hundredths(part: number, whole: number): string {
  const cut = Math.floor((part * 10_000) / whole);
  return `${Math.floor(cut / 100)}.${String(cut % 100).padStart(2, '0')}%`;
}
