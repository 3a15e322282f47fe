const WEIGHTS = [7, 3, 1, 7];

/** Whether the last digit of a number such as `BK-4821-1` is the weighted sum of the four before it, modulo ten. */
export function hasCheckDigit(value: string): boolean {
  const digits = Array.from(value.replace(/\D/g, ''), Number);
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * (digits[at] ?? 0), 0);
  return digits.length === WEIGHTS.length + 1 && sum % 10 === digits[WEIGHTS.length];
}
