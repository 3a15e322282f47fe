import { type CompiledMessage, compiledRich, compiledText, type MessagePart } from './compiled-message.ts';
import { translationOf } from './language.ts';

/** What the placeholders of a text stand for. A number is shown as the language writes it; give one that is a name as a string. @public */
export type MessageValues = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;

/** What placeholders and tags of a text with parts stand for: words, templates, or for a tag a function of what it encloses. @public */
export type RichValues = Readonly<
  Record<
    string,
    | string
    | number
    | boolean
    | Date
    | object
    | symbol
    | null
    | undefined
    | ((parts: readonly unknown[]) => unknown)
  >
>;

const NONE = {};

/** Key of a text in a catalog: the English words, after a context where one word needs two translations. */
export const messageKey = (text: string, context?: string): string =>
  context === undefined ? text : `${context}|${text}`;

/**
 * A text in the chosen language. The English one, in ICU MessageFormat, is its key:
 * `t('{n, plural, one {# column} other {# columns}}', { n })`.
 *
 * Call it where something is drawn, never while a module loads: the language is known only then. A text without a translation, or
 * with a broken one, is shown in English. Never throws.
 * @param context - tells two meanings of one English word apart; the catalog's key is then `context|text`
 * @public
 */
export const t = (text: string, values: MessageValues = NONE, context?: string): string =>
  made(text, values, context, compiledText).join('');

/**
 * A text with parts that are drawn, for a lit template. Never throws.
 *
 * ```ts
 * rich('Signed in as <b>{name}</b>', { name, b: (parts) => html`<b>${parts}</b>` });
 * ```
 * @public
 */
export const rich = (text: string, values: RichValues = NONE, context?: string): readonly unknown[] =>
  made(text, values, context, compiledRich);

function made(
  text: string,
  values: Readonly<Record<string, unknown>>,
  context: string | undefined,
  compiled: (text: string) => CompiledMessage,
): readonly MessagePart[] {
  const translation =
    translationOf(messageKey(text, context)) ?? (context === undefined ? undefined : translationOf(text));
  // Without values nothing can stand in for a placeholder: a brace is a brace then, as in the titles that the server answers.
  if (isEmpty(values)) return [translation ?? text];
  return (
    (translation === undefined ? null : attempted(compiled(translation), values)) ??
    attempted(compiled(text), values) ?? [text]
  );
}

function isEmpty(values: object): boolean {
  for (const _ in values) return false;
  return true;
}

/** A broken text must not take a page down: whoever draws it shows the next best one. */
function attempted(
  message: CompiledMessage,
  values: Readonly<Record<string, unknown>>,
): readonly MessagePart[] | null {
  try {
    return message(values);
  } catch {
    return null;
  }
}
