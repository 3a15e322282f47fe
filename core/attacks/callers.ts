import { type AttackedPlatform, PASSWORD } from './attacked-platform.ts';
import { PREFIX } from './endpoints.ts';
import { makeForgersKey, withOtherSignature } from './forged-tokens.ts';
import { jsonOf } from './send-raw.ts';

/** Somebody who sends requests that should come to nothing. */
export interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * What is right to answer. `unknown`: 401, because nothing proves who it is. `elsewhere`: is not in the workspace, so that nothing there exists.
   * `confined`: is in it and may do what its permissions say, nothing else.
   */
  readonly is: 'unknown' | 'elsewhere' | 'confined';
  /** What it may do where it stands; the kernel's word. */
  readonly permissions: ReadonlySet<string>;
  /** Its proof ends with some requests, which are not sent. */
  readonly hasSession: boolean;
}

const bearer = (token: string, workspace?: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${token}`,
  ...(workspace === undefined ? {} : { 'x-workspace': workspace }),
});

/** Everybody who has no business in the workspace that is attacked, and what they prove themselves with. */
export async function makeCallers(platform: AttackedPlatform): Promise<readonly Caller[]> {
  const admin = await platform.signIn('admin');
  const forger = makeForgersKey();
  await platform.query(
    'insert into identity.signing_keys (kid, public_key, retired_at) values ($1, $2, now())',
    [forger.kid, JSON.stringify(forger.jwk)],
  );
  await platform.client.send('GET', `${PREFIX}/auth/keys`);
  const now = Math.floor(Date.now() / 1000);

  const reader = await platform.person('reader');
  await platform.join('ours', reader.id, ['viewer']);
  const nobody = await platform.person('nobody');
  await platform.join('ours', nobody.id);
  const neighbour = await platform.person('neighbour');
  await platform.join('theirs', neighbour.id, ['admin']);
  const stranger = await platform.person('stranger', ['viewer', 'engineer', 'steward']);
  const gone = await platform.person('gone', ['admin']);
  const goneApi = await apiToken(platform, gone.token, { name: 'gone', permissions: ['jobs:read'] });
  await platform.ask('POST', `/users/${gone.id}/deactivate`, { body: {} });
  const locked = await platform.person('locked', ['admin']);
  await platform.ask('POST', `/users/${locked.id}/lock`, { body: {} });
  const signedOut = await platform.person('signed-out', ['admin']);
  await platform.client.send('POST', `${PREFIX}/auth/logout`, { headers: bearer(signedOut.token) });
  const narrow = await platform.make('/api-tokens', { name: 'narrow', permissions: ['jobs:read'] });
  const narrowText = await renewed(platform, narrow, 'ours', ['jobs:read']);
  const wide = ['catalog:read', 'sources:read', 'sources:write', 'scans:read', 'scans:run', 'roles:write'];
  const theirs = await renewed(platform, null, 'theirs', wide);

  const unknown: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['no token', {}],
    ['garbage', bearer('garbage')],
    ['garbage like a token of ours', bearer(`dwp_${'A'.repeat(43)}`)],
    ['another scheme', { authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}` }],
    ['an expired token', bearer(forger.forge(admin.token, { iat: now - 1200, exp: now - 600 }))],
    ['another signature', bearer(withOtherSignature(admin.token))],
    ['another issuer', bearer(forger.forge(admin.token, { iss: 'urn:other' }))],
    ['another audience', bearer(forger.forge(admin.token, { aud: 'urn:other' }))],
    ['another type', bearer(forger.forge(admin.token, {}, { typ: 'JWT' }))],
    ['the algorithm none', bearer(forger.forge(admin.token, {}, { alg: 'none' }))],
    ['a deactivated account', bearer(gone.token)],
    ['an API token of a deactivated account', bearer(goneApi)],
    ['a locked account', bearer(locked.token)],
    ['a session that was ended', bearer(signedOut.token)],
    ['a cookie of nobody', { cookie: `datawave_session=dwi_${'A'.repeat(43)}` }],
    ['a token as a cookie', { cookie: `datawave_session=${admin.token}` }],
  ];
  const callers: Caller[] = unknown.map(([name, headers]) => ({
    ...{ name, headers: { ...headers, 'x-workspace': 'ours' } },
    ...{ is: 'unknown', permissions: new Set<string>(), hasSession: false },
  }));
  const known: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    'elsewhere' | 'confined',
    boolean,
  ])[] = [
    ['a reader', bearer(reader.token, 'ours'), 'confined', true],
    ['somebody without a role', bearer(nobody.token, 'ours'), 'confined', true],
    ['an API token for jobs', bearer(narrowText, 'ours'), 'confined', false],
    ['an administrator of another workspace', bearer(neighbour.token, 'theirs'), 'elsewhere', true],
    ['the same, by the name of ours', bearer(neighbour.token, 'ours'), 'elsewhere', true],
    ['somebody with roles and no workspace', bearer(stranger.token, 'ours'), 'elsewhere', true],
    ['an API token of another workspace', bearer(theirs), 'elsewhere', false],
    ['the same, by the name of ours ', bearer(theirs, 'ours'), 'elsewhere', false],
  ];
  for (const [name, headers, is, hasSession] of known) {
    const answer = await platform.client.send('GET', `${PREFIX}/auth/session`, { headers });
    const { permissions } = jsonOf(answer);
    const list = Array.isArray(permissions) ? permissions.map(String) : [];
    callers.push({ name, headers, is, hasSession, permissions: new Set(list) });
  }
  const good = await platform.client.send('GET', `${PREFIX}/account`, {
    headers: bearer(forger.forge(admin.token, {})),
  });
  if (good.status !== 200) throw new Error('what is forged would be refused even without its fault');
  await platform.query(
    `insert into identity.passkeys (id, user_id, public_key, counter, transports, name, relying_party, is_backed_up)
     values ('cGFzc2tleS1vZi1vdXJz', 'user:admin', '\\x00', 0, '{}', 'Ours', 'localhost', false)`,
  );
  const incident = '5f0e7c1a-0000-4000-8000-0000000001c1';
  await platform.query(
    `insert into security_monitor.incidents (id, workspace_id, detection, key, reach, subject_kind, subject_id, severity, summary, accounts, is_compromised,
       observation_count, first_seen_at, last_seen_at, opened_at)
     values ($1, $2, 'brute-force', 'ours', 'workspace', 'address', 'ours', 'low', 'Ours', '{}', false, 1, now(), now(), now())`,
    [incident, platform.workspaces.ours],
  );
  await platform.fill({
    '/security-incidents/{id}': incident,
    '/account/passkeys/{id}': 'cGFzc2tleS1vZi1vdXJz',
    '/account/sessions/{id}': admin.sessionId,
    '/api-tokens/{id}': narrow,
    '/users/{id}': reader.id,
    '/users/{id}/sessions/{session}': reader.sessionId,
    '/groups/{id}/members/{user}': reader.id,
    '/workspaces/{id}': platform.workspaces.ours,
    '/workspaces/{id}/members/{kind}': 'principal',
    '/workspaces/{id}/members/{kind}/{holder}': reader.id,
    '/plugins/{id}': 'free-text',
    '/connectors/{kind}': 'staged',
    '/classification-rules/{id}/versions/{version}': '1',
    '/scan-rules/{id}/versions/{version}': '1',
  });
  return callers;
}

/** The text of a token that somebody makes for themselves. */
async function apiToken(platform: AttackedPlatform, token: string, body: object): Promise<string> {
  const answer = await platform.client.send('POST', `${PREFIX}/api-tokens`, {
    headers: { ...bearer(token), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return String(jsonOf(answer)['token']);
}

/** The text of another token of the operator with some permissions, beside one whose id is held. */
async function renewed(
  platform: AttackedPlatform,
  beside: string | null,
  workspace: 'ours' | 'theirs',
  permissions: readonly string[],
): Promise<string> {
  const name = beside === null ? 'wide' : 'narrow';
  return String(
    jsonOf(await platform.ask('POST', '/api-tokens', { body: { name, permissions }, workspace }))['token'],
  );
}
