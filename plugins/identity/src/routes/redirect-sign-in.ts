import {
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
/** Parameter under which the GET of the callback is told what was posted. */
const POSTED = 'posted';

/** What the sign-in elsewhere works with. */
export interface RedirectSignInParts extends SessionRouteParts {
  readonly providers: ExtensionCollection<SignInProvider>;
  readonly ceremonies: Ceremonies;
  readonly posted: PostedAnswers;
  readonly log: Logger;
}

interface Beginning {
  readonly provider: string;
  readonly state: string;
  readonly returnTo: string;
  readonly callbackUrl: string;
  readonly memory: Json;
}

/** Sends the browser to a provider, with a cookie by which it is known when it comes back. */
export async function beginRedirect(
  parts: RedirectSignInParts,
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

/** Keeps what a provider had the browser post, and sends the browser on to fetch it. */
export async function keepPosted(
  { providers, posted }: RedirectSignInParts,
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
  { posted }: RedirectSignInParts,
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

/** Signs in whom the provider vouches for; back to the sign-in page with whatever else came of it. */
export async function completeRedirect(
  parts: RedirectSignInParts,
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
  { log }: RedirectSignInParts,
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
  { ceremonies }: RedirectSignInParts,
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

/** Only {@link beginRedirect} has made it: that its parts are there is enough. */
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
