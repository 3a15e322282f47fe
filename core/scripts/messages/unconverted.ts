/**
 * Packages whose pages do not look their words up yet, with the reason. Their bare words and missing German are counted, not refused;
 * `npm run -s messages -- FOLDER` lists them. Whoever has converted one takes it out of here.
 */
export const UNCONVERTED: Readonly<Record<string, string>> = {};
