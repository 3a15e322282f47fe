/**
 * Units that numbers are written with, as the SI, IEC 80000-13 and ISO 4217 write them, and their English names. Letters
 * that stand alone are left out: `12 B` and `10 W` begin addresses as well.
 */
const UNITS = [
  // Data and their rates.
  '[kKMGTPE]i?(?:bits?|[Bb](?:ps|/s)?)',
  '[Bb]ps',
  '(?:[kmgtpKMGTP](?:ilo|ega|iga|era|eta)?|[kmgtKMGT][ie]bi)?(?:bits?|bytes?|octets?)',
  // Time, frequency.
  '[nmµμ]s|usecs?',
  '(?:micro|milli|nano)?sec(?:ond)?s?',
  'mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?',
  '[kMGT]?Hz|rpm|fps|IOPS',
  // Length, area, volume, weight.
  '[nµμmck]m[²³]?|px|dpi|(?:centi|milli|kilo)?met(?:er|re)s?|miles|inch(?:es)?|feet|yards',
  '[mc]l|lit(?:er|re)s?|gallons?',
  '[mkµμ]g|lbs?|grams?|kilo(?:gram)?s?|tons|tonnes?',
  // Energy, power, temperature, sound.
  '[kMGT]Wh?|kJ|kcal|mAh?|kVA|kV|mV|watts?|volts?|amps?|joules?|dBm?|degrees?|°[CF]?',
  // Shares and money.
  '%|percent|[€£$¥]|EUR|USD|GBP|JPY|CHF|euros?|dollars?|cents?|pounds|francs?',
  // So many a second, a minute, an hour.
  '\\p{L}+/(?:s|sec|min|h)',
].join('|');

const MEASURE = new RegExp(`^[-+]?\\d+(?:[.,]\\d+)?\\s?(?:${UNITS})(?![\\p{L}\\d])`, 'u');
const UNIT_BEHIND = new RegExp(`^[-\\s]?(?:${UNITS})(?![\\p{L}\\d])`, 'u');

/** Whether the text begins with a number and its unit: `379 Mbps`. */
export const beginsWithMeasure = (text: string): boolean => MEASURE.test(text);

/** Whether the text, which a number stands before, begins with a unit: ` MiB free`, `-byte blocks`. */
export const beginsWithUnit = (text: string): boolean => UNIT_BEHIND.test(text);
