import type { AuditService, HttpService, Principal, RouteRequest, RouteResponse } from '@datawave/plugin-sdk';
import { HttpError } from '../http/problem.ts';
import type { Passwords } from './password.ts';
import { BROWSER_SECONDS, type ProvenUser, type SignInSessions } from './sign-in-sessions.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';
import { bearerToken, cookieToken, csrfTokenFor, isTokenShaped, sessionCookie } from './sign-in-tokens.ts';
import type { SignInUsers } from './sign-in-users.ts';

/** First path segment of the sign-in. */
export const AUTH_RESOURCE = 'auth';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What the sign-in works with. */
export interface SignInParts {
  readonly users: SignInUsers;
  readonly sessions: SignInSessions;
  readonly throttle: SignInThrottle;
  readonly passwords: Passwords;
  /** Asked anew each time, because the trail may come later; null where there is none. */
  readonly audit: () => AuditService | null;
  /** Forgets a session's tokens in this process at once; the others are notified. */
  readonly forget: (sessionId: string) => void;
}

const CREDENTIALS_SCHEMA = {
  type: 'object',
  required: ['username', 'password'],
  additionalProperties: false,
  properties: {
    username: { type: 'string', minLength: 1, maxLength: 200 },
    password: { type: 'string', minLength: 1, maxLength: 1000, writeOnly: true },
  },
} as const;

const PAIR_SCHEMA = {
  type: 'object',
  required: ['accessToken', 'refreshToken', 'expiresIn'],
  properties: {
    accessToken: { type: 'string' },
    refreshToken: { type: 'string' },
    expiresIn: { type: 'integer', description: 'Seconds.' },
  },
} as const;

const SESSION_SCHEMA = {
  type: 'object',
  required: ['principal', 'csrfToken', 'expiresAt'],
  properties: {
    principal: {
      type: ['object', 'null'],
      properties: {
        id: { type: 'string' },
        kind: { type: 'string' },
        displayName: { type: 'string' },
        roles: { type: 'array', items: { type: 'string' } },
      },
    },
    csrfToken: { type: ['string', 'null'], description: 'Send it as X-CSRF-Token with every write.' },
    expiresAt: { type: ['string', 'null'], format: 'date-time' },
  },
} as const;

/** Mounts sign-in, refresh, sign-out and the browser's session. */
export function mountAuthRoutes(http: HttpService, parts: SignInParts): void {
  http.route<Record<string, string>, Record<string, unknown>, Credentials>({
    method: 'POST',
    path: '/auth/login',
    permission: 'public',
    summary: 'Signs a script in.',
    body: CREDENTIALS_SCHEMA,
    bodyLimit: 16_384,
    responses: {
      200: { description: 'A pair of tokens.', schema: PAIR_SCHEMA },
      401: { description: 'Wrong user name or password.' },
      429: { description: 'Too many wrong passwords.' },
    },
    handler: async (request) => {
      const pair = await parts.sessions.openPair(await signIn(request, parts));
      if (pair === null) throw passwordReplaced();
      return { body: pair };
    },
  });

  http.route<Record<string, string>, Record<string, unknown>, { readonly refreshToken: string }>({
    method: 'POST',
    path: '/auth/refresh',
    permission: 'public',
    summary: 'Exchanges a refresh token for a new pair; each can be used once.',
    body: {
      type: 'object',
      required: ['refreshToken'],
      additionalProperties: false,
      properties: { refreshToken: { type: 'string', maxLength: 200 } },
    },
    bodyLimit: 16_384,
    responses: {
      200: { description: 'A pair of tokens.', schema: PAIR_SCHEMA },
      401: { description: 'The token is unknown, expired or was used before.' },
    },
    handler: async (request) => ({ body: await refresh(request, parts) }),
  });

  http.route({
    method: 'POST',
    path: '/auth/logout',
    permission: 'auth:logout',
    summary: 'Ends the session that the request was sent with.',
    responses: { 204: { description: 'Ended; its tokens are void.' } },
    handler: async (request) => signOut(request, parts),
  });

  http.route<Record<string, string>, Record<string, unknown>, Credentials>({
    method: 'POST',
    path: '/auth/session',
    permission: 'public',
    summary: 'Signs a browser in with a cookie.',
    body: CREDENTIALS_SCHEMA,
    bodyLimit: 16_384,
    responses: {
      200: { description: 'Signed in.', schema: SESSION_SCHEMA },
      401: { description: 'Wrong user name or password.' },
    },
    handler: async (request) => openBrowserSession(request, parts),
  });

  http.route({
    method: 'GET',
    path: '/auth/session',
    permission: 'public',
    summary: 'Says who is signed in.',
    responses: { 200: { description: 'Who is signed in; nulls when nobody is.', schema: SESSION_SCHEMA } },
    handler: async (request) => ({ body: await describeSession(request, parts) }),
  });

  http.route({
    method: 'DELETE',
    path: '/auth/session',
    permission: 'public',
    summary: 'Signs the browser out.',
    responses: { 204: { description: 'Signed out.' } },
    handler: async (request) => signOut(request, parts),
  });
}

/** Checks a password and answers whose it is. What failed is not said, but to the audit trail. */
async function signIn(
  { body, client, scope }: RouteRequest<Record<string, string>, Record<string, unknown>, Credentials>,
  { users, throttle, passwords, audit }: SignInParts,
): Promise<ProvenUser> {
  const user = await users.byName(body.username);
  // All unknown names count as one, so that nobody fills the table with invented ones.
  const counted = user?.username ?? '*';
  // Nor is one told: people type their password there.
  const object = { type: 'user', id: user?.id ?? 'unknown' };
  const failed = (reason: string): Promise<void> | undefined =>
    audit()?.note(scope, { action: 'core.sign-in.failed', object, outcome: 'failed', reason });
  await throttle.attempt(client.address, counted).catch(async (error: unknown) => {
    await failed('throttled');
    throw error;
  });
  if (!(await passwords.verify(user?.passwordHash ?? null, body.password)) || user === null) {
    await failed('credentials');
    throw new HttpError({
      code: 'DW_AUTH_FAILED',
      message: 'The user name or the password is wrong.',
      hint: 'Try again. A start with DATAWAVE_ADMIN_PASSWORD sets a new password for "admin".',
      status: 401,
    });
  }
  await throttle.succeed(client.address, counted);
  // Before anything is handed out: nobody comes in by the way that is left when all else fails without leaving a trace.
  const principal: Principal = { id: user.id, kind: 'user', displayName: user.username, roles: [] };
  await audit()?.note({ ...scope, principal }, { action: 'core.sign-in.succeeded', object });
  return user;
}

async function refresh(
  {
    body: { refreshToken },
    scope,
  }: Pick<RouteRequest<never, never, { readonly refreshToken: string }>, 'body' | 'scope'>,
  { sessions, audit }: SignInParts,
): Promise<RouteResponse['body']> {
  const outcome = isTokenShaped(refreshToken, 'refresh')
    ? await sessions.refresh(refreshToken)
    : { refused: 'unknown' as const };
  if ('pair' in outcome) return outcome.pair;
  if (outcome.refused === 'reused' && outcome.ended !== null)
    await audit()?.note(scope, {
      action: 'core.token.reused',
      object: { type: 'session', id: outcome.ended },
      outcome: 'denied',
    });
  throw new HttpError({
    code: outcome.refused === 'reused' ? 'DW_AUTH_REFRESH_REUSED' : 'DW_AUTH_TOKEN_INVALID',
    message:
      outcome.refused === 'reused'
        ? 'This refresh token was used before; its session has been ended.'
        : 'The refresh token is unknown or has expired.',
    hint: 'Sign in again.',
    status: 401,
  });
}

async function openBrowserSession(
  request: RouteRequest<Record<string, string>, Record<string, unknown>, Credentials>,
  parts: SignInParts,
): Promise<RouteResponse> {
  const token = await parts.sessions.openBrowser(await signIn(request, parts));
  const live = token === null ? null : await parts.sessions.find(token, 'browser');
  if (token === null || live === null) throw passwordReplaced();
  // The one that the browser had until now is not left behind.
  await endSession(request, parts);
  return {
    body: sessionBody(
      { id: live.userId, kind: 'user', displayName: live.displayName, roles: live.roles },
      token,
      live.expiresAt,
    ),
    headers: { 'set-cookie': sessionCookie(token, BROWSER_SECONDS, request.client.isSecure) },
  };
}

const passwordReplaced = (): HttpError =>
  new HttpError({
    code: 'DW_AUTH_FAILED',
    message: 'The password was replaced while the session was being opened.',
    hint: 'Sign in with the new one.',
    status: 401,
  });

async function describeSession(
  { headers, scope, client }: RouteRequest,
  { sessions }: SignInParts,
): Promise<unknown> {
  const token = cookieToken(headers['cookie'], client.isSecure);
  const live =
    token !== null && isTokenShaped(token, 'browser') ? await sessions.find(token, 'browser') : null;
  if (token !== null && live !== null)
    return sessionBody(
      { id: live.userId, kind: 'user', displayName: live.displayName, roles: live.roles },
      token,
      live.expiresAt,
    );
  return {
    principal: scope.principal.id === 'anonymous' ? null : scope.principal,
    csrfToken: null,
    expiresAt: null,
  };
}

const sessionBody = (principal: Principal, token: string, expiresAt: number): unknown => ({
  principal,
  csrfToken: csrfTokenFor(token),
  expiresAt: new Date(expiresAt).toISOString(),
});

async function signOut(request: RouteRequest, parts: SignInParts): Promise<RouteResponse> {
  await endSession(request, parts);
  return { status: 204, headers: { 'set-cookie': sessionCookie('', 0, request.client.isSecure) } };
}

async function endSession(
  { headers, client, scope }: Pick<RouteRequest, 'headers' | 'client' | 'scope'>,
  { sessions, forget, audit }: SignInParts,
): Promise<void> {
  const proofs = [
    [bearerToken(headers['authorization']), 'access'],
    [cookieToken(headers['cookie'], client.isSecure), 'browser'],
  ] as const;
  for (const [token, purpose] of proofs) {
    const live = token !== null && isTokenShaped(token, purpose) ? await sessions.find(token, purpose) : null;
    if (live === null) continue;
    await sessions.revoke(live.sessionId);
    forget(live.sessionId);
    const object = { type: 'session', id: live.sessionId };
    await audit()?.note(scope, { action: 'core.session.ended', object });
  }
}
