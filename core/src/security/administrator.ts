import {
  DataWaveError,
  DEFAULT_WORKSPACE,
  type Disposer,
  type HttpService,
  type Logger,
} from '@datawave/plugin-sdk';
import type { Authenticate, Authentication } from '../http/authentication.ts';
import { AUTH_RESOURCE, mountAuthRoutes } from './auth-routes.ts';
import type { KernelSql } from './kernel-sql.ts';
import { createPasswords, generatePassword } from './password.ts';
import { REVOCATION_CHANNEL, SignInSessions } from './sign-in-sessions.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';
import {
  bearerToken,
  cookieToken,
  csrfTokenFor,
  isTokenShaped,
  type TokenPurpose,
} from './sign-in-tokens.ts';
import { SignInUsers } from './sign-in-users.ts';
import { TokenCache } from './token-cache.ts';

export { securityMigrations } from './sign-in-migrations.ts';

const USERNAME = 'admin';
const PASSWORD_VARIABLE = 'DATAWAVE_ADMIN_PASSWORD';
const SHORT_PASSWORD = 12;

/** What the administrator needs of the open storage. */
export interface SignInStorage extends KernelSql {
  listen(channel: string, onNotify: (payload: string) => void): Promise<Disposer>;
}

/** The one administrator by whom everything is guarded until the identity plugin exists. */
export interface Administrator {
  /**
   * Makes sure that `admin` exists, with DATAWAVE_ADMIN_PASSWORD where it is set. Answers a generated password
   * exactly once, to the process that created it: show it to the operator and keep it nowhere.
   */
  prepare(): Promise<{ readonly generatedPassword: string | null }>;
  readonly authenticate: Authenticate;
  /** Mounts auth/login, auth/refresh, auth/logout and auth/session. */
  mount(http: {
    service(owner: {
      readonly manifest: { readonly id: string; readonly resources: readonly string[] };
    }): HttpService;
  }): void;
  /** Ends all of the user's sessions. @throws DataWaveError DW_AUTH_USER_UNKNOWN */
  resetPassword(username: string, password: string): Promise<void>;
  close(): Promise<void>;
}

export function createAdministrator(options: {
  readonly storage: SignInStorage;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}): Administrator {
  const { storage, env, log } = options;
  const users = new SignInUsers(storage);
  const sessions = new SignInSessions(storage);
  const throttle = createSignInThrottle(storage);
  const passwords = createPasswords();
  const cache = new TokenCache();
  const pending = new Map<string, Promise<Authentication | null>>();
  let listening: Promise<Disposer> | undefined;
  /** Rises with every revocation: what was looked up before one is not cached after it. */
  let revocations = 0;

  const forget = (sessionId: string | null): void => {
    revocations += 1;
    cache.forget(sessionId);
  };

  /** Nothing is cached before revocations are heard of. */
  const listen = (): Promise<Disposer> =>
    (listening ??= storage
      .listen(REVOCATION_CHANNEL, (sessionId) => forget(sessionId === '' ? null : sessionId))
      .catch((error: unknown) => {
        // The next who signs in tries again; one lost connection must not lock everybody out.
        listening = undefined;
        throw error;
      }));

  const lookUp = async (
    header: string,
    token: string,
    purpose: TokenPurpose,
  ): Promise<Authentication | null> => {
    await listen();
    const before = revocations;
    const live = await sessions.find(token, purpose);
    if (live === null) return null;
    const authentication: Authentication = {
      principal: { id: live.userId, kind: 'user', displayName: live.displayName, roles: live.roles },
      workspace: DEFAULT_WORKSPACE,
      ...(purpose === 'browser' ? { csrfToken: csrfTokenFor(token) } : {}),
    };
    if (before === revocations) cache.put(header, live.sessionId, live.expiresAt, authentication);
    return authentication;
  };

  const lookUpOnce = (
    header: string,
    token: string | null,
    purpose: TokenPurpose,
  ): Promise<Authentication | null> | null => {
    if (token === null || !isTokenShaped(token, purpose)) return null;
    const running = pending.get(header);
    if (running) return running;
    const started = lookUp(header, token, purpose).finally(() => pending.delete(header));
    pending.set(header, started);
    return started;
  };

  return {
    async prepare() {
      const wanted = env[PASSWORD_VARIABLE];
      const known = await users.byName(USERNAME);
      if (wanted === undefined || wanted === '') {
        if (known !== null) return { generatedPassword: null };
        const generated = generatePassword();
        const isFirst = await users.addAdministrator(USERNAME, await passwords.hash(generated));
        return { generatedPassword: isFirst ? generated : null };
      }
      if (wanted.length < SHORT_PASSWORD)
        log.warn(
          `${PASSWORD_VARIABLE} is shorter than ${SHORT_PASSWORD} characters: choose a longer one before others can reach this server.`,
        );
      if (known !== null && (await passwords.verify(known.passwordHash, wanted)))
        return { generatedPassword: null };
      const hash = await passwords.hash(wanted);
      if (known === null && (await users.addAdministrator(USERNAME, hash)))
        return { generatedPassword: null };
      const id = known?.id ?? `user:${USERNAME}`;
      await users.setPassword(id, hash);
      await sessions.revokeAll(id);
      forget(null);
      log.info(
        `The password of "${USERNAME}" was replaced by that of ${PASSWORD_VARIABLE}; open sessions have ended.`,
      );
      return { generatedPassword: null };
    },
    authenticate({ headers }) {
      const { authorization, cookie } = headers;
      if (typeof authorization === 'string') {
        return cache.get(authorization) ?? lookUpOnce(authorization, bearerToken(authorization), 'access');
      }
      if (typeof cookie !== 'string') return null;
      return cache.get(cookie) ?? lookUpOnce(cookie, cookieToken(cookie), 'browser');
    },
    mount(http) {
      mountAuthRoutes(http.service({ manifest: { id: 'core-auth', resources: [AUTH_RESOURCE] } }), {
        users,
        sessions,
        throttle,
        passwords,
        forget,
      });
    },
    async resetPassword(username, password) {
      const user = await users.byName(username);
      if (user === null)
        throw new DataWaveError({
          code: 'DW_AUTH_USER_UNKNOWN',
          message: `There is no user "${username}".`,
          hint: `The first administrator is "${USERNAME}".`,
          status: 404,
        });
      await users.setPassword(user.id, await passwords.hash(password));
      await sessions.revokeAll(user.id);
      forget(null);
    },
    async close() {
      const unlisten = await listening;
      listening = undefined;
      await unlisten?.();
    },
  };
}
