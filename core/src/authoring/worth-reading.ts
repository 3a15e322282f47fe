const MOST_LINES = 25;

/** What was said of an error without the lines in which Node tells of itself, and without what nobody reads to its end. */
export const worthReading = (said: string): string =>
  said
    .replace(/^\s*triggerUncaughtException\(.*\n\s*\^\n/m, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/node:internal|^Node\.js v/.test(line))
    .slice(0, MOST_LINES)
    .join('\n')
    // The code of an error stands in its first line already; the brace before it ended a line of the stack.
    .replace(/\n(\s+at [^\n]*) \{\n\s+code: '\w+'\n\}$/, '\n$1')
    .replace(/\n\s+code: '\w+'\n\}$/, '');
