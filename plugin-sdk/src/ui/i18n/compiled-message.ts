import { type Formatters, IntlMessageFormat } from 'intl-messageformat';
import { language, perLanguage } from './language.ts';

/** A part of a text: words, or what was put in for a placeholder or made of a tag. */
export type MessagePart = string | object | symbol;

/** Makes the parts of a text from what its placeholders stand for. Throws when one is missing or the text cannot be read. */
export type CompiledMessage = (values: Readonly<Record<string, unknown>>) => readonly MessagePart[];

/** The shape of what the parser makes, as far as it is looked at here. */
interface Piece {
  type: number;
  value?: string;
  options?: Readonly<Record<string, { readonly value: readonly Piece[] }>>;
  children?: readonly Piece[];
}

/** Kinds of pieces, as the parser numbers them. */
const ARGUMENT = 1;
/** Stands before the name of a placeholder that shows its value as it is. Cannot be written in a text. */
const SHOWN = '\u0000';
const SYNTAX = /[{<']/;

// To ask a browser which languages it has takes it longer than all texts of a page, and nothing here depends on the answer.
IntlMessageFormat.resolveLocale = () => new Intl.Locale(language());

const numberFormats = perLanguage((options) => new Intl.NumberFormat(language(), JSON.parse(options)));
const dateFormats = perLanguage((options) => new Intl.DateTimeFormat(language(), JSON.parse(options)));
const pluralRules = perLanguage((options) => new Intl.PluralRules(language(), JSON.parse(options)));
const formatters: Formatters = {
  getNumberFormat: (_, options = {}) => numberFormats(JSON.stringify(options)),
  getDateTimeFormat: (_, options = {}) => dateFormats(JSON.stringify(options)),
  getPluralRules: (_, options = {}) => pluralRules(JSON.stringify(options)),
};

/** Reads a text in ICU MessageFormat once for as long as the language stays. One without syntax is not parsed. */
export const compiledText = perLanguage((text) => compile(text, true));
/** The same for a text with tags. */
export const compiledRich = perLanguage((text) => compile(text, false));

function compile(text: string, ignoreTag: boolean): CompiledMessage {
  if (!SYNTAX.test(text)) return () => [text];
  let format: IntlMessageFormat;
  try {
    format = new IntlMessageFormat(text, language(), undefined, { ignoreTag, formatters });
  } catch (error) {
    return () => {
      throw error;
    };
  }
  const shown = new Set<string>();
  for (const piece of format.getAst()) markShown(piece, shown);
  return (values) => {
    const all: Record<string, unknown> = { ...values };
    for (const name of shown) {
      const value = values[name];
      // Without a value the format itself refuses, by the placeholder's name.
      if (value === undefined) continue;
      all[SHOWN + name] = typeof value === 'number' ? numberFormats('{}').format(value) : value;
    }
    return format.formatToParts<object>(all as Record<string, object>).map(({ value }) => value);
  };
}

/** Tells `{n}`, which shows a number as the language writes it, from the `n` that a plural counts by. */
function markShown(piece: Piece, shown: Set<string>): void {
  if (piece.type === ARGUMENT && piece.value !== undefined) {
    shown.add(piece.value);
    piece.value = SHOWN + piece.value;
  }
  for (const option of Object.values(piece.options ?? {}))
    for (const inner of option.value) markShown(inner, shown);
  for (const inner of piece.children ?? []) markShown(inner, shown);
}
