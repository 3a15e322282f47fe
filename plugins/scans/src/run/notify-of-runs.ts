import { type NotificationRule, type StorageService, sql } from '@datawave/plugin-sdk';

const FAILED = 'scans.run.failed';
const WITH_PROBLEMS = 'scans.run.completed-with-errors';

interface EndedRun {
  readonly key: string;
  readonly title: string;
  readonly createdBy: string;
}

/** Tells who has started a scan that it failed or had problems; those who run scans, where nobody started it. */
export const notifyOfRuns = (storage: StorageService): NotificationRule => ({
  topics: [
    {
      id: 'scans.failed',
      title: 'Scans that failed',
      description: 'Of scans that you started, and of planned ones where you may run scans.',
    },
    {
      id: 'scans.with-problems',
      title: 'Scans that ended with problems',
      description: 'Some of what was to be scanned could not be read.',
    },
  ],
  on: [FAILED, WITH_PROBLEMS],
  async compose(scope, { type, subject = '' }) {
    const [run] = await storage.transaction(scope, (tx) =>
      storage.query<EndedRun>(
        tx,
        sql`select source ->> 'key' as key, source ->> 'title' as title, created_by as "createdBy"
            from ${sql.identifier(storage.schema, 'runs')} where id = ${subject}::uuid`,
      ),
    );
    if (run === undefined) return [];
    const { key, title: source, createdBy } = run;
    const isPersons = createdBy.startsWith('user:');
    const hasFailed = type === FAILED;
    return [
      {
        to: [
          isPersons ? { kind: 'principal', id: createdBy } : { kind: 'permission', permission: 'scans:run' },
        ],
        ...(hasFailed
          ? { topic: 'scans.failed', title: 'The scan of {source} failed', tone: 'danger' }
          : {
              topic: 'scans.with-problems',
              // How many, those who do not see every asset are not told anywhere.
              title: 'The scan of {source} ended with problems',
              tone: 'warning',
            }),
        values: { source },
        href: `/scans/${subject}`,
        // Of planned ones the latest says enough.
        ...(isPersons ? {} : { dedupeKey: key }),
        about: { permission: 'sources:read', attributes: { source: key } },
      },
    ];
  },
});
