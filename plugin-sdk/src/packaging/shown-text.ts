/** Says nothing to who reads it and much to what shows it: controls, directions of writing, breaks of lines that are none, and what has no width. */
const UNSEEN =
  /[\p{Cc}\p{Bidi_Control}\u00ad\u115f\u1160\u180e\u200b\u2028\u2029\u2060-\u2064\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * A text of a stranger as it may be shown to people beside texts of the platform: without what would turn around, hide or break what stands
 * next to it. Line breaks and tabs stay; where one line is expected, put {@link oneLine} in the place of this.
 * @public
 */
export const shownText = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNSEEN, (character) => (character === '\n' || character === '\t' ? character : ''));

/** As {@link shownText}, on one line. @public */
export const oneLine = (text: string): string => shownText(text).replaceAll(/\s+/g, ' ').trim();
