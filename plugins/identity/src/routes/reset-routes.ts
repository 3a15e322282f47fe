import {
  closedSchema,
  type ExecutionScope,
  type HttpService,
  type Logger,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { AccountStore } from '../accounts/account-store.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { noMail, tokenInvalid } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import type { NewPasswords } from '../passwords/new-passwords.ts';
import type { PasswordResets } from '../recovery/password-resets.ts';
import type { ResetMail } from '../recovery/reset-mail.ts';
import * as schemas from './schemas.ts';

/** What setting a password by link works with. */
export interface ResetRouteParts {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly store: AccountStore;
  readonly accounts: Accounts;
  readonly newPasswords: NewPasswords;
  readonly resets: PasswordResets;
  readonly mail: ResetMail;
  readonly journal: Journal;
  /** The plugin's own: what was asked for goes on after the answer. */
  readonly scope: () => ExecutionScope;
  readonly log: Logger;
}

/** Mounts the end of a password reset, and its beginning by mail. */
export function mountResetRoutes(parts: ResetRouteParts): void {
  const { http, storage, store, accounts, newPasswords, resets } = parts;

  http.route<Record<string, string>, Record<string, unknown>, { token: string; password: string }>({
    method: 'POST',
    path: '/auth/password-resets',
    permission: 'public',
    summary: 'Sets a new password with the token of a link; every session ends.',
    body: closedSchema(
      { token: { type: 'string', maxLength: 100, writeOnly: true }, password: schemas.password },
      ['token', 'password'],
    ),
    bodyLimit: 16_384,
    responses: {
      204: { description: 'Set; sign in with it.' },
      401: { description: 'The link is not good any more.' },
    },
    handler: async ({ scope, body }) => {
      const account = await storage.transaction(scope, async (tx) => {
        const id = await resets.find(tx, body.token);
        return id === null ? null : store.find(tx, { id });
      });
      if (account === null) throw tokenInvalid();
      const hash = await newPasswords.hash(body.password, account, '/body/password');
      const own = {
        ...scope,
        principal: { id: account.id, kind: 'user' as const, displayName: account.displayName, roles: [] },
      };
      await storage.transaction(scope, async (tx) => {
        if (!(await resets.use(tx, body.token))) throw tokenInvalid();
        await accounts.setPassword(tx, own, account, hash, null);
      });
      return {};
    },
  });

  http.route<Record<string, string>, Record<string, unknown>, { username: string }>({
    method: 'POST',
    path: '/auth/password-reset-requests',
    permission: 'public',
    summary: 'Asks for a link by mail; the answer is the same for every name.',
    body: closedSchema({ username: schemas.username }, ['username']),
    bodyLimit: 4_096,
    rateLimit: { requests: 10, seconds: 60 },
    responses: {
      202: { description: 'If there is such an account with an address, a link is on its way.' },
      503: { description: 'Nobody sends mail here: an administrator hands links over.' },
    },
    handler: async ({ scope, body: { username } }) => {
      if (!parts.mail.isPossible) throw noMail();
      // Not waited for: how long it takes would tell a name that is known.
      mailLink(
        parts,
        { ...parts.scope(), ...(scope.address === undefined ? {} : { address: scope.address }) },
        username,
      ).catch((error: unknown) => parts.log.warn('a link for a new password could not be mailed', { error }));
      return { status: 202, body: {} };
    },
  });
}

async function mailLink(
  { storage, store, resets, mail, journal }: ResetRouteParts,
  scope: ExecutionScope,
  username: string,
): Promise<void> {
  const found = await storage.transaction(scope, async (tx) => {
    const account = await store.find(tx, { username });
    if (account === null || account.email === null || account.state !== 'active') return null;
    // Who signs in elsewhere only gets no second way in here.
    if (account.passwordHash === null && account.identities.length > 0) return null;
    const reset = await resets.createMailed(tx, account.id);
    if (reset === null) return null;
    await journal.account(tx, scope, 'userCredentialsChanged', account, { changed: ['password-reset'] });
    return { account: { ...account, email: account.email }, reset };
  });
  if (found !== null) await mail.send(scope, found.account, found.reset);
}
