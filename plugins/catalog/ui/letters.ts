/** What is left of a text when case, accents, spaces and hyphens do not count. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Whether a name holds what somebody types, as people take it: "email" is in "E-mail address". */
export function fitsLetters(name: string, typed: string): boolean {
  const letters = lettersOf(typed);
  return letters !== '' && lettersOf(name).includes(letters);
}
