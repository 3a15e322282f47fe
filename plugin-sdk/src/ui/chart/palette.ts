import type { Tone } from '../shell-context.ts';

/**
 * Colours that people who see few colours tell apart as well, each at least 3:1 against the surface (WCAG 1.4.11), after
 * Okabe and Ito, https://jfly.uni-koeln.de/color/. The tokens of the same name win.
 */
export const PALETTE = {
  light: ['#2f55d4', '#c4510a', '#00805e', '#9c4f8f', '#846800', '#0b7aad'],
  dark: ['#7c9bff', '#ff9a5c', '#3fc79b', '#e29bd0', '#e0c04a', '#6cc4f0'],
} as const;

/** What a chart is painted with, as the theme has it now. */
export interface Paints {
  readonly text: string;
  readonly muted: string;
  readonly border: string;
  readonly surface: string;
  readonly font: string;
  /** Colour of the series at this place, or of what it means. */
  color(index: number, tone?: Tone): string;
}

/** Reads the paints from the tokens that reach the element. */
export function paintsOf(element: Element): Paints {
  const styles = getComputedStyle(element);
  const token = (name: string, fallback: string): string => styles.getPropertyValue(name).trim() || fallback;
  const isDark = styles.colorScheme.includes('dark');
  const palette = PALETTE[isDark ? 'dark' : 'light'];
  return {
    text: token('--dw-text', '#171a21'),
    muted: token('--dw-text-muted', '#5a6170'),
    border: token('--dw-border', '#e4e6eb'),
    surface: token('--dw-surface', '#ffffff'),
    font: styles.fontFamily,
    color(index, tone) {
      if (tone !== undefined) return token(`--dw-${tone}-fill`, '#8b93a3');
      const place = index % palette.length;
      return token(`--dw-chart-${place + 1}`, palette[place] ?? '#2f55d4');
    },
  };
}

const TILE = 8;

/** Strokes of each pattern within its tile; the first series has none. */
const STROKES: readonly (readonly (readonly [number, number, number, number])[])[] = [
  [],
  [
    [0, 8, 8, 0],
    [-4, 4, 4, -4],
    [4, 12, 12, 4],
  ],
  [[0, 4, 8, 4]],
  [
    [0, 0, 8, 8],
    [-4, 4, 4, 12],
    [4, -4, 12, 4],
  ],
  [[4, 0, 4, 8]],
  [
    [0, 4, 8, 4],
    [4, 0, 4, 8],
  ],
];

/** A fill that is told from its neighbours without seeing its colour. */
export function patternOf(color: string, line: string, index: number): string | CanvasPattern {
  const strokes = STROKES[index % STROKES.length] ?? [];
  const tile = document.createElement('canvas');
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext('2d');
  if (strokes.length === 0 || context === null) return color;
  context.fillStyle = color;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = line;
  context.lineWidth = 1.25;
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of strokes) {
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}

/** Dashes of a line and shape of its points by the place of its series. */
export const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 4, 2, 4], [1, 4], [12, 4]];
export const POINTS = ['circle', 'rectRot', 'triangle', 'rect', 'star', 'crossRot'] as const;
