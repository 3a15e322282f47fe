/** Passwords from published breaches, which are tried first wherever somebody guesses; in lower case. Made anew each time: passwords are set rarely. */
export async function commonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const words = dictionary['passwords-common'];
  return new Set(Array.isArray(words) ? words.map((word) => String(word).toLowerCase()) : []);
}
