import { randomUUID } from 'node:crypto';
import type { Endpoint } from './endpoints.ts';

/** Ids of things that are there, by the beginning of the address at which they stand and the name of the parameter. */
export type HeldThings = ReadonlyMap<string, string>;

/** How to make what is held, as somebody who may do everything in the workspace. */
export interface Maker {
  /** Sends a body and answers the id of what was made. */
  make(path: string, body: object): Promise<string>;
  /** A field of the first thing in a list. */
  first(path: string, name: string): Promise<string>;
  remove(path: string): Promise<void>;
  /** Tells whoever makes all this, and nobody else, of something. */
  tell(): Promise<void>;
  /** Resolves when the scan has ended. */
  scanned(run: string): Promise<void>;
}

/** Makes one of everything that an address can name. */
export async function makeHeldThings(
  maker: Maker,
  known: Readonly<Record<string, string>>,
): Promise<HeldThings> {
  const source = (title: string): Promise<string> =>
    maker.make('/sources', { title, connector: 'staged', config: { host: 'a' } });
  const held = new Map<string, string>();
  const sourceId = await source('Ours');
  const left = await source('Ours that left');
  await maker.remove(`/sources/${left}`);
  const run = await maker.make('/scans', { sourceId });
  await maker.scanned(run);
  held.set('/sources/departures/{id}', left).set('/sources/{id}', sourceId).set('/scans/{id}', run);
  held.set('/assets/{urn}', await maker.first('/assets', 'urn'));
  held.set('/violations/{id}', await maker.first('/violations?state=all', 'id'));
  held.set('/classifications/{id}', await maker.first('/classifications?status=all', 'id'));
  held.set('/jobs/{id}', await maker.first('/jobs?state=completed', 'id'));
  held.set('/scan-rules/{id}', await maker.make('/scan-rules', { title: 'Ours' }));
  const own = {
    ...{ key: 'ours', title: 'Ours', infoType: 'EMAIL_ADDRESS' },
    match: { kind: 'pattern', pattern: '^ours-[0-9]{4}$' },
  };
  held.set('/classification-rules/{id}', await maker.make('/classification-rules', own));
  held.set('/roles/{id}', await maker.make('/roles', { key: 'ours', title: 'Ours' }));
  const holder = { kind: 'principal', id: 'user:ours' };
  held.set('/role-assignments/{id}', await maker.make('/role-assignments', { role: 'ours', holder }));
  const policy = {
    title: 'Ours',
    effect: 'deny',
    permissions: ['jobs:manage'],
    subjects: { principals: [holder.id] },
  };
  held.set('/access-policies/{id}', await maker.make('/access-policies', policy));
  const wish = { role: 'ours', reason: 'It is ours.', minutes: 60 };
  held.set('/elevations/{id}', await maker.make('/elevations', wish));
  held.set('/egress-rules/{id}', await maker.make('/egress-rules', { destination: 'ours.example' }));
  held.set('/groups/{id}', await maker.make('/groups', { name: 'Ours' }));
  held.set('/audit-events/{id}', await maker.first('/audit-events', 'id'));
  held.set('/asset-facets/{facet}', 'tag');
  const [framework, control] = await Promise.all([
    maker.first('/violations?state=all', 'framework'),
    maker.first('/violations?state=all', 'control'),
  ]);
  held.set('/frameworks/{framework}', framework);
  held.set('/frameworks/{framework}/controls/{control}', control);
  held.set('/notifications/preferences/{topic}', await maker.first('/notifications/preferences', 'id'));
  await maker.tell();
  held.set('/notifications/{id}', await maker.first('/notifications', 'id'));
  for (const [place, id] of Object.entries(known)) held.set(place, id);
  return held;
}

/** What a parameter of a route is called that is there; undefined where nothing is held. */
export function heldFor(held: HeldThings, { template }: Endpoint, name: string): string | undefined {
  const exact = [...held].filter(([place]) => place.endsWith(`{${name}}`) && template.startsWith(place));
  return exact.toSorted(([left], [right]) => right.length - left.length)[0]?.[1];
}

/** An id of the same shape and length that nothing has. */
export function unknownLike(id: string): string {
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(id)?.[0];
  if (uuid !== undefined) return id.replace(uuid, randomUUID());
  if (/^\d+$/.test(id)) return '9'.repeat(id.length);
  return id.slice(0, -1) + (id.endsWith('q') ? 'w' : 'q');
}
