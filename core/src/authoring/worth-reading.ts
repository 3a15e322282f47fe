const MOST_LINES = 25;

/** What was said of an error without the lines in which Node tells of itself, and without what nobody reads to its end. */
export const worthReading = (said: string): string =>
  said
    .replace(/^\s*triggerUncaughtException\(.*\n\s*\^\n/m, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/node:internal|^Node\.js v/.test(line))
    .slice(0, MOST_LINES)
    .join('\n')
    // The code of an error stands in its first line already; of the rest nothing is left but the brackets.
    .replace(/ \{\n\s+code: '[A-Z_]+'\n\}$/, '')
    .replace(/\n\s+code: '[A-Z_]+'\n\}$/, '');
