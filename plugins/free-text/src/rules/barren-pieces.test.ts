import assert from 'node:assert/strict';
import { pieceClasses, pieceMarks } from '../scan/character-classes.ts';
import { type Piece, readPiece } from '../scan/piece.ts';
import { createTextWindows } from '../scan/text-window.ts';
import { type BarrenPieces, createBarrenPieces } from './barren-pieces.ts';

const tables = { pieces: pieceClasses(), marks: pieceMarks(), waking: new Uint8Array(0) };
const windows = createTextWindows();

function withPiece<T>(text: string, use: (piece: Piece, codes: Uint16Array) => T): T {
  return windows.look(text, 0, text.length, (window) => {
    readPiece(window, tables, 0, 0);
    return use(window.piece, window.codes);
  });
}

const add = (barren: BarrenPieces, text: string): void =>
  withPiece(text, (piece, codes) => barren.add(piece, codes));
const holds = (barren: BarrenPieces, text: string): boolean =>
  withPiece(text, (piece, codes) => barren.holds(piece, codes));

describe('the pieces in which nothing was found', () => {
  it('are kept beyond a text when they hold no digit', () => {
    const barren = createBarrenPieces();
    add(barren, 'e.g.');
    barren.endText();
    assert.ok(holds(barren, 'e.g.'));
    assert.ok(!holds(barren, 'e.h.'));
    add(barren, 'org.example.warehouse.stock.StockLevelController');
    barren.endText();
    assert.ok(holds(barren, 'org.example.warehouse.stock.StockLevelController'));
    assert.ok(!holds(barren, 'org.example.warehouse.stock.StockLevelControllers'));
  });

  it('are kept to the end of the text when digits stand in them beside letters', () => {
    const barren = createBarrenPieces();
    add(barren, 'pool-3-thread-11');
    assert.ok(holds(barren, 'pool-3-thread-11'));
    assert.ok(!holds(barren, 'pool-3-thread-12'));
    add(barren, 'org.example.stock.StockLevelController.find(StockLevelController.java:112)');
    assert.ok(holds(barren, 'org.example.stock.StockLevelController.find(StockLevelController.java:112)'));
    assert.ok(!holds(barren, 'org.example.stock.StockLevelController.find(StockLevelController.java:113)'));
    barren.endText();
    assert.ok(!holds(barren, 'pool-3-thread-11'));
  });

  it('are not kept when they are numbers, or long', () => {
    const barren = createBarrenPieces();
    for (const text of ['1700412402359', 'a'.repeat(97)]) {
      add(barren, text);
      assert.ok(!holds(barren, text));
    }
  });
});
