import { pieceClasses, pieceMarks, wakingClasses } from '../src/scan/character-classes.ts';
import { countPiece, type Piece, type PieceCounts } from '../src/scan/piece.ts';
import { scanText } from '../src/scan/scan-text.ts';
import { createTextWindows } from '../src/scan/text-window.ts';

const tables = { waking: wakingClasses(), pieces: pieceClasses(), marks: pieceMarks() };
const windows = createTextWindows();

/** The pieces that a scan of the text hands on, with what they hold. */
export function piecesOf(text: string): readonly (Piece & PieceCounts)[] {
  const pieces: (Piece & PieceCounts)[] = [];
  windows.look(text, 0, text.length, (window) =>
    scanText(window, tables, null, {
      piece: (piece) =>
        void pieces.push({
          ...piece,
          symbols: Uint8Array.from(piece.symbols),
          ...countPiece(window.codes, tables.pieces, piece.start, piece.end),
        }),
      mayEndLabel: () => false,
      label: () => undefined,
      hint: () => undefined,
    }),
  );
  return pieces;
}
