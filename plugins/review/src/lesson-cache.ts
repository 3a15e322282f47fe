import {
  type Disposer,
  type EventsService,
  pluginScope,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { type Lesson, LessonTable } from './lessons.ts';
import type { ReviewStore } from './review-store.ts';

/** Events are how replicas hear of decisions; this is for one that missed them, milliseconds. */
const LONGEST_KEPT_MS = 60_000;

/** Most that is kept in memory for a workspace, the most decided on first. */
const MOST_LESSONS = 20_000;

interface Kept {
  readonly table: Promise<LessonTable>;
  readonly until: number;
}

/**
 * What each workspace has learnt, in memory: read when it is first asked for, and again after a decision in any process
 * has been announced.
 */
export class LessonCache {
  readonly #storage: StorageService;
  readonly #store: ReviewStore;
  readonly #signal: AbortSignal;
  readonly #kept = new Map<string, Kept>();

  constructor(storage: StorageService, store: ReviewStore, signal: AbortSignal) {
    this.#storage = storage;
    this.#store = store;
    this.#signal = signal;
  }

  /** Follows decisions; forgets what they make untrue. */
  follow(events: EventsService): Disposer {
    return events.subscribe({ types: ['review.verdict.*'] }, ({ workspace }) => {
      this.#kept.delete(workspace);
    });
  }

  of(workspace: string): Promise<LessonTable> {
    const kept = this.#kept.get(workspace);
    if (kept !== undefined && kept.until > Date.now()) return kept.table;
    const table = this.#read(workspace);
    const entry = { table, until: Date.now() + LONGEST_KEPT_MS };
    this.#kept.set(workspace, entry);
    // A failure is not kept: the next one who asks tries again.
    table.catch(() => {
      if (this.#kept.get(workspace) === entry) this.#kept.delete(workspace);
    });
    return table;
  }

  async #read(workspace: string): Promise<LessonTable> {
    const scope = pluginScope('review', 'Review', { workspace, signal: this.#signal });
    const lessons = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<Lesson>(tx, this.#statement()),
    );
    return new LessonTable(lessons);
  }

  /**
   * Votes by look and type. Acceptances count only where a correction or rejection has been made of columns of that name:
   * they keep one odd correction from turning what many have confirmed, and teach nothing by themselves.
   */
  #statement() {
    const verdicts = this.#store.table('verdicts');
    const columns = this.#store.table('columns');
    return sql`with decided as (
          select c.name_key, c.kind, c.shape_key, v.info_type, v.decided_type, v.status from ${verdicts} v join ${columns} c on c.id = v.column_id
          where v.status <> 'suggested' and v.question = 'type'
        ), taught as (select distinct name_key, kind from decided where status in ('corrected', 'rejected')),
        votes as (
          select name_key, kind, shape_key, decided_type as info_type, 1 as vote from decided where status in ('corrected', 'accepted')
          union all
          select name_key, kind, shape_key, info_type, -1 from decided where status in ('corrected', 'rejected') and info_type <> ''
        )
        select name_key as "nameKey", kind, shape_key as "shapeKey", info_type as "infoType", sum(vote)::int as votes
        from votes join taught using (name_key, kind) group by 1, 2, 3, 4 having sum(vote) <> 0 order by abs(sum(vote)) desc limit ${MOST_LESSONS}`;
  }
}
