import type { Readable } from 'node:stream';
import type { Logger } from '@datawave/plugin-sdk';

const LONGEST_LINE = 2_000;
const LINES_PER_SECOND = 50;

/**
 * Writes what a process prints into the log, line by line; what is too long or too much is left out, and said to be.
 * @param onLine - told of each line that was written
 */
export function logLines(
  stream: Readable | null,
  name: 'stdout' | 'stderr',
  log: Logger,
  onLine: (line: string) => void = () => undefined,
): void {
  if (stream === null) return;
  let rest = '';
  let second = 0;
  let written = 0;
  let leftOut = 0;
  const write = (line: string): void => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      if (leftOut > 0) log.warn(`${leftOut} lines that it printed were left out.`, { stream: name });
      second = now;
      written = 0;
      leftOut = 0;
    }
    if (++written > LINES_PER_SECOND) {
      leftOut++;
      return;
    }
    const cut = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line;
    onLine(cut);
    if (name === 'stderr') log.warn(cut, { stream: name });
    else log.info(cut, { stream: name });
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n');
    // A line without an end is not gathered for ever.
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1);
    for (const line of lines) if (line.trim() !== '') write(line);
  });
  stream.on('end', () => {
    if (rest.trim() !== '') write(rest);
    if (leftOut > 0) log.warn(`${leftOut} lines that it printed were left out.`, { stream: name });
  });
}
