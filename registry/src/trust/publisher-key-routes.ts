import {
  type AccessService,
  type AuditService,
  closedSchema,
  type EventsService,
  type ExecutionScope,
  type HttpService,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { PublisherStore } from '../publishers/publisher-store.ts';
import { notAMember } from '../registry-errors.ts';
import type { PublisherKeys } from './publisher-keys.ts';

const id = { type: 'string', maxLength: 300 } as const;
const keyid = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;

/** Mounts the keys of publishers: for everybody to look at, for the publisher's people to add and retire. */
export function mountPublisherKeyRoutes(
  http: HttpService,
  parts: {
    readonly reads: string;
    readonly storage: StorageService;
    readonly access: AccessService;
    readonly audit: AuditService;
    readonly events: EventsService;
    readonly publishers: PublisherStore;
    readonly publisherKeys: PublisherKeys;
  },
): void {
  const { reads, storage, access, audit, events, publishers, publisherKeys } = parts;
  const asMember = <T>(
    scope: ExecutionScope,
    which: string,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> =>
    storage.transaction(scope, async (tx) => {
      const publisher = await publishers.get(tx, which);
      if (!publisher.members.includes(scope.principal.id)) {
        const { allowed } = await access.decide(scope, { permission: 'registry:administer' });
        if (!allowed) throw notAMember(publisher.scope ?? publisher.id, publisher.id);
      }
      return work(tx);
    });
  const told = async (
    tx: Transaction,
    scope: ExecutionScope,
    what: 'added' | 'retired',
    publisher: string,
    key: string,
  ): Promise<void> => {
    const type = `registry.publisher-key.${what}`;
    await events.publish(tx, scope, { type, subject: publisher, data: { keyid: key } });
    await audit.record(tx, scope, {
      action: type,
      object: { type: 'publisher', id: publisher },
      after: { keyid: key },
    });
  };

  http.route<{ keyid: string }>({
    method: 'GET',
    path: '/npm/-/datawave/keys/:keyid',
    permission: reads,
    summary:
      'A key of a publisher by its id, also a retired one: whoever knows the id can check that it is the right one',
    params: closedSchema({ keyid }, ['keyid']),
    handler: ({ scope, params }) =>
      storage.transaction(scope, async (tx) => ({ body: await publisherKeys.get(tx, params.keyid) })),
  });
  http.route<{ id: string }>({
    method: 'GET',
    path: '/npm/-/datawave/publishers/:id/keys',
    permission: reads,
    summary: 'The keys with which a publisher signs, the oldest first',
    params: closedSchema({ id }, ['id']),
    handler: ({ scope, params }) =>
      storage.transaction(scope, async (tx) => {
        await publishers.get(tx, params.id);
        return { body: { items: await publisherKeys.list(tx, params.id), nextCursor: null } };
      }),
  });
  http.route<{ id: string }, never, { title: string; publicKey: string }>({
    method: 'POST',
    path: '/npm/-/datawave/publishers/:id/keys',
    permission: 'registry:publish',
    recentSignIn: true,
    summary: 'Adds a key: from then on whatever the publisher publishes must be signed by one of its keys',
    params: closedSchema({ id }, ['id']),
    body: closedSchema(
      {
        title: { type: 'string', minLength: 1, maxLength: 100 },
        publicKey: { type: 'string', maxLength: 1000, description: 'SPKI in PEM.' },
      },
      ['title', 'publicKey'],
    ),
    handler: async ({ scope, params, body }) => {
      const added = await asMember(scope, params.id, async (tx) => {
        const made = await publisherKeys.add(tx, params.id, body, scope.principal.id);
        await told(tx, scope, 'added', params.id, made);
        return publisherKeys.get(tx, made);
      });
      const location = `/api/v1/npm/-/datawave/keys/${added.keyid}`;
      return { status: 201, headers: { location }, body: added };
    },
  });
  http.route<{ id: string; keyid: string }>({
    method: 'DELETE',
    path: '/npm/-/datawave/publishers/:id/keys/:keyid',
    permission: 'registry:publish',
    recentSignIn: true,
    summary: 'Retires a key: it signs nothing new, and what it has signed stays as it is',
    params: closedSchema({ id, keyid }, ['id', 'keyid']),
    handler: async ({ scope, params }) => {
      await asMember(scope, params.id, async (tx) => {
        // Of another publisher's key nothing is said here.
        if (await publisherKeys.retire(tx, params.id, params.keyid))
          await told(tx, scope, 'retired', params.id, params.keyid);
        else await publisherKeys.get(tx, params.keyid);
      });
      return {};
    },
  });
}
