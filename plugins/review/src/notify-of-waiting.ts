import {
  DataWaveError,
  type NotificationRule,
  type ScansService,
  type SourcesService,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';

/** Tells those who decide that a scan has left verdicts to review: one notification for each source, however many there are. */
export const notifyOfWaiting = (
  storage: StorageService,
  optional: { readonly scans: ScansService | undefined; readonly sources: SourcesService | undefined },
): NotificationRule => ({
  topics: [
    {
      id: 'review.waiting',
      title: 'Verdicts to review',
      description: 'A scan has found what a person is to decide.',
    },
  ],
  on: ['scans.run.completed', 'scans.run.completed-with-errors'],
  async compose(scope, { subject = '' }) {
    const { scans, sources } = optional;
    if (scans === undefined || sources === undefined) return [];
    const source = await scans
      .get(scope, subject)
      .then(({ sourceId }) => sources.get(scope, sourceId))
      .catch((error: unknown) => {
        // It has gone meanwhile, and what was found in it.
        if (DataWaveError.is(error) && error.status === 404) return null;
        throw error;
      });
    if (source === null) return [];
    const waiting = await storage.transaction(scope, (tx) =>
      storage.query(
        tx,
        sql`select from ${sql.identifier(storage.schema, 'verdicts')} where source_id = ${source.id}::uuid and status = 'suggested' limit 1`,
      ),
    );
    if (waiting.length === 0) return [];
    return [
      {
        to: [{ kind: 'permission', permission: 'review:decide' }],
        topic: 'review.waiting',
        title: 'Verdicts about {source} wait for review',
        values: { source: source.title },
        href: `/review?source=${source.id}`,
        dedupeKey: source.id,
        about: { permission: 'sources:read', attributes: { source: source.key } },
      },
    ];
  },
});
