const DAY_MS = 86_400_000;

/**
 * The day that lies so many working days after another one. Saturdays, Sundays and holidays do not count.
 * @param from a day, `2026-01-30`
 * @param holidays days on which nobody works
 */
export function addWorkingDays(from: string, days: number, holidays: ReadonlySet<string>): string {
  let at = Date.parse(`${from}T00:00:00Z`);
  for (let left = days; left > 0; ) {
    at += DAY_MS;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !holidays.has(dayOf(at))) left -= 1;
  }
  return dayOf(at);
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
