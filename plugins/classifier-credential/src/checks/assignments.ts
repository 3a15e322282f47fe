import { createEntropyMeter, isRandom } from './entropy.ts';

const ASSIGNMENT =
  /^(?:export |set |\$env:|-D|--)?["']?([A-Za-z][\w.-]{2,80})["']?\s{0,4}(?:=>|:=|=|:)\s{0,4}["']?([^\s"']{6,512})["']?[;,]?$/;
const SECRET_NAME =
  /(?:^|[_.-])(?:secret|token|api_?key|apikey|access_?key|private_?key|auth_?key|client_?secret|signing_?key|encryption_?key|credentials?)(?:$|[_.-])/i;
const PASSWORD_NAME = /(?:^|[_.-])(?:password|passwd|pwd|passphrase|pass)$/i;
const PLACEHOLDER = /^(?:[$%{<[]|true$|false$|null$|none$|\*+$|x+$|changeme$|required$|redacted)/i;

/** Whether a text stands where a secret would, and is none: a variable, a mask, a word such as `changeme`. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text);

/** A name and a value, as settings and environment files hold them. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

/** Reads `API_KEY=...`, `secret: ...`, `--token=...`; null when the text is nothing of the kind. */
export function readAssignment(text: string): Assignment | null {
  if (!text.includes('=') && (!text.includes(':') || text.includes('://'))) return null;
  // Prose: a name and its value are one word each, but for `export` and blanks around the sign.
  if (text.length > 700 || text.split(' ', 5).length > 4) return null;
  const match = ASSIGNMENT.exec(text);
  return match === null ? null : { name: match[1] ?? '', value: match[2] ?? '' };
}

/** Whether a text assigns a secret: a random value to a name that says so, or anything to one that says "password". */
export function assignsSecret(text: string): boolean {
  const assignment = readAssignment(text);
  if (assignment === null || isPlaceholder(assignment.value)) return false;
  // camelCase names count by their words, too: `clientSecret`.
  const name = assignment.name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return (
    PASSWORD_NAME.test(name) || (SECRET_NAME.test(name) && isRandom(assignment.value, createEntropyMeter()))
  );
}
