/**
 * Marks a text that is translated later, where {@link t} must not be called yet: in a constant of a module. It answers the text as it is:
 * `const TITLES = { open: msg('Open'), done: msg('Done') };` and, where it is drawn, `t(TITLES[state])`.
 * @param _context - the one that `t` will be given
 * @public
 */
export const msg = <const Text extends string>(text: Text, _context?: string): Text => text;
