const LONGEST = 128;

/** What a name is compared by: one Unicode form, without case. `Ｊosé`, `José` and `JOSÉ` are one name. */
export function foldName(name: string): string {
  // By way of upper case, because that is where ß and ss, or the two forms of sigma, meet.
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** What is wrong with a name, as the end of a sentence; null when nothing is. Names of any script will do. */
export function nameFault(name: string): string | null {
  if (name.length === 0 || foldName(name).trim() === '') return 'is empty';
  if (name.length > LONGEST || foldName(name).length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (name !== name.trim()) return 'begins or ends with a space';
  // Invisible characters make two names look like one.
  if (/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(name)) return 'has invisible characters';
  return null;
}
