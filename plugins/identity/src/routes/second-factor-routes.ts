import { closedSchema, DataWaveError, type HttpService, type StorageService } from '@datawave/plugin-sdk';
import type { AccountStore } from '../accounts/account-store.ts';
import { invalidInput, unknownThing } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import type { SecondFactors } from '../second-factor/second-factors.ts';
import { ownAccount } from './caller.ts';
import * as schemas from './schemas.ts';

/** What the routes of the authenticator app work with. */
export interface SecondFactorRouteParts {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly store: AccountStore;
  readonly factors: SecondFactors;
  readonly journal: Journal;
}

/** Mounts one's own authenticator app and recovery codes. */
export function mountSecondFactorRoutes({
  http,
  storage,
  store,
  factors,
  journal,
}: SecondFactorRouteParts): void {
  http.route({
    method: 'POST',
    path: '/account/totp',
    permission: 'signed-in',
    recentSignIn: true,
    summary: 'Begins to set up an authenticator app; its secret is shown once.',
    handler: async ({ scope }) => {
      const account = await ownAccount(storage, store, scope);
      const setup = await storage.transaction(scope, async (tx) => {
        if (await factors.hasTotp(tx, account.id)) throw hasTotp();
        return factors.beginTotp(tx, account.id, account.username);
      });
      return { status: 201, body: setup, headers: { Location: '/api/v1/account/totp' } };
    },
  });

  http.route<Record<string, string>, Record<string, unknown>, { readonly code: string }>({
    method: 'POST',
    path: '/account/totp/confirm',
    permission: 'signed-in',
    recentSignIn: true,
    summary: 'Shows a code of the app, which is asked for from now on; answers recovery codes, once.',
    body: closedSchema({ code: schemas.code }, ['code']),
    handler: async ({ scope, body }) => {
      const account = await ownAccount(storage, store, scope);
      if (!(await factors.isRight(scope, account.id, body.code.replace(/\s/g, ''))))
        throw invalidInput([{ pointer: '/body/code', message: 'is not the one that the app shows now' }]);
      const recoveryCodes = await storage.transaction(scope, async (tx) => {
        await factors.confirmTotp(tx, account.id);
        await journal.account(tx, scope, 'userCredentialsChanged', account, { changed: ['totp'] });
        return factors.renewCodes(tx, account.id);
      });
      return { body: { recoveryCodes } };
    },
  });

  http.route({
    method: 'DELETE',
    path: '/account/totp',
    permission: 'signed-in',
    recentSignIn: true,
    summary: 'Takes the authenticator app and the recovery codes away.',
    handler: async ({ scope }) => {
      const account = await ownAccount(storage, store, scope);
      await storage.transaction(scope, async (tx) => {
        await factors.remove(tx, account.id);
        await journal.account(tx, scope, 'userCredentialsChanged', account, { changed: ['totp'] });
      });
      return {};
    },
  });

  http.route({
    method: 'POST',
    path: '/account/recovery-codes',
    permission: 'signed-in',
    recentSignIn: true,
    summary: 'New recovery codes in place of the old ones, shown once.',
    handler: async ({ scope }) => {
      const account = await ownAccount(storage, store, scope);
      const recoveryCodes = await storage.transaction(scope, async (tx) => {
        if (!(await factors.hasTotp(tx, account.id))) throw unknownThing('authenticator app');
        await journal.account(tx, scope, 'userCredentialsChanged', account, { changed: ['recovery-codes'] });
        return factors.renewCodes(tx, account.id);
      });
      return { body: { recoveryCodes } };
    },
  });
}

const hasTotp = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_HAS_TOTP',
    message: 'There is an authenticator app already.',
    hint: 'Take that away first.',
    status: 409,
  });
