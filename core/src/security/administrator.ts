import { randomUUID } from 'node:crypto';
import {
  type AuditService,
  type Authenticate,
  type Authentication,
  DataWaveError,
  DEFAULT_WORKSPACE,
  type Disposer,
  type HttpService,
  type Logger,
} from '@datawave/plugin-sdk';
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

/** The one administrator by whom everything is guarded where no plugin knows of others. */
export interface Administrator {
  /**
   * Makes sure that `admin` exists, with DATAWAVE_ADMIN_PASSWORD where it is set. Answers a generated password
   * exactly once, to the process that created it: show it to the operator and keep it nowhere.
   */
  prepare(): Promise<{ readonly generatedPassword: string | null }>;
  readonly authenticate: Authenticate;
  /** Mounts auth/login, auth/refresh, auth/logout and auth/session; they yield to a plugin that takes the sign-in over. */
  mount(http: {
    service(owner: {
      readonly manifest: { readonly id: string; readonly resources: readonly string[] };
      readonly yields: true;
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
  /** Where it is told what was done; asked anew each time. Nowhere unless given. */
  readonly audit?: () => AuditService | null;
}): Administrator {
  const { storage, env, log, audit = () => null } = options;
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
      session: { id: live.sessionId, authenticatedAt: live.authenticatedAt, methods: ['password'] },
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

  const replacePassword = async (id: string, password: string, reason: string): Promise<void> => {
    await users.setPassword(id, await passwords.hash(password));
    await sessions.revokeAll(id);
    forget(null);
    await audit()?.note(
      {
        workspace: DEFAULT_WORKSPACE,
        principal: { id: 'system', kind: 'system', displayName: 'DataWave', roles: [] },
        requestId: randomUUID(),
        signal: new AbortController().signal,
      },
      { action: 'core.password.replaced', object: { type: 'user', id }, reason },
    );
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
      if (known === null && (await users.addAdministrator(USERNAME, await passwords.hash(wanted))))
        return { generatedPassword: null };
      await replacePassword(known?.id ?? `user:${USERNAME}`, wanted, `It is that of ${PASSWORD_VARIABLE}.`);
      log.info(
        `The password of "${USERNAME}" was replaced by that of ${PASSWORD_VARIABLE}; open sessions have ended.`,
      );
      return { generatedPassword: null };
    },
    authenticate({ headers, isSecure }) {
      const { authorization, cookie } = headers;
      if (typeof authorization === 'string') {
        return cache.get(authorization) ?? lookUpOnce(authorization, bearerToken(authorization), 'access');
      }
      if (typeof cookie !== 'string') return null;
      const token = cookieToken(cookie, isSecure);
      return token === null ? null : (cache.get(token) ?? lookUpOnce(token, token, 'browser'));
    },
    mount(http) {
      const routes = http.service({
        manifest: { id: 'core-auth', resources: [AUTH_RESOURCE] },
        yields: true,
      });
      mountAuthRoutes(routes, { users, sessions, throttle, passwords, forget, audit });
    },
    async resetPassword(username, password) {
      const user = await users.byName(username);
      if (user === null)
        throw new DataWaveError({
          code: 'DW_AUTH_USER_UNKNOWN',
          message: `"${username}" is not the first administrator, and only theirs is set here.`,
          hint: `The first administrator is "${USERNAME}", who makes a link for a new password for everybody else, under People.`,
          status: 404,
        });
      await replacePassword(user.id, password, 'It was given on the command line.');
    },
    async close() {
      const unlisten = await listening;
      listening = undefined;
      await unlisten?.();
    },
  };
}
