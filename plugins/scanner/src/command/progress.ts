import type { CommandIo } from '@datawave/plugin-sdk';
import { printable } from './printable.ts';

/** Tells on standard error how a scan goes: one line redrawn on a terminal, a line for each target elsewhere. */
export interface Progress {
  target(display: string): void;
  asset(name: string): void;
  /** Wipes the line that is redrawn; lines written already stay. */
  end(): void;
}

const REDRAW_MS = 80;
const LONGEST_LINE = 78;

export function createProgress(io: CommandIo): Progress {
  let assets = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  const draw = (text: string): void => {
    const now = performance.now();
    if (!io.isInteractive || now - drawnAt < REDRAW_MS) return;
    drawnAt = now;
    isDrawn = true;
    io.stderr.write(`\r\u001b[2K${text.slice(0, LONGEST_LINE)}`);
  };
  return {
    target(display) {
      if (io.isInteractive) draw(`Opening ${printable(display)}`);
      else io.stderr.write(`Scanning ${printable(display)}\n`);
    },
    asset(name) {
      assets += 1;
      draw(`${assets} scanned, now ${printable(name)}`);
    },
    end() {
      if (isDrawn) io.stderr.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}
