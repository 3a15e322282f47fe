const WEIGHTS: readonly number[] = [7, 3, 1];

/** Digits count as they are, letters from 10, the filler nothing. */
function checkDigit(text: string): number {
  let sum = 0;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    const value = code === 60 ? 0 : code >= 65 ? code - 55 : code - 48;
    sum += value * (WEIGHTS[place % 3] ?? 0);
  }
  return sum % 10;
}

/** Second line of a passport's machine-readable zone: check digits over number, birth, expiry and all of them (ICAO Doc 9303-4). */
export function passesMrz(line: string): boolean {
  const digit = (place: number): number => line.charCodeAt(place) - 48;
  return (
    checkDigit(line.slice(0, 9)) === digit(9) &&
    checkDigit(line.slice(13, 19)) === digit(19) &&
    checkDigit(line.slice(21, 27)) === digit(27) &&
    checkDigit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43)) === digit(43)
  );
}
