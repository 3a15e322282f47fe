import type { Entry } from 'ldapts';
import type { DirectorySettings } from './directory-settings.ts';

/** Longest name of somebody or something. */
const MOST_CHARACTERS = 500;

/** What a directory knows of somebody. */
export interface Person {
  readonly dn: string;
  readonly subject: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  /** Names of the entries of groups, where they are asked for. */
  readonly memberOf: readonly string[];
}

/** What to ask for. */
export const attributesOf = ({ attributes, groups }: DirectorySettings): string[] => [
  ...new Set([...Object.values(attributes), ...(groups.from === 'memberOf' ? [groups.memberOf] : [])]),
];

/** Null for an entry that cannot be told from others: one without the attribute that never changes. */
export function readPerson(entry: Entry, { attributes, groups }: DirectorySettings): Person | null {
  const subject = readId(buffersOf(entry, attributes.id)[0], attributes.id);
  if (subject === '' || entry.dn === '') return null;
  const text = (name: string): string => textsOf(entry, name)[0] ?? '';
  const username = text(attributes.username) || subject;
  const email = text(attributes.email);
  return {
    ...{ dn: entry.dn, subject, username },
    displayName: text(attributes.displayName) || username,
    email: /^[^\s@]+@[^\s@]+$/.test(email) ? email : null,
    memberOf: groups.from === 'memberOf' ? textsOf(entry, groups.memberOf) : [],
  };
}

/** The texts of an attribute, in whatever case the server writes its name; empty where there is none. */
export const textsOf = (entry: Entry, name: string): readonly string[] =>
  valuesOf(entry, name).flatMap((value) => {
    const text = (typeof value === 'string' ? value : value.toString('utf8')).trim();
    const isUsable =
      text !== '' &&
      text.length <= MOST_CHARACTERS &&
      text.isWellFormed() &&
      !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
    return isUsable ? [text] : [];
  });

const buffersOf = (entry: Entry, name: string): readonly Buffer[] =>
  valuesOf(entry, name).map((value) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value));

function valuesOf(entry: Entry, name: string): readonly (string | Buffer)[] {
  const key = Object.keys(entry).find((own) => own.toLowerCase() === name.toLowerCase());
  const value = key === undefined ? undefined : entry[key];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** A stable id as text: a GUID as Windows writes it, other bytes in hexadecimal. */
export function readId(value: Buffer | undefined, attribute: string): string {
  if (value === undefined || value.length === 0 || value.length > MOST_CHARACTERS) return '';
  if (attribute.toLowerCase() === 'objectguid' && value.length === 16) return guidOf(value);
  const text = value.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(value) && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
  return isText ? text.trim() : value.toString('hex');
}

/** The first three parts are little endian. */
function guidOf(bytes: Buffer): string {
  const hex = (from: number, to: number, isReversed: boolean): string => {
    const part = Buffer.from(bytes.subarray(from, to));
    return (isReversed ? part.reverse() : part).toString('hex');
  };
  return [hex(0, 4, true), hex(4, 6, true), hex(6, 8, true), hex(8, 10, false), hex(10, 16, false)].join('-');
}
