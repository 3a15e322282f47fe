import { StreamLanguage, type StringStream } from '@codemirror/language';

/** Where the reader of a pattern stands. */
interface PatternState {
  /** Whether it is between `[` and `]`. */
  isInClass: boolean;
}

/** What the next part of a pattern is, in the words of CodeMirror's tags. */
function readPattern(stream: StringStream, state: PatternState): string | null {
  if (state.isInClass) {
    if (stream.match(/^\\(?:[pP]\{[^}]*\}|u\{?[\da-fA-F]+\}?|x[\da-fA-F]{2}|.)/)) return 'escape';
    if (stream.match(/^\[:\^?\w+:\]/)) return 'className';
    if (stream.eat(']')) {
      state.isInClass = false;
      return 'className';
    }
    stream.next();
    return 'string';
  }
  if (stream.match(/^\\[bBAzZG]/) || stream.match(/^[\^$]/)) return 'keyword';
  if (stream.match(/^\\(?:[pP]\{[^}]*\}|k<[^>]*>|u\{?[\da-fA-F]+\}?|x[\da-fA-F]{2}|\d+|.)/)) return 'escape';
  if (stream.match(/^\[\^?\]?/)) {
    state.isInClass = true;
    return 'className';
  }
  if (stream.match(/^\((?:\?(?:P?<[A-Za-z]\w*>|<?[=!]|[a-zA-Z-]*:|[a-zA-Z-]+\)|>))?/) || stream.eat(')'))
    return 'bracket';
  if (stream.match(/^(?:[*+?]|\{\d*,?\d*\})[?+]?/)) return 'number';
  if (stream.eat('|')) return 'operator';
  if (stream.eat('.')) return 'className';
  stream.next();
  return null;
}

/** Colours groups, classes, quantifiers, anchors and escapes of a regular expression. */
export const patternLanguage = StreamLanguage.define<PatternState>({
  name: 'pattern',
  startState: () => ({ isInClass: false }),
  copyState: (state) => ({ ...state }),
  token: readPattern,
});
