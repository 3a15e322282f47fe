/** Constructs of backtracking engines that a linear-time one cannot have, by how they begin, the longest first. */
interface Unavailable {
  readonly begins: string;
  readonly message: string;
  readonly hint: string;
}

const BOTH_BLOCKS = 'put both conditions as two blocks into a group “all”, the unwanted one below “not”';
const WRITE_OUT = 'write the repeated part out, or use a checksum block';
const PLAIN_GROUP = 'use a plain group (?:…); it never backtracks here';

/** After an opening parenthesis. */
export const UNAVAILABLE_GROUPS: readonly Unavailable[] = [
  { begins: '(?<=', message: 'look-behind “(?<=” is not available', hint: BOTH_BLOCKS },
  { begins: '(?<!', message: 'look-behind “(?<!” is not available', hint: BOTH_BLOCKS },
  { begins: '(?P=', message: 'the back-reference “(?P=” is not available', hint: WRITE_OUT },
  { begins: '(?P>', message: 'the recursion “(?P>” is not available', hint: WRITE_OUT },
  { begins: '(?=', message: 'look-ahead “(?=” is not available', hint: BOTH_BLOCKS },
  { begins: '(?!', message: 'look-ahead “(?!” is not available', hint: BOTH_BLOCKS },
  { begins: '(?>', message: 'the atomic group “(?>” is not available', hint: PLAIN_GROUP },
  { begins: '(?|', message: 'the branch reset “(?|” is not available', hint: PLAIN_GROUP },
  {
    begins: '(?#',
    message: 'a comment “(?#” is not available',
    hint: 'put it into the description of the rule',
  },
  { begins: '(?(', message: 'the condition “(?(” is not available', hint: 'write both alternatives with |' },
  { begins: '(?R', message: 'the recursion “(?R” is not available', hint: WRITE_OUT },
  { begins: '(?&', message: 'the recursion “(?&” is not available', hint: WRITE_OUT },
  { begins: '(?1', message: 'the recursion “(?1” is not available', hint: WRITE_OUT },
  {
    begins: '(*',
    message: 'a verb “(*” is not available',
    hint: 'leave it out; write \\( for a parenthesis',
  },
];

/** After a backslash. */
export const UNAVAILABLE_ESCAPES: Readonly<Record<string, Omit<Unavailable, 'begins'>>> = {
  Z: { message: '“\\Z” is not available', hint: 'use \\z or $ for the end of the value' },
  G: { message: '“\\G” is not available', hint: 'use ^ for the beginning of the value' },
  K: { message: '“\\K” is not available', hint: 'leave it out; only whether a value fits is asked' },
  R: { message: '“\\R” is not available', hint: 'use (?:\\r\\n|\\n)' },
  X: { message: '“\\X” is not available', hint: 'use \\PM\\pM* for a letter with its accents' },
  C: { message: '“\\C” is not available', hint: 'use . for any character' },
  N: { message: '“\\N” is not available', hint: 'use . for any character but a line break' },
  h: { message: '“\\h” is not available', hint: 'use [ \\t]' },
  H: { message: '“\\H” is not available', hint: 'use [^ \\t]' },
  c: { message: '“\\c” is not available', hint: 'use \\x followed by two hexadecimal digits' },
  u: { message: '“\\u” is not available', hint: 'use \\x{…} with the code point in hexadecimal digits' },
  k: { message: 'the back-reference “\\k” is not available', hint: WRITE_OUT },
  g: { message: 'the back-reference “\\g” is not available', hint: WRITE_OUT },
};

/** A digit after a backslash. */
export const BACK_REFERENCE: Omit<Unavailable, 'begins'> = {
  message: 'a back-reference is not available',
  hint: WRITE_OUT,
};
