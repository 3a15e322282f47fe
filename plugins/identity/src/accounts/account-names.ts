import { randomUUID } from 'node:crypto';
import type { AccountProvision, FieldError } from '@datawave/plugin-sdk';
import { invalidInput } from '../identity-errors.ts';
import { foldName, nameFault } from './fold-name.ts';

const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);
/** RFC 5321, as far as it leaves room for the signs around it. */
const LONGEST_EMAIL = 254;

/** What somebody is to be called; of a change what is given. */
export interface NamesGiven {
  readonly username?: string;
  readonly displayName?: string;
  readonly email?: string | null;
  readonly roles?: readonly string[];
}

/** Refuses what stands where a name is wanted, and is none. @throws DataWaveError DW_IDENTITY_INVALID */
export function checkNames({ username, displayName, email, roles }: NamesGiven): void {
  const errors: FieldError[] = [];
  const fault = username === undefined ? null : nameFault(username);
  if (fault !== null) errors.push({ pointer: '/body/username', message: fault });
  if (displayName !== undefined && displayName.trim() === '')
    errors.push({ pointer: '/body/displayName', message: 'is empty' });
  if (typeof email === 'string' && !isEmail(email))
    errors.push({ pointer: '/body/email', message: 'is no e-mail address' });
  if (roles?.some((role) => !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(role)))
    errors.push({ pointer: '/body/roles', message: 'holds what is no key of a role' });
  if (errors.length > 0) throw invalidInput(errors);
}

/** A directory's name as it can be kept: one of theirs is no reason to keep somebody out. */
export function storableName(name: string, otherwise: string): string {
  const clean = (text: string): string =>
    text
      .replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, '')
      .trim()
      .slice(0, 100)
      .trim();
  return clean(name) || clean(otherwise) || 'unnamed';
}

/** What is known by its name alone, and of which an index holds the whole. */
const LONGEST_KEY = 500;

/**
 * What a directory says of somebody, without what cannot be kept: one group of a strange name, or an address that is none, is no reason
 * to keep them out. Without a subject that can be kept there is nobody.
 * @throws DataWaveError DW_IDENTITY_INVALID
 */
export function storableProvision<Provision extends AccountProvision>(given: Provision): Provision {
  const { subject, email, groups } = given;
  if (!isKey(subject))
    throw invalidInput([{ pointer: '/subject', message: `is no text of 1 to ${LONGEST_KEY} characters` }]);
  return {
    ...given,
    email: email !== null && email.length <= LONGEST_EMAIL && isEmail(email) ? email : null,
    ...(groups === undefined ? {} : { groups: groups.filter(isKey) }),
  };
}

const isKey = (text: string): boolean =>
  text.trim() !== '' &&
  text.length <= LONGEST_KEY &&
  text.isWellFormed() &&
  !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) &&
  foldName(text).length <= LONGEST_KEY;

/** A name that is taken is somebody else's, whoever says otherwise: theirs then says whose it is. */
export const namesFor = (username: string, provider: string): readonly string[] => [
  username,
  `${username}@${provider}`,
  `${username}@${provider}.${randomUUID().slice(0, 8)}`,
];
