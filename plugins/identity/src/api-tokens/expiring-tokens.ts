import {
  DEFAULT_WORKSPACE,
  defineJob,
  type EventsService,
  identityEvents,
  type NotificationRule,
  pluginScope,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';

/** Days before its end on which somebody is told of a token. */
const DAYS_BEFORE = [7, 1];
const AT_ONCE = 1_000;

/** Looks once a day which tokens are about to expire. */
export const expiringTokensJob = defineJob<Record<string, never>>({
  name: 'identity.expiring-tokens',
  payload: { type: 'object', additionalProperties: false },
  attempts: 3,
  timeoutMs: 60_000,
});

/** Says of each token that expires in seven days or in one that it does; asked once a day. */
export async function tellExpiring(
  { storage, events }: { readonly storage: StorageService; readonly events: EventsService },
  signal: AbortSignal,
): Promise<void> {
  const scopeIn = (workspace: string) => pluginScope('identity', 'Identity', { workspace, signal });
  const ending = DAYS_BEFORE.map(
    (days) =>
      sql`(expires_at > now() + make_interval(days => ${days - 1}) and expires_at <= now() + make_interval(days => ${days}))`,
  );
  const tokens = await storage.transaction(scopeIn(DEFAULT_WORKSPACE), (tx) =>
    storage.query<{ id: string; name: string; owner: string; workspace: string; days: number }>(
      tx,
      sql`select id, name, coalesce(user_id, created_by) as owner, workspace::text as workspace, ceil(extract(epoch from expires_at - now()) / 86400)::int as days
          from ${sql.identifier(storage.schema, 'api_tokens')} where revoked_at is null and (${sql.join(ending, ' or ')}) limit ${AT_ONCE}`,
    ),
  );
  for (const { id, name, owner, workspace, days } of tokens)
    await storage.transaction(scopeIn(workspace), (tx) =>
      events.publish(tx, scopeIn(workspace), {
        type: identityEvents.apiTokenExpiring,
        subject: id,
        data: { owner, name, days },
      }),
    );
}

/** Tells whose a token is that it is about to expire. */
export const notifyOfTokens: NotificationRule = {
  topics: [{ id: 'identity.token-expiring', title: 'API tokens that are about to expire' }],
  on: [identityEvents.apiTokenExpiring],
  compose(_scope, { subject = '', data }) {
    const { owner, name, days } = Object(data) as Readonly<Record<string, unknown>>;
    if (typeof owner !== 'string' || typeof name !== 'string' || typeof days !== 'number')
      return Promise.resolve([]);
    return Promise.resolve([
      {
        to: [{ kind: 'principal', id: owner }],
        topic: 'identity.token-expiring',
        title: 'The token {name} expires in {days, plural, one {# day} other {# days}}',
        values: { name, days },
        tone: 'warning',
        href: '/account',
        dedupeKey: subject,
      },
    ]);
  },
};
