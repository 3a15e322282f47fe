import type { HttpService, StorageService, Transaction } from '@datawave/plugin-sdk';
import type { AccountStore } from '../accounts/account-store.ts';
import { requireAdministrator } from '../accounts/administrators.ts';
import type { Reach } from '../accounts/reach.ts';
import { unknownThing, unknownUser } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import { type PasswordResets, resetPath } from '../recovery/password-resets.ts';
import type { SessionEnding } from '../sessions/session-ending.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { requireOver } from './caller.ts';
import * as schemas from './schemas.ts';

/** What these routes work with. */
export interface UserEntryRouteParts {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly store: AccountStore;
  readonly sessions: SessionStore;
  readonly ending: SessionEnding;
  /** Takes authenticator app, recovery codes and passkeys away. */
  readonly removeFactors: (tx: Transaction, userId: string) => Promise<void>;
  readonly resets: PasswordResets;
  readonly reach: Reach;
  readonly journal: Journal;
}

/** Mounts what concerns how somebody else gets in: their sessions, their second factors, a link for a new password. */
export function mountUserEntryRoutes(parts: UserEntryRouteParts): void {
  const { http, storage, store, sessions, ending, removeFactors, resets, journal } = parts;
  http.route<{ id: string }>({
    method: 'GET',
    path: '/users/:id/sessions',
    permission: 'users:read',
    summary: 'Sessions of an account, the newest first.',
    params: schemas.accountId,
    handler: async ({ scope, params }) => ({
      body: {
        items: await storage.transaction(scope, async (tx) => {
          if ((await store.find(tx, { id: params.id })) === null) throw unknownUser();
          return sessions.list(tx, params.id);
        }),
        nextCursor: null,
      },
    }),
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/users/:id/sessions',
    permission: 'users:write',
    summary: 'Ends all sessions of an account.',
    params: schemas.accountId,
    handler: async ({ scope, params }) => {
      const ended = await storage.transaction(scope, async (tx) => {
        if ((await store.find(tx, { id: params.id })) === null) throw unknownUser();
        return ending.all(tx, scope, params.id, 'revoked');
      });
      return { body: { ended } };
    },
  });

  http.route<{ id: string; session: string }>({
    method: 'DELETE',
    path: '/users/:id/sessions/:session',
    permission: 'users:write',
    summary: 'Ends one session of an account.',
    params: schemas.accountSession,
    handler: async ({ scope, params }) => {
      await storage.transaction(scope, async (tx) => {
        if ((await sessions.byId(tx, params.session))?.userId !== params.id) throw unknownThing('session');
        await ending.one(tx, scope, params.session, 'revoked');
      });
      return {};
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/users/:id/second-factors',
    permission: 'users:write',
    recentSignIn: true,
    summary: 'Takes authenticator app, recovery codes and passkeys away from somebody who has lost them.',
    params: schemas.accountId,
    handler: async ({ scope, params }) => {
      await requireOver(parts, scope, params.id);
      await storage.transaction(scope, async (tx) => {
        const account = await store.lock(tx, params.id);
        if (account.roles.includes('admin')) requireAdministrator(scope);
        await removeFactors(tx, account.id);
        await ending.all(tx, scope, account.id, 'revoked');
        await journal.account(tx, scope, 'userCredentialsChanged', account, {
          changed: ['totp', 'passkeys'],
        });
      });
      return {};
    },
  });

  http.route<{ id: string }>({
    method: 'POST',
    path: '/users/:id/password-reset',
    permission: 'users:write',
    recentSignIn: true,
    summary: 'A link to set a new password, shown this once, to be handed over.',
    params: schemas.accountId,
    responses: { 201: { description: 'The link’s path with its token, and until when it is good.' } },
    handler: async ({ scope, params }) => {
      await requireOver(parts, scope, params.id);
      const reset = await storage.transaction(scope, async (tx) => {
        const account = await store.lock(tx, params.id);
        if (account.roles.includes('admin')) requireAdministrator(scope);
        await journal.account(tx, scope, 'userCredentialsChanged', account, { changed: ['password-reset'] });
        return resets.create(tx, account.id, scope.principal.id);
      });
      const path = resetPath(reset);
      return {
        status: 201,
        headers: { Location: `/api/v1/users/${params.id}` },
        body: { ...reset, path },
      };
    },
  });
}
