import type { Sheet } from './sheet.js';
import { page } from './theme.js';

/** A bookmark, under which others can stand. */
export interface Outlined {
  /** One that leads to the page that is being drawn. */
  add(title: string): Outlined;
}

export function outlineOf(sheet: Sheet, y: () => number): Outlined {
  return entry(sheet, sheet.file.outline, y);
}

function entry(sheet: Sheet, item: PDFKit.PDFOutline, y: () => number): Outlined {
  return {
    add: (title) => {
      const options = { expanded: false, left: page.width, top: Math.max(0, y() - 40) };
      return entry(sheet, item.addItem(sheet.type.shown(title, 'sans'), options), y);
    },
  };
}
