/** The ASCII digit at a place, or -1. */
export function digitAt(text: string, place: number): number {
  const digit = text.charCodeAt(place) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** The digit or capital letter at a place, A being 10 and Z being 35, or -1. */
export function alphanumericAt(text: string, place: number): number {
  const code = text.charCodeAt(place);
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 65 && code <= 90 ? code - 55 : -1;
}
