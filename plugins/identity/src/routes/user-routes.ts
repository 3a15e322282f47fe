import {
  type AccountState,
  closedSchema,
  type HttpService,
  pageQuerySchema,
  type StorageService,
} from '@datawave/plugin-sdk';
import { type AccountStore, toAccount } from '../accounts/account-store.ts';
import type { AccountChange, Accounts, NewAccount } from '../accounts/accounts.ts';
import type { Reach } from '../accounts/reach.ts';
import { unknownUser } from '../identity-errors.ts';
import type { NewPasswords } from '../passwords/new-passwords.ts';
import type { PasskeyStore } from '../second-factor/passkey-store.ts';
import type { SecondFactors } from '../second-factor/second-factors.ts';
import { requireOver } from './caller.ts';
import * as schemas from './schemas.ts';
import { editedVersion, withVersion } from './shown-version.ts';

/** What the administration of accounts works with. */
export interface UserRouteParts {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly store: AccountStore;
  readonly accounts: Accounts;
  readonly factors: SecondFactors;
  readonly passkeyStore: PasskeyStore;
  readonly newPasswords: NewPasswords;
  readonly reach: Reach;
}

interface ListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly q?: string;
  readonly state?: AccountState;
  readonly group?: string;
  readonly provider?: string;
}

const properties = {
  username: schemas.username,
  displayName: schemas.title,
  email: { type: ['string', 'null'], maxLength: 320 },
  roles: {
    type: 'array',
    maxItems: 50,
    items: { type: 'string' },
    description: 'Roles that hold everywhere.',
  },
} as const;

/** What brings an account into a state, by the last segment of its path. */
const STATES = [
  ['lock', 'locked', 'Locks an account for now; its sessions end.'],
  ['unlock', 'active', 'Lets an account that was locked sign in again.'],
  ['deactivate', 'deactivated', 'Takes somebody out; their sessions end.'],
  ['activate', 'active', 'Brings somebody back who was taken out.'],
] as const;

/** Mounts `/users`. */
export function mountUserRoutes(parts: UserRouteParts): void {
  const { http, storage, store, accounts } = parts;

  http.route<Record<string, string>, ListQuery>({
    method: 'GET',
    path: '/users',
    permission: 'users:read',
    summary: 'Accounts, by name.',
    query: closedSchema({
      ...pageQuerySchema,
      q: { type: 'string', maxLength: 200 },
      state: { enum: ['active', 'locked', 'deactivated'] },
      group: { type: 'string', maxLength: 100 },
      provider: { type: 'string', maxLength: 63 },
    }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => ({
      body: await storage.transaction(scope, (tx) => store.page(tx, filter, limit, cursor)),
    }),
  });

  http.route<Record<string, string>, Record<string, unknown>, NewAccount & { readonly password?: string }>({
    method: 'POST',
    path: '/users',
    permission: 'users:write',
    recentSignIn: true,
    summary: 'Adds an account; without a password, one is set by a link.',
    body: closedSchema({ ...properties, password: schemas.password }, ['username', 'displayName']),
    bodyLimit: 16_384,
    handler: async ({ scope, body: { password, ...given } }) => {
      const owner = { ...given, email: given.email ?? null };
      const passwordHash =
        password === undefined ? null : await parts.newPasswords.hash(password, owner, '/body/password');
      const account = await accounts.create(scope, { ...given, passwordHash });
      return {
        status: 201,
        headers: { Location: `/api/v1/users/${account.id}` },
        body: account,
        version: account.version,
      };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/users/:id',
    permission: 'users:read',
    summary: 'An account.',
    params: schemas.accountId,
    handler: async ({ scope, params }) => {
      const found = await storage.transaction(scope, async (tx) => {
        const account = await store.find(tx, { id: params.id });
        if (account === null) throw unknownUser();
        return {
          ...toAccount(account),
          stateReason: account.stateReason,
          hasPassword: account.passwordHash !== null,
          hasTotp: await parts.factors.hasTotp(tx, account.id),
          passkeys: (await parts.passkeyStore.list(tx, account.id)).length,
        };
      });
      return withVersion(found);
    },
  });

  http.route<{ id: string }, Record<string, unknown>, AccountChange>({
    method: 'PATCH',
    path: '/users/:id',
    permission: 'users:write',
    recentSignIn: true,
    summary: 'Changes an account.',
    params: schemas.accountId,
    body: { ...closedSchema(properties), minProperties: 1 },
    handler: async ({ scope, params, body, expectedVersion }) => {
      await requireOver(parts, scope, params.id);
      const account = await accounts.change(scope, params.id, body, editedVersion(expectedVersion));
      return { body: account, version: account.version };
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/users/:id',
    permission: 'users:write',
    recentSignIn: true,
    summary: 'Deletes an account with all that belongs to it.',
    params: schemas.accountId,
    handler: async ({ scope, params }) => {
      await requireOver(parts, scope, params.id);
      await accounts.remove(scope, params.id);
      return {};
    },
  });

  for (const [name, state, summary] of STATES)
    http.route<{ id: string }, Record<string, unknown>, { readonly reason?: string }>({
      method: 'POST',
      path: `/users/:id/${name}`,
      permission: 'users:write',
      // Locking is done in a hurry; letting somebody in is not.
      ...(state === 'active' ? { recentSignIn: true as const } : {}),
      summary,
      params: schemas.accountId,
      body: closedSchema({ reason: schemas.reason }),
      handler: async ({ scope, params, body }) => {
        await requireOver(parts, scope, params.id);
        return { body: await accounts.setState(scope, params.id, state, body.reason ?? null) };
      },
    });
}
