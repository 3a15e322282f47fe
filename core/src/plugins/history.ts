import { DataWaveError, type PluginState } from '@datawave/plugin-sdk';

/** A change of a plugin's state. */
export interface StateChange {
  /** ISO 8601. */
  readonly at: string;
  readonly from: PluginState;
  readonly to: PluginState;
  readonly reason: string | null;
}

/** Something that went wrong with a plugin; the same thing again is counted. */
export interface PluginIncident {
  /** Stable code, or null where an error has none. */
  readonly code: string | null;
  readonly message: string;
  /** A phase of its life, `hook NAME`, or `run`. */
  readonly where: string;
  readonly count: number;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
}

const MOST_CHANGES = 50;
const MOST_INCIDENTS = 20;
const LONGEST_MESSAGE = 2_000;

/** What a plugin went through since the process began: the latest of it, in memory. */
export class PluginHistory {
  readonly #changes: StateChange[] = [];
  readonly #incidents: PluginIncident[] = [];

  /** The latest last. */
  get changes(): readonly StateChange[] {
    return [...this.#changes];
  }

  /** The latest last. */
  get incidents(): readonly PluginIncident[] {
    return [...this.#incidents];
  }

  moved(from: PluginState, to: PluginState, reason: string | null): void {
    const last = this.#changes.at(-1);
    // A tap that fails a thousand times a second is one thing to tell.
    if (from === to && last?.to === to && last.reason === reason) return;
    this.#changes.push({ at: new Date().toISOString(), from, to, reason });
    if (this.#changes.length > MOST_CHANGES) this.#changes.shift();
  }

  failed(error: unknown, where: string): void {
    const message = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_MESSAGE);
    const code = DataWaveError.is(error) ? error.code : null;
    const now = new Date().toISOString();
    const index = this.#incidents.findIndex(
      (known) => known.code === code && known.message === message && known.where === where,
    );
    const [known] = index < 0 ? [] : this.#incidents.splice(index, 1);
    this.#incidents.push({
      code,
      message,
      where,
      count: (known?.count ?? 0) + 1,
      firstAt: known?.firstAt ?? now,
      lastAt: now,
    });
    if (this.#incidents.length > MOST_INCIDENTS) this.#incidents.shift();
  }
}
