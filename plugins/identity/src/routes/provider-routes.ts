import {
  closedSchema,
  DataWaveError,
  type ExecutionScope,
  type ExtensionCollection,
  type Json,
  type Logger,
  type RedirectSignIn,
  type RouteRequest,
  type RouteResponse,
  type SignInProvider,
} from '@datawave/plugin-sdk';
import type { Ceremonies } from '../ceremonies.ts';
import { signInFailed, unknownThing } from '../identity-errors.ts';
import { isSame, readCookie, writeCookie } from '../sessions/token-text.ts';
import type { PostedAnswers, PostedFields } from '../sign-in/posted-answers.ts';
import { type AnyRequest, placeOf } from './caller.ts';
import { localPath } from './local-path.ts';
import { openBrowserSession, type SessionRouteParts } from './session-routes.ts';

const MINUTES = 10;
const POSTED_BYTES = 262_144;
/** Parameter under which the GET of the callback is told what was posted. */
const POSTED = 'posted';

interface Beginning {
  readonly provider: string;
  readonly state: string;
  readonly returnTo: string;
  readonly callbackUrl: string;
  readonly memory: Json;
}

/** What the sign-in elsewhere works with. */
export interface ProviderRouteParts extends SessionRouteParts {
  readonly providers: ExtensionCollection<SignInProvider>;
  readonly ceremonies: Ceremonies;
  readonly posted: PostedAnswers;
  /** Whether somebody can ask for a link for a new password by mail. */
  readonly mailsResets: () => boolean;
  readonly log: Logger;
}

const key = closedSchema({ key: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' } }, ['key']);

/** Mounts the list of ways to sign in, and the way to a provider and back. */
export function mountProviderRoutes(parts: ProviderRouteParts): void {
  const { http, providers } = parts;

  http.route({
    method: 'GET',
    path: '/auth/providers',
    permission: 'public',
    summary: 'Ways to sign in beside a local password.',
    handler: async () => ({
      body: {
        items: providers.list().map((provider) => ({
          key: provider.key,
          kind: provider.value.kind,
          title: provider.value.title,
          ...(provider.value.kind === 'redirect'
            ? { start: `/api/v1/auth/providers/${provider.key}/start` }
            : {}),
        })),
        nextCursor: null,
        mailsResets: parts.mailsResets(),
      },
    }),
  });

  http.route<{ key: string }, { returnTo?: string }>({
    method: 'GET',
    path: '/auth/providers/:key/start',
    permission: 'public',
    summary: 'Sends the browser to a provider to sign in.',
    params: key,
    query: closedSchema({ returnTo: { type: 'string', maxLength: 500, description: 'Path to go on with.' } }),
    responses: { 302: { description: 'To the provider.' } },
    handler: (request) => begin(parts, request, request.params.key, request.query.returnTo ?? '/'),
  });

  // The answer's parameters are the provider's: none is refused here because it is unknown.
  const answer = { type: 'object', additionalProperties: { type: 'string', maxLength: 65_536 } } as const;
  http.route<{ key: string }, Readonly<Record<string, string>>>({
    method: 'GET',
    path: '/auth/providers/:key/callback',
    permission: 'public',
    summary: 'Where a provider sends the browser back.',
    params: key,
    query: answer,
    responses: { 302: { description: 'Signed in, or back to the sign-in page.' } },
    handler: (request) => complete(parts, request, request.params.key, request.query),
  });

  http.route<{ key: string }, Record<string, unknown>, PostedFields>({
    method: 'POST',
    path: '/auth/providers/:key/callback',
    permission: 'public',
    foreignForm: true,
    summary: 'Where a provider has the browser post its answer.',
    description:
      'SAML’s POST binding, and OpenID Connect’s form_post. Nobody is signed in by it: the browser is sent on to the GET of the same address, which fetches the answer once and carries the cookie with which the sign-in began.',
    params: key,
    body: {
      type: 'object',
      maxProperties: 20,
      additionalProperties: { type: 'string', maxLength: POSTED_BYTES },
    },
    bodyLimit: POSTED_BYTES,
    responses: { 303: { description: 'To the GET, or back to the sign-in page.' } },
    handler: (request) => keepPosted(parts, request.scope, request.params.key, request.body),
  });
}

async function begin(
  parts: ProviderRouteParts,
  request: AnyRequest,
  name: string,
  wanted: string,
): Promise<RouteResponse> {
  const provider = redirectProvider(parts.providers, name);
  const state = await parts.posted.createState(name, MINUTES);
  const callbackUrl = `${parts.http.publicUrl ?? originOf(request)}/api/v1/auth/providers/${name}/callback`;
  const begun = await provider
    .begin({ callbackUrl, state, signal: request.scope.signal })
    .catch((error: unknown) => {
      // A page, not a client, waits for this answer when a button was pressed.
      if (!String(request.headers['accept']).includes('text/html')) throw error;
      return backToSignIn(parts, request, name, error);
    });
  if ('status' in begun) return begun;
  const { url, memory } = begun;
  const beginning: Beginning = {
    ...{ provider: name, state, callbackUrl, memory, returnTo: localPath(wanted) },
  };
  // In a cookie: who completes it is who began it.
  const sealed = await parts.ceremonies.begin('redirect', null, { ...beginning }, MINUTES);
  return {
    status: 302,
    headers: {
      location: url,
      'set-cookie': writeCookie('ceremony', sealed, MINUTES * 60, request.client.isSecure),
    },
  };
}

async function keepPosted(
  { providers, posted }: ProviderRouteParts,
  scope: ExecutionScope,
  name: string,
  fields: PostedFields,
): Promise<RouteResponse> {
  redirectProvider(providers, name);
  const handle = await posted.keep(scope, name, stateOf(fields), fields);
  const location =
    handle === null
      ? `/?sign-in-error=${signInFailed().code}`
      : `/api/v1/auth/providers/${name}/callback?${POSTED}=${handle}`;
  return { status: 303, headers: { location } };
}

/** What the provider sent back: in the address, or posted before. @throws DataWaveError DW_AUTH_FAILED */
async function answerOf(
  { posted }: ProviderRouteParts,
  scope: ExecutionScope,
  name: string,
  query: Readonly<Record<string, string>>,
): Promise<PostedFields> {
  const handle = query[POSTED];
  if (handle === undefined) return query;
  const fields = await posted.take(scope, name, handle);
  if (fields === null) throw signInFailed();
  return fields;
}

const stateOf = (parameters: Readonly<Record<string, string>>): string =>
  parameters['state'] ?? parameters['RelayState'] ?? '';

async function complete(
  parts: ProviderRouteParts,
  request: RouteRequest<{ key: string }, Readonly<Record<string, string>>>,
  name: string,
  query: Readonly<Record<string, string>>,
): Promise<RouteResponse> {
  const provider = redirectProvider(parts.providers, name);
  try {
    const parameters = await answerOf(parts, request.scope, name, query);
    const beginning = await beginningOf(parts, request, name, parameters);
    const identity = await provider
      .complete({
        ...{ parameters, callbackUrl: beginning.callbackUrl, state: beginning.state },
        ...{ memory: beginning.memory, signal: request.scope.signal },
      })
      .catch(async (error: unknown) => {
        if (DataWaveError.is(error) && error.status === 401)
          await parts.signIn.recordRefusal(request.scope, name, placeOf(request));
        throw error;
      });
    const proven = await parts.signIn.withIdentity(
      request.scope,
      { ...identity, provider: name },
      provider.method,
      placeOf(request),
    );
    const { headers = {} } = await openBrowserSession(parts, request, proven);
    return { status: 302, headers: { ...headers, location: beginning.returnTo } };
  } catch (error) {
    return backToSignIn(parts, request, name, error);
  }
}

/** To the sign-in, which says that it failed. */
function backToSignIn(
  { log }: ProviderRouteParts,
  request: AnyRequest,
  name: string,
  error: unknown,
): RouteResponse & { readonly status: number } {
  if (!DataWaveError.is(error) || error.status >= 500)
    log.warn('a sign-in elsewhere could not be completed', { provider: name, error });
  const why = DataWaveError.is(error) ? error.code : 'DW_INTERNAL';
  return {
    status: 302,
    headers: {
      location: `/?sign-in-error=${encodeURIComponent(why)}`,
      'set-cookie': writeCookie('ceremony', '', 0, request.client.isSecure),
    },
  };
}

/** What the browser began with; once. @throws DataWaveError DW_AUTH_FAILED */
async function beginningOf(
  { ceremonies }: ProviderRouteParts,
  request: AnyRequest,
  name: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Beginning> {
  const sealed = readCookie(request.headers['cookie'], 'ceremony', request.client.isSecure) ?? '';
  const began = (await ceremonies.end(request.scope, 'redirect', null, sealed))?.memory;
  if (!isBeginning(began) || began.provider !== name || !isSame(began.state, stateOf(parameters)))
    throw signInFailed();
  return began;
}

/** Only {@link begin} has made it: that its parts are there is enough. */
const isBeginning = (value: unknown): value is Beginning =>
  typeof value === 'object' && value !== null && 'callbackUrl' in value && 'memory' in value;

function redirectProvider(providers: ExtensionCollection<SignInProvider>, name: string): RedirectSignIn {
  const provider = providers.get(name)?.value;
  if (provider?.kind !== 'redirect') throw unknownThing('way to sign in');
  return provider;
}

/** Under which address the browser has found us, where the configuration does not say it. What it comes back to must be registered with the provider, so that a made-up one leads nowhere. */
const originOf = ({ headers, client }: AnyRequest): string =>
  `${client.isSecure ? 'https' : 'http'}://${headers['host'] ?? 'localhost'}`;
