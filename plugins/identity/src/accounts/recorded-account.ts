import type { Account } from '@datawave/plugin-sdk';

/** What of an account stands in the audit trail. */
export type RecordedAccount = Readonly<Record<string, string | null | readonly string[]>>;

export const recordedAccount = (account: Account): RecordedAccount => ({
  username: account.username,
  displayName: account.displayName,
  email: account.email,
  roles: account.roles,
});

/** What became other, as it was and as it is. */
export function recordedChange(
  before: Account,
  after: Account,
): {
  readonly changed: readonly string[];
  readonly before: RecordedAccount;
  readonly after: RecordedAccount;
} {
  const old = recordedAccount(before);
  const now = recordedAccount(after);
  const changed = Object.keys(now).filter((key) => String(old[key]) !== String(now[key]));
  const only = (from: RecordedAccount): RecordedAccount =>
    Object.fromEntries(changed.map((key) => [key, from[key] ?? null]));
  return { changed, before: only(old), after: only(now) };
}
