import type { ExternalIdentity } from '@datawave/plugin-sdk';
import type { ProviderSettings } from './provider-settings.ts';

/** What a provider says about somebody, by names of its own. */
export type Claims = Readonly<Record<string, unknown>>;

/** Longest name of a group, or value that stands for a person. */
const MOST_CHARACTERS = 500;

/** A person as the provider's claims describe them. */
export interface ReadClaims {
  readonly identity: ExternalIdentity;
  /** The provider says that there are groups, but not which: more than it writes into a token. */
  readonly hasHiddenGroups: boolean;
}

/** Null where the claims name nobody. */
export function readClaims(claims: Claims, settings: ProviderSettings): ReadClaims | null {
  const { key, claims: names } = settings;
  const text = (name: string): string => exactText(claimOf(claims, name)).trim();
  const subject = exactText(claimOf(claims, names.subject));
  if (subject.trim() === '') return null;
  const email = isVerified(claims) ? text(names.email) : '';
  const username = text(names.username) || email || subject;
  const fullName = `${text('given_name')} ${text('family_name')}`.trim();
  return {
    identity: {
      ...{ provider: key, subject, username },
      displayName: text(names.displayName) || fullName || username,
      email: /^[^\s@]+@[^\s@]+$/.test(email) ? email : null,
      ...(names.groups === null ? {} : { groups: groupsOf(claimOf(claims, names.groups)) }),
    },
    hasHiddenGroups: names.groups !== null && hidesGroups(claims, names.groups),
  };
}

/** Whether of each required claim one of the values is there. */
export const meets = (claims: Claims, require: ProviderSettings['require']): boolean =>
  Object.entries(require).every(([name, values]) => {
    const has = listOf(claimOf(claims, name)).map((value) => String(value));
    return values.some((value) => has.includes(value));
  });

/** A claim of that very name, which may hold dots as `https://example.com/groups` does; else what lies at that path. */
export function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let at: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = Reflect.get(at, part);
  }
  return at;
}

/** An address that the provider itself does not vouch for is nobody's. Some say it in words. */
const isVerified = (claims: Claims): boolean => String(claims['email_verified'] ?? true) !== 'false';

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** Names as they stand there; Keycloak can write `[{ "name": … }]` too, and of one group some write no list. */
function groupsOf(value: unknown): readonly string[] {
  const names = listOf(value).map((item) =>
    exactText(typeof item === 'object' && item !== null && 'name' in item ? item.name : item),
  );
  return [...new Set(names)].filter((name) => name.trim() !== '');
}

/** Entra ID writes `_claim_names` or `hasgroups` in place of more groups than fit. */
function hidesGroups(claims: Claims, name: string): boolean {
  const elsewhere = claims['_claim_names'];
  const isElsewhere = typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, name);
  return isElsewhere || String(claims['hasgroups'] ?? false) === 'true';
}

/** Text or a number as it stands there; empty where it is neither, too long to be meant, or holds what no database keeps and nobody sees. */
function exactText(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  if (text.length > MOST_CHARACTERS || !text.isWellFormed() || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return '';
  return text;
}
