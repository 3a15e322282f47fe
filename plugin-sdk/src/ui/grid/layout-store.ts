import { type ColumnLayout, FIRST_LAYOUT } from './column.ts';

const nameOf = (key: string): string => `dw.grid.${key}`;
const isText = (value: unknown): value is string => typeof value === 'string';

/** The layout that this browser kept under the key; the first one when there is none, or none that can be read. */
export function keptLayout(key: string): ColumnLayout {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(key)) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return FIRST_LAYOUT;
    const { shown, order, widths } = kept as Readonly<Record<string, unknown>>;
    return {
      shown: Array.isArray(shown) ? shown.filter(isText) : null,
      order: Array.isArray(order) ? order.filter(isText) : [],
      widths: Object.fromEntries(
        Object.entries(typeof widths === 'object' && widths !== null ? widths : {}).filter(
          ([, width]) => typeof width === 'number' && width > 0 && width < 10_000,
        ),
      ),
    };
  } catch {
    // Storage may be forbidden, or hold what is not ours.
    return FIRST_LAYOUT;
  }
}

/** Keeps a layout in this browser. */
export function keepLayout(key: string, layout: ColumnLayout): void {
  try {
    localStorage.setItem(nameOf(key), JSON.stringify(layout));
  } catch {
    // Storage may be forbidden; the layout then lasts as long as the page.
  }
}
