import type { TimeCondition } from './policy.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Moments whose clocks are remembered: one a minute is asked for, by however many policies. */
const MOST_READ = 500;

/** Reads clocks of places. Remembers those of a minute, because asking for a zone's is what takes the time. */
export class Clocks {
  readonly #formats = new Map<string, Intl.DateTimeFormat>();
  readonly #read = new Map<string, { readonly day: number; readonly minute: number }>();

  /** Day of the week, 1 is Monday, and minute of the day. @param now - milliseconds since 1970 */
  at(zone: string, now: number): { readonly day: number; readonly minute: number } {
    const key = `${Math.floor(now / 60_000)} ${zone}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    let format = this.#formats.get(zone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      this.#formats.set(zone, format);
    }
    const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
    const clock = {
      day: DAYS.indexOf(parts.get('weekday') ?? '') + 1,
      minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
    };
    if (this.#read.size >= MOST_READ) this.#read.clear();
    this.#read.set(key, clock);
    return clock;
  }

  /** Whether a moment is in the window. @param now - milliseconds since 1970 */
  isWithin({ zone, days, from, to }: TimeCondition, now: number): boolean {
    const { day, minute } = this.at(zone, now);
    const start = from === undefined ? 0 : minuteOf(from);
    const end = to === undefined ? 24 * 60 : minuteOf(to);
    const wraps = end <= start;
    if (!(wraps ? minute >= start || minute < end : minute >= start && minute < end)) return false;
    // What is left of a window after midnight belongs to the day before.
    const begun = wraps && minute < end ? ((day + 5) % 7) + 1 : day;
    return days === undefined || days.includes(begun);
  }
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
