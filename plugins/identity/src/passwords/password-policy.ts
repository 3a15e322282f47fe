import { foldName } from '../accounts/fold-name.ts';

const LONGEST = 1000;
/** Words shorter than this stand in many a good passphrase. */
const SHORTEST_NAME = 4;

/** Whose password it is to be. */
export interface PasswordOwner {
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
}

/**
 * What is wrong with a password, as the end of a sentence; null when nothing is. Length and what is known to attackers count,
 * not kinds of characters (NIST SP 800-63B).
 * @param common - passwords from breaches, in lower case
 * @param minimum - characters that it must have
 */
export function passwordFault(
  password: string,
  owner: PasswordOwner,
  common: ReadonlySet<string>,
  minimum: number,
): string | null {
  const characters = [...password.normalize('NFC')];
  if (characters.length < minimum) return `must have at least ${minimum} characters`;
  if (password.length > LONGEST) return `must have at most ${LONGEST} characters`;
  const folded = foldName(password);
  if (new Set(folded).size < 5) return 'is made of too few different characters';
  if (common.has(folded)) return 'is in lists of passwords from breaches';
  // password2024! is tried right after password.
  const bare = folded.replace(/^[\p{N}\p{P}\p{S}\s]+|[\p{N}\p{P}\p{S}\s]+$/gu, '');
  if (isKnown(bare, common) && folded.length - bare.length < minimum - 2)
    return 'is a password from breaches with something before or after it';
  const piece = repeatedPiece(folded);
  if (piece !== null && ([...piece].length < minimum || common.has(piece))) return 'repeats one short piece';
  if (isRun(folded)) return 'runs along the alphabet, the digits or the keyboard';
  for (const name of namesOf(owner))
    if (folded.replaceAll(name, '').length < minimum - SHORTEST_NAME && folded.includes(name))
      return 'is the name, or little more';
  return null;
}

const isKnown = (bare: string, common: ReadonlySet<string>): boolean =>
  bare === '' || common.has(bare) || common.has(repeatedPiece(bare) ?? bare);

/** The piece of which a text is made by repetition; null when there is none. */
function repeatedPiece(text: string): string | null {
  const at = `${text}${text}`.indexOf(text, 1);
  return at > 0 && at < text.length ? text.slice(0, at) : null;
}

const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
];

/** Whether all of it follows such a row, forwards or backwards, with at most three steps aside. */
function isRun(text: string): boolean {
  let aside = 0;
  for (let at = 1; at < text.length; at += 1) {
    const pair = text.slice(at - 1, at + 1);
    const back = `${pair[1] ?? ''}${pair[0] ?? ''}`;
    if (!RUNS.some((run) => run.includes(pair) || run.includes(back))) aside += 1;
  }
  return aside <= 3;
}

function namesOf({ username, displayName, email }: PasswordOwner): readonly string[] {
  const names = [username, displayName, email ?? '', email?.split('@')[0] ?? '', ...displayName.split(/\s+/)];
  return [...new Set(names.map(foldName))].filter((name) => name.length >= SHORTEST_NAME);
}
