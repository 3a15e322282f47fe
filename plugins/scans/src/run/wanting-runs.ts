import {
  type ExecutionScope,
  type SourcesService,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { Visibility } from '../visibility.ts';
import { COMPLETED_STATES, END_STATES } from './run-state.ts';

/** A run that somebody should look at. */
export interface WantingRun {
  readonly id: string;
  readonly source: { readonly id: string; readonly title: string };
  readonly at: string;
}

/** A run that found assets of another shape than before. */
export interface DriftingRun extends WantingRun {
  readonly assets: number;
}

/** What of scans wants attention: of sources and assets that the caller may see. */
export interface WantingRuns {
  /** The last scan of a source failed, or ended with problems; the latest first. */
  readonly failed: readonly WantingRun[];
  readonly withProblems: readonly WantingRun[];
  /** Paused for longer than an hour, by somebody or by the source. */
  readonly paused: readonly WantingRun[];
  /** The last completed scan of a source, within so many days, found assets of another shape. */
  readonly drifted: readonly DriftingRun[];
}

/** What is told of the source of a run `r`. */
const SOURCE = sql`jsonb_build_object('id', r.source -> 'id', 'title', r.source -> 'title')`;

/** Runs of each kind that are told. */
const MOST = 200;
/** A change of shape is news for so many days. */
const NEWS_DAYS = 7;
/** A failure that nobody has looked after in so many days is none any more. */
const FAILURE_DAYS = 90;

/** Finds the runs that want attention. */
export class WantingRunsFinder {
  readonly #storage: StorageService;
  readonly #sources: SourcesService;
  readonly #visible: Visibility;

  constructor(storage: StorageService, sources: SourcesService, visible: Visibility) {
    this.#storage = storage;
    this.#sources = sources;
    this.#visible = visible;
  }

  async find(scope: ExecutionScope): Promise<WantingRuns> {
    const seen = await this.#sources.visible(scope, 'scans:read', sql`runs.source->>'key'`);
    const shapes = await this.#visible(scope, sql`drifts.urn`);
    const found = await this.#storage.transaction(scope, async (tx) => ({
      ended: await this.#storage.query<WantingRun & { readonly state: string }>(
        tx,
        sql`select r.id, ${SOURCE} as source, r.state, ${sql.isoTime(sql`r.finished_at`)} as at from (
              select distinct on (source_id) id, source_id, source, state, created_at, finished_at from ${this.#table('runs')} runs
              where state = any(${END_STATES}::text[]) and chosen is null and ${seen.predicate} order by source_id, created_at desc) r
            where r.state in ('failed', 'completed-with-errors') and not ${this.#isMadeUpFor()} and r.finished_at > now() - ${FAILURE_DAYS}::int * interval '1 day'
            order by r.finished_at desc limit ${MOST}`,
      ),
      paused: await this.#storage.query<WantingRun>(
        tx,
        sql`select r.id, ${SOURCE} as source, ${sql.isoTime(sql`t.at`)} as at from (select * from ${this.#table('runs')} runs where runs.state = 'paused' and runs.held_by <> 'maintenance' and ${seen.predicate}) r
              cross join lateral (select at from ${this.#table('transitions')} where run_id = r.id and to_state = 'paused' order by id desc limit 1) t
            where t.at < now() - interval '1 hour' order by t.at desc limit ${MOST}`,
      ),
      drifted: await this.#storage.query<DriftingRun>(
        tx,
        sql`select r.id, ${SOURCE} as source, ${sql.isoTime(sql`r.finished_at`)} as at, d.assets from (
              select distinct on (source_id) id, source, finished_at from ${this.#table('runs')} runs
              where state = any(${COMPLETED_STATES}::text[]) and chosen is null and finished_at > now() - ${NEWS_DAYS}::int * interval '1 day' and ${seen.predicate} order by source_id, created_at desc) r
              join (select run_id, count(*)::int as assets from ${this.#table('drifts')} drifts where ${shapes.predicate} group by 1) d on d.run_id = r.id
            order by r.finished_at desc limit ${MOST}`,
      ),
    }));
    const there = await this.#there(scope, [...found.ended, ...found.paused, ...found.drifted]);
    const shown = <Run extends WantingRun>(runs: readonly Run[]): readonly Run[] =>
      runs.filter(({ source }) => there.has(source.id));
    const ended = (wanted: string): readonly WantingRun[] =>
      shown(found.ended.filter(({ state }) => state === wanted)).map(({ state: _state, ...run }) => run);
    return {
      failed: ended('failed'),
      withProblems: ended('completed-with-errors'),
      paused: shown(found.paused),
      drifted: shown(found.drifted),
    };
  }

  /** Whether all that a run `r` did not get done has been done by later scans of chosen assets, which are no scan of the source. */
  #isMadeUpFor(): SqlFragment {
    const [runs, tasks] = [this.#table('runs'), this.#table('tasks')];
    const later = sql`later.source_id = r.source_id and later.chosen is not null and later.created_at > r.created_at`;
    return sql`(r.state = 'completed-with-errors' and exists (select from ${runs} later where ${later})
      and not exists (select from ${tasks} missed where missed.run_id = r.id and missed.state in ('failed', 'cancelled')
        and not exists (select from ${tasks} made join ${runs} later on later.id = made.run_id where ${later} and made.urn = missed.urn and made.state = 'completed')))`;
  }

  /** Runs outlive their sources; those of a source that is gone want nobody's attention. */
  async #there(scope: ExecutionScope, runs: readonly WantingRun[]): Promise<ReadonlySet<string>> {
    const ids = [...new Set(runs.map(({ source }) => source.id))];
    if (ids.length === 0) return new Set();
    return new Set((await this.#sources.list(scope, { ids })).map(({ id }) => id));
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
