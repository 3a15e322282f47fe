/**
 * Whether a name stands for the clocks of a place, such as `Europe/Berlin` or `UTC`. Fixed offsets (`+02:00`) are none: they
 * would be wrong for half of the year.
 * @public
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
