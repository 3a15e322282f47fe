/** Appends the check digit of ISO/IEC 7812-1, the Luhn formula. */
export function withLuhn(payload: string): string {
  let sum = 0;
  for (let at = 0; at < payload.length; at += 1) {
    const digit = Number(payload.charAt(payload.length - 1 - at));
    const doubled = at % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${payload}${(10 - (sum % 10)) % 10}`;
}

/** An IBAN (ISO 13616): country, check digits by ISO 7064 MOD 97-10, basic account number. */
export function iban(country: string, account: string): string {
  const letters = (text: string): string =>
    text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  const remainder = BigInt(letters(`${account}${country}00`)) % 97n;
  return `${country}${String(98n - remainder).padStart(2, '0')}${account}`;
}

/** Appends the check digit of ISO 7064 MOD 11,10, as the German tax identification number carries it. */
export function withMod1110(payload: string): string {
  let product = 10;
  for (const digit of payload) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return `${payload}${(11 - product) % 10}`;
}
