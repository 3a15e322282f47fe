/** The names that each entry point of the SDK exports, `@public` ones alone. */
export type Surface = Readonly<Record<string, readonly string[]>>;

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:class|const|enum|function|interface|let|namespace|type|var) (\w+)/;

/** Reads the surface off the committed report. */
export function surfaceOf(report: string): Surface {
  const surface: Record<string, readonly string[]> = {};
  for (const part of report.split(/^# /m).slice(1)) {
    const lines = part.split('\n');
    const names = lines.flatMap((line, at) => {
      const name = EXPORT.exec(line)?.[1];
      return name === undefined || !isPublic(lines, at) ? [] : [name];
    });
    surface[lines[0] ?? ''] = [...new Set(names)].sort();
  }
  return surface;
}

/** What the lines of comments above a declaration say of it. */
function isPublic(lines: readonly string[], at: number): boolean {
  for (let above = at - 1; lines[above]?.startsWith('//') === true; above -= 1)
    if (/^\/\/ @(?:alpha|beta|internal)\b/.test(lines[above] ?? '')) return false;
  return true;
}

/** Names of an earlier surface that are gone, as `ENTRY NAME`. */
export const lostNames = (before: Surface, now: Surface): readonly string[] =>
  Object.entries(before).flatMap(([entry, names]) =>
    names.filter((name) => now[entry]?.includes(name) !== true).map((name) => `${entry} ${name}`),
  );

/** Whether a later version may break what an earlier one had: another first number, or below 1.0 another second one. */
export function mayBreak(earlier: string, later: string): boolean {
  const line = (version: string): string => {
    const [first = '0', second = '0'] = version.split('.');
    return first === '0' ? `0.${second}` : first;
  };
  return line(earlier) !== line(later);
}
