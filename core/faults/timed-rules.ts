import type pg from 'pg';
import type { ApiClient } from './api-client.ts';
import type { FaultPlatform } from './fault-platform.ts';

const LOOK_MS = 200;
/** The platform looks for rules that are due once a minute; here it does so whenever one is and nobody has come. */
const TICK_MS = 3_000;
const HALF_A_DAY_MS = 12 * 3_600_000;

/**
 * Two rules that say the same and run by themselves once a day, half a day from now. Their time is brought forward again and
 * again while things break: each time one of them is to start one scan, and the other to be told of its twin.
 */
export class TimedRules {
  readonly #platform: FaultPlatform;
  readonly #source: string;
  readonly #rules: readonly string[];
  readonly #nextAt: Date;
  /** Times that were set; false where it could not be told whether they were. */
  readonly #times = new Map<string, boolean>();

  private constructor(platform: FaultPlatform, source: string, rules: readonly string[], nextAt: Date) {
    this.#platform = platform;
    this.#source = source;
    this.#rules = rules;
    this.#nextAt = nextAt;
  }

  static async add(platform: FaultPlatform, client: ApiClient, source: string): Promise<TimedRules> {
    const nextAt = new Date(Date.now() + HALF_A_DAY_MS);
    nextAt.setUTCMinutes(0, 0, 0);
    const schedule = { cron: `0 ${nextAt.getUTCHours()} * * *`, timeZone: 'UTC' };
    const rules: string[] = [];
    for (const title of ['timed one', 'timed two'])
      rules.push(await client.addRule({ title, sources: [source], schedule, mode: 'full' }));
    return new TimedRules(platform, source, rules, nextAt);
  }

  /** How often their time came. */
  get count(): number {
    return this.#times.size;
  }

  /** Brings their time forward, once more whenever what came of the last one is known. */
  async fire(isOver: () => boolean): Promise<void> {
    do {
      const at = new Date(Date.now() - 1_000).toISOString();
      this.#times.set(at, false);
      try {
        await this.#platform.look(async (client) => {
          await client.query(
            'update scan_rules.schedules set next_at = $2::timestamptz where rule_id = any($1::uuid[])',
            [this.#rules, at],
          );
        });
        this.#times.set(at, true);
      } catch {
        // The database is away; whether it took that is seen at the end.
      }
      await this.#outcome(at, isOver);
    } while (!isOver());
  }

  /** Waits until what came of a time is known and nothing of it is under way; goes on waiting when things have been healed. */
  async #outcome(at: string, isOver: () => boolean): Promise<void> {
    let ticked = Number.NEGATIVE_INFINITY;
    let deadline = Number.POSITIVE_INFINITY;
    while (performance.now() < deadline) {
      if (isOver() && deadline === Number.POSITIVE_INFINITY) deadline = performance.now() + 90_000;
      const isTick = performance.now() - ticked > TICK_MS;
      const isKnown = await this.#platform
        .look(async (client) => {
          if (isTick)
            await client.query(
              `update core.job_schedules set next_at = now() where plugin = 'scans' and name = 'schedules' and next_at > now()`,
            );
          const { rows } = await client.query<{ known: boolean }>(
            `select (not exists (select from scan_rules.schedules where rule_id = any($1::uuid[]) and next_at < now())
                and (select count(*) from scan_rules.outcomes where rule_id = any($1::uuid[]) and due_at = $2::timestamptz) in (0, $3)
                and not exists (select from core.jobs where name = 'scans.schedule-due' and state in ('waiting', 'delayed', 'running'))
                and not exists (select from scans.runs where source_id = $4::uuid and finished_at is null)) as known`,
            [this.#rules, at, this.#rules.length, this.#source],
          );
          return rows[0]?.known === true;
        })
        .catch(() => false);
      if (isTick) ticked = performance.now();
      if (isKnown) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Which of the times did not start one scan exactly, and what was started at no time of theirs. */
  async check(client: pg.Client): Promise<readonly string[]> {
    const { rows } = await client.query<{ at: string; started: string[]; skipped: string[] }>(
      `select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
         coalesce(array_agg(run_id::text) filter (where outcome = 'started'), '{}') as started, coalesce(array_agg(code) filter (where outcome = 'skipped'), '{}') as skipped
       from scan_rules.outcomes where rule_id = any($1::uuid[]) group by 1`,
      [this.#rules],
    );
    const byTime = new Map(rows.map((row) => [row.at, row]));
    const faults = rows
      .filter(({ at }) => !this.#times.has(at))
      .map(({ at }) => `rules ran at ${at}, which was no time of theirs`);
    for (const [at, isSure] of this.#times) {
      const { started = [], skipped = [] } = byTime.get(at) ?? {};
      const told = skipped.every((code) => ['DW_SCAN_RULE_TWIN', 'DW_SCAN_RUNNING'].includes(code));
      const isRight = started.length === 1 && skipped.length === this.#rules.length - 1 && told;
      if (!isRight && (isSure || started.length + skipped.length > 0))
        faults.push(
          `at ${at} the timed rules started ${started.length} scans and skipped ${skipped.join() || 'none'}`,
        );
    }
    const runs = await client.query<{ id: string; rule: string | null }>(
      `select id::text as id, rule ->> 'id' as rule from scans.runs where source_id = $1::uuid`,
      [this.#source],
    );
    const started = rows.flatMap((row) => row.started).sort();
    const present = runs.rows.map(({ id }) => id).sort();
    if (started.join() !== present.join())
      faults.push(
        `the timed rules started ${started.length} scans by what is recorded, and there are ${present.length}`,
      );
    const { rows: next } = await client.query<{ at: string }>(
      `select to_char(next_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from scan_rules.schedules where rule_id = any($1::uuid[]) and next_at is distinct from $2::timestamptz`,
      [this.#rules, this.#nextAt.toISOString()],
    );
    return [
      ...faults,
      ...next.map(({ at }) => `a timed rule runs next at ${at} and should at ${this.#nextAt.toISOString()}`),
    ];
  }
}
