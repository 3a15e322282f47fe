import {
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type JobsService,
  type PluginState,
  type PluginsService,
} from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import { type AuditHarm, pluginKey, trailKey } from '../detect/audit-disabled.ts';
import type { NewObservation } from '../observe/observation-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DOWN: ReadonlySet<PluginState> = new Set(['disabled', 'invalid', 'blocked', 'failed']);
const SEALER = 'activity';
const SEALING_JOB = 'activity.sweep';
const OWN = 'security-monitor';

/** Looks for what leaves no entry in the trail: that what seals it does not run, or stands still. */
export class AuditWatch {
  readonly #plugins: Pick<PluginsService, 'list'>;
  readonly #jobs: Pick<JobsService, 'list'>;
  readonly #config: Config['audit'];
  readonly #startedAt: number;

  constructor(
    plugins: Pick<PluginsService, 'list'>,
    jobs: Pick<JobsService, 'list'>,
    config: Config['audit'],
    startedAt: number,
  ) {
    this.#plugins = plugins;
    this.#jobs = jobs;
    this.#config = config;
    this.#startedAt = startedAt;
  }

  /** What is wrong now. The same is told once a day, so that whoever has dismissed it is not told every minute. */
  async look(
    scope: ExecutionScope,
    now = Date.now(),
  ): Promise<readonly (NewObservation & { readonly reach: 'platform' })[]> {
    const states = await this.#plugins.list();
    const found: (NewObservation & { readonly reach: 'platform' })[] = [];
    for (const { id, state } of states)
      if (id !== OWN && this.#config.plugins.includes(id) && DOWN.has(state))
        found.push(observed('plugin-down', pluginKey(id), now, { state }));
    if (
      states.some(({ id, state }) => id === SEALER && state === 'active') &&
      (await this.#isStalled(scope, now))
    )
      found.push(observed('sealing-stalled', trailKey('all'), now, { minutes: this.#config.stalledMinutes }));
    return found;
  }

  async #isStalled(scope: ExecutionScope, now: number): Promise<boolean> {
    const oldest = now - this.#config.stalledMinutes * MINUTE_MS;
    // What stood still while nothing ran at all is no harm yet.
    if (this.#startedAt > oldest) return false;
    const inside = { ...scope, workspace: DEFAULT_WORKSPACE };
    const { items } = await this.#jobs.list(inside, { name: SEALING_JOB, state: 'completed', limit: 1 });
    return Date.parse(items.at(0)?.finishedAt ?? '1970-01-01T00:00:00Z') < oldest;
  }
}

const KINDS: readonly AuditHarm[] = ['plugin-down', 'sealing-stalled'];

const observed = (
  what: AuditHarm,
  key: string,
  now: number,
  facts: Readonly<Record<string, string | number>>,
): NewObservation & { readonly reach: 'platform' } => ({
  ...{ detection: 'audit-disabled', key, reach: 'platform', at: new Date(now).toISOString() },
  // Below every position in the trail: one for each day and kind.
  position: String(-(Math.floor(now / DAY_MS) * 10 + KINDS.indexOf(what))),
  facts: { what, ...facts },
});
