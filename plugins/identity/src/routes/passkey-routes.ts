import { closedSchema, type RouteResponse } from '@datawave/plugin-sdk';
import type { AccountStore } from '../accounts/account-store.ts';
import { toAccount } from '../accounts/account-store.ts';
import { signInFailed, unknownThing } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import type { PasskeyStore } from '../second-factor/passkey-store.ts';
import { type Passkeys, relyingPartyOf } from '../second-factor/passkeys.ts';
import { ownAccount } from './caller.ts';
import * as schemas from './schemas.ts';
import { openBrowserSession, type SessionRouteParts } from './session-routes.ts';

/** What the routes of passkeys work with. */
export interface PasskeyRouteParts extends SessionRouteParts {
  readonly passkeys: Passkeys;
  readonly passkeyStore: PasskeyStore;
  readonly store: AccountStore;
  readonly journal: Journal;
}

interface Answer {
  readonly ceremony: string;
  readonly response: unknown;
}

const passkeyId = closedSchema({ id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,1400}$' } }, ['id']);

/** Mounts the sign-in with a passkey, and one's own passkeys. */
export function mountPasskeyRoutes(parts: PasskeyRouteParts): void {
  const { http, storage, passkeys, passkeyStore, store, journal } = parts;

  http.route({
    method: 'POST',
    path: '/auth/passkeys/options',
    permission: 'public',
    summary: 'Asks a browser for a passkey to sign in with.',
    handler: async ({ scope, headers }) => ({
      body: await passkeys.beginAssertion(scope, 'passkey-sign-in', null, relyingPartyOf(headers)),
    }),
  });

  http.route<Record<string, string>, Record<string, unknown>, Answer>({
    method: 'POST',
    path: '/auth/passkeys/session',
    permission: 'public',
    summary: 'Signs a browser in with a passkey, which is both factors at once.',
    body: schemas.assertion,
    bodyLimit: 65_536,
    responses: {
      200: { description: 'Signed in.', schema: schemas.session },
      401: { description: 'The passkey proves nothing.' },
    },
    handler: async (request): Promise<RouteResponse> => {
      const { scope, headers, body } = request;
      const party = relyingPartyOf(headers);
      const userId = await passkeys.assert(scope, 'passkey-sign-in', null, party, body);
      const account = await storage.transaction(scope, (tx) => store.find(tx, { id: userId }));
      if (account === null || account.state !== 'active') throw signInFailed();
      return openBrowserSession(parts, request, {
        ...{ account: toAccount(account), provider: 'local', methods: ['passkey'], passwordHash: null },
        settle: async () => undefined,
      });
    },
  });

  http.route({
    method: 'GET',
    path: '/account/passkeys',
    permission: 'signed-in',
    summary: 'One’s own passkeys.',
    handler: async ({ scope }) => ({
      body: {
        items: await storage.transaction(scope, (tx) => passkeyStore.list(tx, scope.principal.id)),
        nextCursor: null,
      },
    }),
  });

  http.route({
    method: 'POST',
    path: '/account/passkeys/options',
    permission: 'signed-in',
    recentSignIn: true,
    summary: 'Asks a browser to make a passkey.',
    handler: async ({ scope, headers }) => ({
      body: await passkeys.beginRegistration(
        scope,
        await ownAccount(storage, store, scope),
        relyingPartyOf(headers),
      ),
    }),
  });

  http.route<Record<string, string>, Record<string, unknown>, Answer & { readonly name: string }>({
    method: 'POST',
    path: '/account/passkeys',
    permission: 'signed-in',
    recentSignIn: true,
    summary: 'Adds a passkey.',
    body: closedSchema(
      {
        ceremony: { type: 'string', minLength: 1, maxLength: 2_000 },
        response: { type: 'object', description: 'PublicKeyCredential as JSON.' },
        name: schemas.title,
      },
      ['ceremony', 'response', 'name'],
    ),
    bodyLimit: 65_536,
    handler: async ({ scope, headers, body }) => {
      const account = await ownAccount(storage, store, scope);
      const id = await passkeys.register(scope, account.id, relyingPartyOf(headers), body, (tx) =>
        journal.account(tx, scope, 'userCredentialsChanged', account, { changed: ['passkeys'] }),
      );
      return { status: 201, headers: { Location: `/api/v1/account/passkeys/${id}` }, body: { id } };
    },
  });

  http.route<{ id: string }, Record<string, unknown>, { readonly name: string }>({
    method: 'PATCH',
    path: '/account/passkeys/:id',
    permission: 'signed-in',
    summary: 'Renames a passkey.',
    params: passkeyId,
    body: closedSchema({ name: schemas.title }, ['name']),
    handler: async ({ scope, params, body }) => {
      const isThere = await storage.transaction(scope, (tx) =>
        passkeyStore.rename(tx, scope.principal.id, params.id, body.name),
      );
      if (!isThere) throw unknownThing('passkey');
      return {};
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/account/passkeys/:id',
    permission: 'signed-in',
    recentSignIn: true,
    summary: 'Removes a passkey.',
    params: passkeyId,
    handler: async ({ scope, params }) => {
      const account = await ownAccount(storage, store, scope);
      await storage.transaction(scope, async (tx) => {
        if (!(await passkeyStore.delete(tx, account.id, params.id))) throw unknownThing('passkey');
        await journal.account(tx, scope, 'userCredentialsChanged', account, { changed: ['passkeys'] });
      });
      return {};
    },
  });
}
