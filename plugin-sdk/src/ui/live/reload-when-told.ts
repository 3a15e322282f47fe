import type { ReactiveController } from 'lit';
import type { DataWaveElement } from '../datawave-element.ts';
import { EditWatch } from './edit-watch.ts';

/** Between the end of one reload and the beginning of the next. */
const REST_MS = 2_000;

/**
 * Loads again what an element shows when a topic has changed: once for many changes, not while nobody sees the page but when it is
 * looked at again, and not while somebody writes into a field below the element.
 */
export class ReloadWhenTold implements ReactiveController {
  readonly #host: DataWaveElement;
  readonly #topics: readonly string[];
  readonly #reload: () => Promise<void>;
  readonly #edits: EditWatch;
  #isDue = false;
  #isAtWork = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(host: DataWaveElement, topics: readonly string[], reload: () => Promise<void>) {
    this.#host = host;
    this.#topics = topics;
    this.#reload = reload;
    this.#edits = new EditWatch(host);
    host.addController(this);
  }

  hostConnected(): void {
    const { live } = this.#host.shell;
    for (const topic of this.#topics) this.#host.onDisconnect(live.follow(topic, () => this.#told()));
    this.#edits.start(this.#host.lifetime);
    this.#host.listen(document, 'visibilitychange', () => this.#go());
  }

  hostDisconnected(): void {
    this.#isDue = false;
    this.#edits.forget();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** What was written has been kept: the page itself loads again. */
  settled(): void {
    this.#edits.forget();
  }

  #told(): void {
    this.#isDue = true;
    this.#go();
  }

  #go(): void {
    if (!this.#isDue || this.#isAtWork || this.#timer !== null || document.visibilityState === 'hidden')
      return;
    if (this.#edits.isEditing) {
      this.#later();
      return;
    }
    this.#isDue = false;
    this.#isAtWork = true;
    void this.#reload().finally(() => {
      this.#isAtWork = false;
      if (this.#host.isConnected) this.#later();
    });
  }

  #later(): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#go();
    }, REST_MS);
  }
}
