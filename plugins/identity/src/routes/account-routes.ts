import { closedSchema, DataWaveError, type HttpService, type StorageService } from '@datawave/plugin-sdk';
import { type AccountStore, toAccount } from '../accounts/account-store.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { invalidInput, signInFailed, unknownThing } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import type { NewPasswords } from '../passwords/new-passwords.ts';
import type { PasskeyStore } from '../second-factor/passkey-store.ts';
import { type Passkeys, relyingPartyOf } from '../second-factor/passkeys.ts';
import type { SecondFactors } from '../second-factor/second-factors.ts';
import type { ProofCache } from '../sessions/proof-cache.ts';
import type { SessionEnding } from '../sessions/session-ending.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { Proven, SignIn } from '../sign-in/sign-in.ts';
import { ownAccount, placeOf } from './caller.ts';
import * as schemas from './schemas.ts';
import { editedVersion, withVersion } from './shown-version.ts';

/** What the routes about one's own account work with. */
export interface AccountRouteParts {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly store: AccountStore;
  readonly accounts: Accounts;
  readonly sessions: SessionStore;
  readonly ending: SessionEnding;
  readonly cache: ProofCache;
  readonly signIn: SignIn;
  readonly factors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly passkeyStore: PasskeyStore;
  readonly newPasswords: NewPasswords;
  readonly journal: Journal;
}

interface Proof {
  readonly password?: string;
  readonly code?: string;
  readonly ceremony?: string;
  readonly response?: unknown;
}

const sessionId = closedSchema({ id: { type: 'string', format: 'uuid' } }, ['id']);

/** Mounts one's own account, its password and its sessions, and the proof that a dangerous act asks for. */
export function mountAccountRoutes(parts: AccountRouteParts): void {
  const { http, storage, store, accounts, sessions, ending, factors, passkeyStore } = parts;

  http.route({
    method: 'GET',
    path: '/account',
    permission: 'signed-in',
    summary: 'One’s own account, and how it is protected.',
    handler: async ({ scope }) => {
      const account = await ownAccount(storage, store, scope);
      const { groups: _groups, ...shown } = toAccount(account);
      const protection = await storage.transaction(scope, async (tx) => ({
        hasPassword: account.passwordHash !== null,
        hasTotp: await factors.hasTotp(tx, account.id),
        recoveryCodesLeft: await factors.codesLeft(tx, account.id),
        passkeys: (await passkeyStore.list(tx, account.id)).length,
      }));
      return withVersion({ ...shown, ...protection });
    },
  });

  http.route<
    Record<string, string>,
    Record<string, unknown>,
    { displayName?: string; email?: string | null }
  >({
    method: 'PATCH',
    path: '/account',
    permission: 'signed-in',
    // A link for a new password goes to the e-mail.
    recentSignIn: true,
    summary: 'Changes one’s own name or e-mail.',
    body: {
      ...closedSchema({ displayName: schemas.title, email: { type: ['string', 'null'], maxLength: 320 } }),
      minProperties: 1,
    },
    handler: async ({ scope, body, expectedVersion }) => {
      const account = await accounts.change(scope, scope.principal.id, body, editedVersion(expectedVersion));
      return { body: account, version: account.version };
    },
  });

  http.route<
    Record<string, string>,
    Record<string, unknown>,
    { current: string; next: string; code?: string }
  >({
    method: 'PUT',
    path: '/account/password',
    permission: 'signed-in',
    summary: 'Sets a new password; every other session ends.',
    body: closedSchema({ current: schemas.password, next: schemas.password, code: schemas.code }, [
      'current',
      'next',
    ]),
    bodyLimit: 16_384,
    handler: async (request) => {
      const { scope, body } = request;
      const account = await ownAccount(storage, store, scope);
      if (account.passwordHash === null) throw noPassword();
      const { settle } = await parts.signIn.again(
        scope,
        account.id,
        { password: body.current, ...(body.code === undefined ? {} : { code: body.code }) },
        placeOf(request),
      );
      const hash = await parts.newPasswords.hash(body.next, account, '/body/next');
      await storage.transaction(scope, async (tx) => {
        await settle(tx);
        await accounts.setPassword(tx, scope, account, hash, scope.session?.id ?? null);
      });
      return {};
    },
  });

  http.route({
    method: 'GET',
    path: '/account/sessions',
    permission: 'signed-in',
    summary: 'One’s own sessions, the newest first.',
    handler: async ({ scope }) => {
      const items = await storage.transaction(scope, (tx) => sessions.list(tx, scope.principal.id));
      return {
        body: {
          items: items.map((session) => ({ ...session, isCurrent: session.id === scope.session?.id })),
          nextCursor: null,
        },
      };
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/account/sessions/:id',
    permission: 'signed-in',
    summary: 'Ends one of one’s own sessions.',
    params: sessionId,
    handler: async ({ scope, params }) => {
      await storage.transaction(scope, async (tx) => {
        const session = await sessions.byId(tx, params.id);
        // Somebody else's is as unknown as one that never was.
        if (session?.userId !== scope.principal.id) throw unknownThing('session');
        await ending.one(tx, scope, params.id, 'revoked');
      });
      return {};
    },
  });

  http.route({
    method: 'DELETE',
    path: '/account/sessions',
    permission: 'signed-in',
    summary: 'Ends all of one’s own sessions but this one.',
    handler: async ({ scope }) => {
      const ended = await storage.transaction(scope, (tx) =>
        ending.all(tx, scope, scope.principal.id, 'revoked', scope.session?.id ?? null),
      );
      return { body: { ended } };
    },
  });

  http.route({
    method: 'POST',
    path: '/auth/step-up/options',
    permission: 'signed-in',
    summary: 'Asks a browser for one of one’s own passkeys, to prove anew who one is.',
    handler: async ({ scope, headers }) => ({
      body: await parts.passkeys.beginAssertion(
        scope,
        'passkey-step-up',
        scope.principal.id,
        relyingPartyOf(headers),
      ),
    }),
  });

  http.route<Record<string, string>, Record<string, unknown>, Proof>({
    method: 'POST',
    path: '/auth/step-up',
    permission: 'signed-in',
    summary: 'Proves anew who one is, with password and code or with a passkey, for what is dangerous.',
    body: closedSchema({
      password: schemas.password,
      code: schemas.code,
      ceremony: { type: 'string', minLength: 1, maxLength: 2_000 },
      response: { type: 'object' },
    }),
    bodyLimit: 65_536,
    handler: async (request) => {
      const { scope, body } = request;
      const { session } = scope;
      if (session === undefined) throw signInFailed();
      const { methods, settle } = await proveAgain(parts, request, body);
      await storage.transaction(scope, async (tx) => {
        await settle(tx);
        await sessions.renewProof(tx, session.id, [...new Set([...session.methods, ...methods])]);
        await parts.journal.record(tx, scope, {
          action: 'identity.session.stepped-up',
          object: { type: 'session', id: session.id },
          after: { methods },
        });
        storage.afterCommit(tx, () => parts.cache.forgetSession(session.id));
      });
      return { body: { methods } };
    },
  });
}

async function proveAgain(
  { signIn, passkeys }: AccountRouteParts,
  request: Parameters<typeof placeOf>[0],
  body: Proof,
): Promise<Pick<Proven, 'methods' | 'settle'>> {
  const { scope, headers } = request;
  if (body.ceremony !== undefined) {
    const answer = { ceremony: body.ceremony, response: body.response };
    await passkeys.assert(scope, 'passkey-step-up', scope.principal.id, relyingPartyOf(headers), answer);
    return { methods: ['passkey'], settle: async () => undefined };
  }
  if (body.password === undefined)
    throw invalidInput([{ pointer: '/body/password', message: 'is missing, and so is a passkey' }]);
  const proof = { password: body.password, ...(body.code === undefined ? {} : { code: body.code }) };
  return signIn.again(scope, scope.principal.id, proof, placeOf(request));
}

const noPassword = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_NO_PASSWORD',
    message: 'This account has no password here; a directory checks it.',
    hint: 'Change it there.',
    status: 409,
  });
