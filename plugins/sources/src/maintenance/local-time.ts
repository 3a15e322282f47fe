/** A date and time of day as a clock on the wall shows them. `month` from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly minute: number;
}

const DAY_MS = 24 * 60 * 60_000;

/** The clocks of one time zone, over changes between winter and summer. Reading them costs microseconds once it is made. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;

  /** @throws RangeError when there is no such time zone */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      era: 'short',
    });
  }

  /** What the clocks show at a moment. */
  at(moment: number): LocalTime {
    const parts = new Map(this.#format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return {
      year: of('year'),
      month: of('month'),
      day: of('day'),
      minute: of('hour') * 60 + of('minute'),
    };
  }

  /**
   * The moments at which the clocks show a time: two when clocks are set back over it. Where they are set forward over it, the
   * one that would have been.
   */
  moments(local: LocalTime): readonly [number, ...number[]] {
    const asUtc = Date.UTC(local.year, local.month - 1, local.day, 0, local.minute);
    const before = asUtc - this.#offset(asUtc - DAY_MS);
    const after = asUtc - this.#offset(asUtc + DAY_MS);
    const [first, last] = before <= after ? [before, after] : [after, before];
    const found = [first, last].filter((moment) => moment + this.#offset(moment) === asUtc);
    const [one, ...more] = found;
    if (one === undefined) return [before];
    return first === last ? [one] : [one, ...more];
  }

  /** Milliseconds that the clocks are ahead of UTC at a moment. */
  #offset(moment: number): number {
    const whole = Math.floor(moment / 60_000) * 60_000;
    const { year, month, day, minute } = this.at(whole);
    return Date.UTC(year, month - 1, day, 0, minute) - whole;
  }
}
