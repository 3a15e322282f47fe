import type { Attack, AttackContext, Findings } from './attack.ts';
import { someOf } from './attack.ts';
import type { AttackedPlatform } from './attacked-platform.ts';
import type { Caller } from './callers.ts';
import { addressOf, changes, type Endpoint, isOwn, isPublic, nameOf, pathParametersOf } from './endpoints.ts';
import { heldFor, unknownLike } from './held-things.ts';
import { sampleOf } from './sample-json.ts';
import type { RawAnswer } from './send-raw.ts';

/** Of one's own account, what ends the proof with which the next request is sent. */
const ENDS_THE_CALLER = ['POST /auth/logout', 'DELETE /account/sessions', 'PUT /workspaces/current'];

/** Every route, asked by everybody who has no business there, about what is there and what is not. */
export const whoMayAsk: Attack = {
  name: 'who-may-ask',
  title: 'no route answers who may not ask, nor tells them what there is',
  async run(context, findings) {
    const { platform, random, isShort } = context;
    const callers = await platform.callers();
    const before = await stateAtRest(platform);
    const unheld = new Set<string>();
    for (const endpoint of platform.endpoints) {
      const known = callers.filter(({ is }) => is !== 'unknown');
      const unknown = callers.filter(({ is }) => is === 'unknown');
      for (const caller of isShort ? [...someOf(random, known, 3), ...someOf(random, unknown, 1)] : callers)
        await askAsNobody(context, findings, endpoint, caller, unheld);
    }
    if (unheld.size > 0) findings.note(`nothing is held for ${[...unheld].join(', ')}`);
    const after = await stateOf(platform);
    for (const [address, text] of before) {
      const now = after.get(address) ?? '';
      findings.check(now === text, () => `${address} is not what it was: ${firstDifference(text, now)}`);
    }
    findings.note(`${platform.endpoints.length} routes, ${callers.length} callers`);
  },
};

async function askAsNobody(
  { platform }: AttackContext,
  findings: Findings,
  endpoint: Endpoint,
  caller: Caller,
  unheld: Set<string>,
): Promise<void> {
  const isDenied = deniedTo(endpoint, caller);
  if (isDenied === null) return;
  const names = pathParametersOf(endpoint);
  for (const name of names)
    if (heldFor(platform.held, endpoint, name) === undefined) unheld.add(nameOf(endpoint));
  const held = (name: string): string => heldFor(platform.held, endpoint, name) ?? 'none';
  const there = await send(platform, endpoint, caller, held);
  const where = `${nameOf(endpoint)} by ${caller.name}`;
  // What is wrong with a body by itself may be said first: it says nothing of what is there.
  const isRight =
    isDenied.includes(there.status) || (there.status === 400 && isDenied.includes(404) && names.length > 0);
  findings.check(isRight, () => `${where}: ${there.status} ${there.text.slice(0, 200)}`);
  if (names.length === 0) return;
  const unknown = new Map(
    names.map((name) => [name, name === 'kind' ? held(name) : unknownLike(held(name))]),
  );
  const notThere = await send(platform, endpoint, caller, (name) => unknown.get(name) ?? '');
  const left = fingerprint(there, names.map(held));
  const right = fingerprint(notThere, [...unknown.values()]);
  findings.check(left === right, () => `${where} tells what there is: ${left} and ${right}`);
}

/** Statuses that are right; null where the answer is none of refusal. */
function deniedTo(endpoint: Endpoint, caller: Caller): readonly number[] | null {
  const { permission, template } = endpoint;
  if (isPublic(endpoint)) return null;
  if (caller.is === 'unknown') return [401];
  if (isOwn(endpoint)) {
    if (ENDS_THE_CALLER.includes(nameOf(endpoint)) || SHARED.test(template)) return null;
    // What is one's own is asked for by id only where it is somebody else's.
    if (caller.hasSession && !caller.name.endsWith('name of ours') && caller.is !== 'elsewhere')
      return pathParametersOf(endpoint).length > 0 ? [403, 404] : null;
    if (caller.headers['x-workspace'] === 'theirs')
      return pathParametersOf(endpoint).length > 0 ? [403, 404] : null;
    return [403, 404];
  }
  if (caller.is === 'confined')
    return caller.permissions.has(permission) ? null : changes(endpoint) ? [403, 404] : refused(template);
  // Elsewhere: lists show what is there, things of ours are not.
  if (caller.headers['x-workspace'] === 'ours') return [404];
  if (!caller.permissions.has(permission)) return changes(endpoint) ? [403, 404] : refused(template);
  return pathParametersOf(endpoint).length > 0 && !SHARED.test(template) ? [404] : null;
}

/** Names that are the same in every workspace. */
const SHARED = /^\/(?:plugins|connectors|asset-facets|frameworks|notifications\/preferences)\//;

/** That there are workspaces is known to everybody who is in one. */
const refused = (template: string): readonly number[] =>
  template.startsWith('/workspaces') ? [403, 404] : [404];

function send(
  platform: AttackedPlatform,
  endpoint: Endpoint,
  caller: Caller,
  value: (name: string) => string,
): Promise<RawAnswer> {
  return platform.client.send(endpoint.method, addressOf(endpoint, value), {
    headers: { ...caller.headers, ...(endpoint.body === null ? {} : { 'content-type': 'application/json' }) },
    ...(endpoint.body === null ? {} : { body: JSON.stringify(sampleOf(endpoint.body)) }),
  });
}

/** All of an answer but what is another with each request, and what was asked for, which it may repeat. */
function fingerprint({ status, rawHeaders, text }: RawAnswer, asked: readonly string[]): string {
  const headers: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (!/^(?:x-request-id|date|connection|keep-alive)$/i.test(rawHeaders[at] ?? ''))
      headers.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  const told = asked.filter((value) => value.length > 8);
  const own = told.reduce(
    (rest, value) => rest.replaceAll(value, 'ASKED'),
    text.replace(/"requestId":"[^"]*"/, ''),
  );
  return JSON.stringify([status, headers, own]);
}

function firstDifference(left: string, right: string): string {
  const at = [...left].findIndex((character, index) => right[index] !== character);
  const from = Math.max(0, (at < 0 ? left.length : at) - 40);
  return `${left.slice(from, from + 160)} became ${right.slice(from, from + 160)}`;
}

/** What a scan found out is followed by what plugins make of it. */
async function stateAtRest(platform: AttackedPlatform): Promise<ReadonlyMap<string, string>> {
  let seen = await stateOf(platform);
  for (let equal = 0, tries = 0; equal < 2 && tries < 200; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = await stateOf(platform);
    equal = [...now].every(([address, text]) => seen.get(address) === text) ? equal + 1 : 0;
    seen = now;
  }
  return seen;
}

/** Everything that is held, as it is shown. */
async function stateOf(platform: AttackedPlatform): Promise<ReadonlyMap<string, string>> {
  const shown = new Map<string, string>();
  for (const endpoint of platform.endpoints) {
    const names = pathParametersOf(endpoint);
    if (changes(endpoint) || names.length === 0 || isPublic(endpoint) || isOwn(endpoint)) continue;
    // Sessions, figures, and what plugins scan once more because a rule came, change by themselves.
    if (/^\/(?:users|workspaces|assets)|events|health|schedule|departure$/.test(endpoint.template)) continue;
    const address = addressOf(endpoint, (name) => heldFor(platform.held, endpoint, name) ?? 'none');
    const { status, text } = await platform.client.send('GET', address, { headers: platform.operator() });
    // A scan of the platform's own that finds the same once more only says when.
    shown.set(address, `${status} ${text.replaceAll(/"(?:requestId|lastSeenAt|assessedAt)":"[^"]*"/g, '')}`);
  }
  return shown;
}
