import { join } from 'node:path';
import { type Caller, callerOf, field, idOf, itemsOf } from './caller.ts';
import { type Platform, startPlatform } from './platform.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');
/** The password of everybody beside the administrator. */
export const PASSWORD = 'seven small lanterns';

/** An address to look at. */
export interface Address {
  /** For the name of a picture: letters, digits and hyphens. */
  readonly name: string;
  readonly path: string;
}

/** The platform as `npm start` runs it, with something on each of its pages. */
export interface FurnishedPlatform extends Platform {
  readonly call: Caller;
  /** One address at least for each page that the plugins and the shell bring. */
  readonly addresses: readonly Address[];
}

/** Starts the platform, waits for the scan of the demonstration source, and makes what else its pages show. */
export async function startFurnishedPlatform(): Promise<FurnishedPlatform> {
  const platform = await startPlatform({ config: STANDARD });
  try {
    const call = await callerOf(platform.url, 'admin', platform.password);
    return { ...platform, call, addresses: await furnish(platform.url, call) };
  } catch (error) {
    await platform.stop();
    throw error;
  }
}

/** Waits until so many scans have ended well. */
async function scanned(call: Caller, count: number): Promise<readonly string[]> {
  for (let waits = 0; waits < 600; waits += 1) {
    const ended = itemsOf(await call('GET', '/scans')).filter((run) => field(run, 'state') === 'completed');
    if (ended.length >= count) return ended.map(idOf);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`There were not ${count} scans that have ended within 60 s.`);
}

async function incident(url: string, call: Caller): Promise<string> {
  for (let tries = 0; tries < 12; tries += 1)
    await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'nobody', password: `wrong-${tries}` }),
    });
  for (let waits = 0; waits < 300; waits += 1) {
    const [first] = itemsOf(await call('GET', '/security-incidents'));
    if (first !== undefined) return idOf(first);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Twelve wrong passwords were no incident within 30 s.');
}

/** Makes people, roles, rules, a second source and an incident, and answers the addresses of what there is. */
async function furnish(url: string, call: Caller): Promise<readonly Address[]> {
  const post = async (path: string, body: object): Promise<string> => idOf(await call('POST', path, body));
  await scanned(call, 1);
  const [demo] = itemsOf(await call('GET', '/sources')).map(idOf);
  await post('/scans', { sourceId: demo, mode: 'full' });
  const [second, first] = await scanned(call, 2);
  const warehouse = await post('/sources', {
    ...{ title: 'Customer warehouse', connector: 'postgres' },
    config: { host: '127.0.0.1', port: 1, database: 'shop', username: 'reader', password: 'wrong' },
  });
  // As often as makes it unreachable: what a later look of the platform finds is nothing new then.
  for (let times = 0; times < 3; times += 1)
    await call('POST', `/sources/${warehouse}/test`).catch(() => null);
  const user = await post('/users', {
    ...{ username: 'mara', displayName: 'Mara Lindqvist', email: 'mara@example.com' },
    ...{ password: PASSWORD, roles: ['steward'] },
  });
  const group = await post('/groups', { name: 'Finance' });
  await call('PUT', `/groups/${group}/members/${user}`);
  await post('/api-tokens', { name: 'Nightly export', permissions: ['catalog:read'] });
  const role = await post('/roles', {
    ...{ key: 'data-owner', title: 'Data owner', description: 'Names an owner per asset.' },
    ...{ permissions: ['catalog:write'], inherits: ['viewer'] },
  });
  await post('/role-assignments', { role: 'data-owner', holder: { kind: 'group', id: group } });
  const policy = await post('/access-policies', {
    ...{ title: 'Restricted data: stewards only', effect: 'deny', permissions: ['catalog:read'] },
    subjects: { roles: ['viewer'] },
    when: { sensitivity: { atLeast: 'restricted' } },
  });
  const workspace = await post('/workspaces', { key: 'laboratory', title: 'Laboratory' });
  const scanRule = await post('/scan-rules', {
    ...{ title: 'Customers, every night', description: 'Whatever changed since yesterday.' },
  });
  const rule = await post('/classification-rules', {
    ...{ key: 'staff-badge', title: 'Staff badge', infoType: 'RECORD_ID', confidence: 0.9 },
    match: { kind: 'pattern', pattern: 'QZ-[0-9]{4}' },
  });
  const asset = encodeURIComponent('urn:dw:sqlite:demo:main/customers');
  const at = (name: string, path: string): Address => ({ name, path });
  return [
    ...[at('overview', '/'), at('sources', '/sources'), at('source', `/sources/${demo}`)],
    ...[at('source-new', '/sources/new'), at('source-connect', '/sources/new?connector=postgres')],
    ...[at('scans', '/scans'), at('scan', `/scans/${second}`), at('scan-drift', '/scans/drift')],
    at('scan-compare', `/scans/compare?a=${first}&b=${second}`),
    ...[at('assets', '/assets'), at('asset', `/assets/${asset}`)],
    at('asset-column', `/assets/${asset}?tab=columns&column=email`),
    ...[at('review', '/review'), at('notifications', '/notifications'), at('compliance', '/compliance')],
    ...[at('scan-rules', '/scan-rules'), at('scan-rule', `/scan-rules/${scanRule}`)],
    at('scan-rule-new', '/scan-rules/new'),
    ...[at('rules', '/rules'), at('rule', `/rules/${rule}`), at('rule-new', '/rules/new')],
    ...[at('people', '/users'), at('person', `/users/${encodeURIComponent(user)}`)],
    ...[at('groups', '/users/groups'), at('group', `/users/groups/${encodeURIComponent(group)}`)],
    at('tokens', '/users/tokens'),
    ...[at('access', '/access'), at('role', `/access/roles/${role}`), at('role-new', '/access/roles/new')],
    ...[at('assignments', '/access/assignments'), at('policies', '/access/policies')],
    ...[at('policy', `/access/policies/${policy}`), at('policy-new', '/access/policies/new')],
    ...[at('access-test', '/access/test'), at('elevations', '/elevations'), at('activity', '/activity')],
    at('incidents', '/security-incidents'),
    at('incident', `/security-incidents/${await incident(url, call)}`),
    ...[at('workspaces', '/workspaces'), at('workspace', `/workspaces/${workspace}`)],
    ...[at('plugins', '/plugins'), at('plugin', '/plugins/catalog'), at('marketplace', '/marketplace')],
    ...[at('settings', '/settings/appearance'), at('settings-about', '/settings/about')],
    ...[at('settings-notifications', '/settings/notifications-settings'), at('account', '/account')],
    ...[at('reset-password', '/reset-password'), at('design', '/design-system')],
    ...[at('not-found', '/nowhere'), at('source-missing', '/sources/00000000-0000-4000-8000-000000000000')],
  ];
}
