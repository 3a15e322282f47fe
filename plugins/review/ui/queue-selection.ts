import { type DataWaveElement, t } from '@datawave/plugin-sdk/ui';

/** Which verdicts are selected, with ranges from the one that was chosen last. Draws its element again and says how many there are. */
export class QueueSelection {
  readonly #host: DataWaveElement;
  readonly #ids = new Set<string>();
  #anchor: string | null = null;

  constructor(host: DataWaveElement) {
    this.#host = host;
  }

  get size(): number {
    return this.#ids.size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  toggle(id: string | undefined): void {
    if (id === undefined) return;
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#anchor = id;
    this.#changed();
  }

  /** Begins a range here unless one has begun. */
  begin(id: string | undefined): void {
    if (this.#anchor === null && id !== undefined) this.#anchor = id;
  }

  /** Selects everything from where the range began to here. */
  reach(open: readonly { readonly id: string }[], id: string | undefined): void {
    if (id === undefined) return;
    this.begin(id);
    const [from, to] = [this.#anchor, id].map((end) => open.findIndex((item) => item.id === end));
    if (from === undefined || to === undefined || to < 0) return;
    const start = from < 0 ? to : from;
    for (const item of open.slice(Math.min(start, to), Math.max(start, to) + 1)) this.#ids.add(item.id);
    this.#changed();
  }

  all(open: readonly { readonly id: string }[]): void {
    for (const { id } of open) this.#ids.add(id);
    this.#changed();
  }

  clear(): void {
    this.#anchor = null;
    if (this.#ids.size === 0) return;
    this.#ids.clear();
    this.#changed();
  }

  /** Lets go of what is not on the list any more. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#ids) if (!ids.has(id)) this.#ids.delete(id);
  }

  #changed(): void {
    this.#host.requestUpdate();
    this.#host.shell.announce(t('Selected: {n}', { n: this.#ids.size }));
  }
}
