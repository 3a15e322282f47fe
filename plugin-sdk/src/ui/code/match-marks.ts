import { RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** A part of the sample that the pattern finds. @public */
export interface CodeMatch {
  /** Index of its first character, in UTF-16 units. */
  readonly from: number;
  /** Index after its last one. */
  readonly to: number;
}

/** Puts other marks on a text. */
export const showMatches = StateEffect.define<readonly CodeMatch[]>();

const MARKS = [
  Decoration.mark({ class: 'dw-match' }),
  Decoration.mark({ class: 'dw-match dw-even' }),
] as const;

function marksOf(matches: readonly CodeMatch[], length: number): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let end = 0;
  let place = 0;
  for (const { from, to } of matches.toSorted((one, other) => one.from - other.from)) {
    if (from < end || to <= from || to > length) continue;
    builder.add(from, to, MARKS[place % 2 === 0 ? 0 : 1]);
    end = to;
    place += 1;
  }
  return builder.finish();
}

/** The marks on a text, which move with what is written around them until there are others. */
export const matchMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, change) {
    let next = marks.map(change.changes);
    for (const effect of change.effects)
      if (effect.is(showMatches)) next = marksOf(effect.value, change.newDoc.length);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
