import {
  type AccessService,
  closedSchema,
  type ExecutionScope,
  type HttpService,
  type PluginsService,
  type Principal,
  type RouteRequest,
  type RouteResponse,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { SessionEnding } from '../sessions/session-ending.ts';
import type { LiveSession, SessionStore } from '../sessions/session-store.ts';
import type { SigningKeys } from '../sessions/signing-keys.ts';
import { csrfTokenFor, readCookie, writeCookie } from '../sessions/token-text.ts';
import { KNOWN_SECONDS, type KnownBrowsers } from '../sign-in/known-browsers.ts';
import { principalOf, type SessionOpener } from '../sign-in/session-opener.ts';
import type { Credentials, Proven, SignIn } from '../sign-in/sign-in.ts';
import { type AnyRequest, browserToken, placeOf } from './caller.ts';
import * as schemas from './schemas.ts';

/** What the routes below `auth/` that open and end sessions work with. */
export interface SessionRouteParts {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly access: AccessService;
  readonly plugins: PluginsService;
  readonly signIn: SignIn;
  readonly opener: SessionOpener;
  readonly sessions: SessionStore;
  readonly ending: SessionEnding;
  readonly browsers: KnownBrowsers;
  readonly keys: SigningKeys;
}

const BODY_LIMIT = 16_384;

/** Mounts sign-in, refresh, sign-out, the browser's session and the published keys. */
export function mountSessionRoutes(parts: SessionRouteParts): void {
  const { http, signIn, opener, keys } = parts;

  http.route<Record<string, string>, Record<string, unknown>, Credentials>({
    method: 'POST',
    path: '/auth/login',
    permission: 'public',
    summary: 'Signs a script in.',
    body: schemas.credentials,
    bodyLimit: BODY_LIMIT,
    responses: {
      200: { description: 'A pair of tokens.', schema: schemas.pair },
      401: { description: 'Wrong user name or password, or a code is missing (DW_AUTH_SECOND_FACTOR).' },
      429: { description: 'Too many wrong passwords from here.' },
      503: {
        description:
          'Nobody vouches for the password, and a directory cannot be asked (DW_IDENTITY_DIRECTORY_DOWN).',
      },
    },
    handler: async (request) => {
      const proven = await signIn.withPassword(request.scope, request.body, placeOf(request));
      return { body: await opener.pair(request, proven) };
    },
  });

  http.route<Record<string, string>, Record<string, unknown>, { readonly refreshToken: string }>({
    method: 'POST',
    path: '/auth/refresh',
    permission: 'public',
    summary: 'Exchanges a refresh token for a new pair; each can be used once.',
    description: 'One that comes a second time ends its session: it was stolen by one of the two.',
    body: closedSchema({ refreshToken: { type: 'string', maxLength: 200, writeOnly: true } }, [
      'refreshToken',
    ]),
    bodyLimit: BODY_LIMIT,
    responses: {
      200: { description: 'A pair of tokens.', schema: schemas.pair },
      401: { description: 'The token is unknown, expired or was used before.' },
    },
    handler: async ({ scope, body }) => ({ body: await opener.refresh(scope, body.refreshToken) }),
  });

  http.route({
    method: 'POST',
    path: '/auth/logout',
    permission: 'signed-in',
    summary: 'Ends the session that the request was sent with.',
    responses: { 204: { description: 'Ended; all that was handed out under it is void.' } },
    handler: async (request) => {
      const { session } = request.scope;
      if (session !== undefined) await endOne(parts, request, session.id);
      return signedOut(request);
    },
  });

  http.route<Record<string, string>, Record<string, unknown>, Credentials>({
    method: 'POST',
    path: '/auth/session',
    permission: 'public',
    summary: 'Signs a browser in with a cookie.',
    body: schemas.credentials,
    bodyLimit: BODY_LIMIT,
    responses: {
      200: { description: 'Signed in.', schema: schemas.session },
      401: { description: 'Wrong user name or password, or a code is missing (DW_AUTH_SECOND_FACTOR).' },
      503: {
        description:
          'Nobody vouches for the password, and a directory cannot be asked (DW_IDENTITY_DIRECTORY_DOWN).',
      },
    },
    handler: async (request) =>
      openBrowserSession(
        parts,
        request,
        await signIn.withPassword(request.scope, request.body, placeOf(request)),
      ),
  });

  http.route({
    method: 'GET',
    path: '/auth/session',
    permission: 'public',
    summary: 'Says who is signed in.',
    responses: {
      200: { description: 'Who is signed in; nulls when nobody is.', schema: schemas.session },
    },
    handler: (request) => describeSession(parts, request),
  });

  http.route({
    method: 'DELETE',
    path: '/auth/session',
    permission: 'public',
    summary: 'Signs the browser out.',
    responses: { 204: { description: 'Signed out.' } },
    handler: async (request) => {
      await endBrowserSession(parts, request);
      return signedOut(request);
    },
  });

  http.route({
    method: 'GET',
    path: '/auth/keys',
    permission: 'public',
    summary: 'The public keys of access tokens (RFC 7517), for services that check them by themselves.',
    handler: async () => ({
      body: { keys: await keys.published() },
      headers: { 'cache-control': 'public, max-age=300' },
    }),
  });
}

/** Opens a session for a browser in place of the one that it had, and answers its cookie. */
export async function openBrowserSession(
  parts: Pick<SessionRouteParts, 'storage' | 'opener' | 'sessions' | 'ending' | 'access' | 'plugins'>,
  request: AnyRequest,
  proven: Proven,
): Promise<RouteResponse> {
  const { token, session } = await parts.opener.browser(request, proven);
  await endBrowserSession(parts, request);
  return {
    body: await sessionBody(parts, request.scope, session, token),
    headers: {
      'set-cookie': writeCookie('session', token, parts.opener.browserSeconds, request.client.isSecure),
    },
  };
}

async function describeSession(parts: SessionRouteParts, request: RouteRequest): Promise<RouteResponse> {
  const { storage, sessions, browsers } = parts;
  const token = browserToken(request);
  const found =
    token === null
      ? null
      : await storage.transaction(request.scope, async (tx) => {
          const session = await sessions.byBrowserToken(tx, token);
          if (session === null) return null;
          const known = readCookie(request.headers['cookie'], 'known', request.client.isSecure);
          const isKnown = (await browsers.recognise(tx, session.userId, known)) !== null;
          return { session, browser: isKnown ? null : await browsers.remember(tx, session.userId, known) };
        });
  if (token !== null && found !== null)
    return {
      body: await sessionBody(parts, request.scope, found.session, token),
      headers:
        found.browser === null
          ? {}
          : { 'set-cookie': writeCookie('known', found.browser, KNOWN_SECONDS, request.client.isSecure) },
    };
  const { principal } = request.scope;
  const isAnonymous = principal.id === 'anonymous';
  return {
    body: {
      principal: isAnonymous ? null : shownPrincipal(principal),
      permissions: isAnonymous ? [] : await permissionsOf(parts, request.scope),
      csrfToken: null,
      expiresAt: null,
    },
  };
}

/** Groups may be thousands, and no page needs them. */
const shownPrincipal = ({ id, kind, displayName, roles }: Principal) => ({ id, kind, displayName, roles });

async function sessionBody(
  parts: Pick<SessionRouteParts, 'access' | 'plugins'>,
  scope: ExecutionScope,
  session: LiveSession,
  token: string,
): Promise<unknown> {
  const principal = principalOf({ ...session, id: session.userId });
  return {
    principal: shownPrincipal(principal),
    permissions: await permissionsOf(parts, { ...scope, principal }),
    csrfToken: csrfTokenFor(token),
    expiresAt: new Date(session.expiresAt).toISOString(),
  };
}

/** What there is to be shown to somebody. It decides nothing: each request is decided on by itself. */
async function permissionsOf(
  { access, plugins }: Pick<SessionRouteParts, 'access' | 'plugins'>,
  scope: ExecutionScope,
): Promise<readonly string[]> {
  const declared = await plugins.permissions();
  const held: string[] = [];
  for (const { id } of declared) if ((await access.decide(scope, { permission: id })).allowed) held.push(id);
  return held.length === declared.length ? ['*'] : held;
}

async function endBrowserSession(
  parts: Pick<SessionRouteParts, 'storage' | 'sessions' | 'ending'>,
  request: AnyRequest,
): Promise<void> {
  const token = browserToken(request);
  if (token === null) return;
  const session = await parts.storage.transaction(request.scope, (tx) =>
    parts.sessions.byBrowserToken(tx, token),
  );
  if (session !== null) await endOne(parts, request, session.id);
}

const endOne = (
  { storage, ending }: Pick<SessionRouteParts, 'storage' | 'ending'>,
  { scope }: AnyRequest,
  id: string,
): Promise<boolean> => storage.transaction(scope, (tx) => ending.one(tx, scope, id, 'signed-out'));

const signedOut = ({ client }: AnyRequest): RouteResponse => ({
  status: 204,
  headers: { 'set-cookie': writeCookie('session', '', 0, client.isSecure) },
});
