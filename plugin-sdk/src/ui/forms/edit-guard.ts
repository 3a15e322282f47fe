import { html, nothing, type ReactiveController } from 'lit';
import type { Versioned } from '../client/api-client.ts';
import { isAborted, ProblemError } from '../client/problem.ts';
import type { DataWaveElement } from '../datawave-element.ts';
import { t } from '../i18n/index.ts';
import { contestedFields, mergedValues } from './three-way.ts';

/** What an {@link EditGuard} has to know of its form. @public */
export interface GuardedForm<T extends object> {
  /** Live topic that tells of changes, as the plugin's manifest names it. */
  readonly topic: string;
  /** Reads how the thing is now, in the shape of the form's values. */
  readonly load: (signal: AbortSignal) => Promise<Versioned<T>>;
  /** What stands in the form. */
  readonly mine: () => T;
  /** Puts values into the form, to be saved over a version. */
  readonly take: (values: T, etag: string | null) => void;
  /** Names of the values that two people may change, with what people call them. */
  readonly fields: () => Readonly<Record<string, string>>;
  /** How a value is shown; null for the usual way. */
  readonly show?: (name: string, value: unknown) => string | null;
}

/**
 * Watches over a thing while somebody edits it. Whoever has it open is told as soon as somebody else saves it; whoever saves second is
 * shown what the other has changed, and chooses value by value. Hand it to {@link saveForm}, and draw `note` above the form.
 *
 * ```ts
 * #guard = new EditGuard<Badge>(this, { topic: 'badges', load, mine: () => this.badge, take: …, fields: () => ({ title: t('Name') }) });
 * // opened: this.#guard.begin(values, etag);    closed: this.#guard.end();
 * await saveForm(this, () => this.shell.api.patch(path, this.badge, { ifMatch: this.#guard.etag }), { guard: this.#guard });
 * ```
 * @public
 */
export class EditGuard<T extends object> implements ReactiveController {
  readonly #host: DataWaveElement;
  readonly #form: GuardedForm<T>;
  #base: Versioned<T> | null = null;
  #isChanged = false;
  #looking: AbortController | null = null;

  constructor(host: DataWaveElement, form: GuardedForm<T>) {
    this.#host = host;
    this.#form = form;
    host.addController(this);
  }

  hostConnected(): void {
    const { live } = this.#host.shell;
    this.#host.onDisconnect(live.follow(this.#form.topic, () => void this.#look()));
  }

  hostDisconnected(): void {
    this.#looking?.abort();
  }

  /** Version that what stands in the form is about; null for none. */
  get etag(): string | null {
    return this.#base?.etag ?? null;
  }

  /** What the form was filled with; null while nobody edits. */
  get base(): T | null {
    return this.#base?.value ?? null;
  }

  /** Somebody edits from now on, a form filled with these values. */
  begin(value: T, etag: string | null): void {
    this.#base = { value: structuredClone(value), etag };
    this.#isChanged = false;
  }

  /** Nobody edits any longer. */
  end(): void {
    this.#base = null;
    this.#isChanged = false;
    this.#looking?.abort();
  }

  /** Says that somebody else has changed it meanwhile, with a button that shows what. */
  note(): unknown {
    if (!this.#isChanged || this.#base === null) return nothing;
    return html`<dw-callout tone="warning" icon="user" live>${t('Somebody else has changed this since you opened it. Nothing of yours is lost.')}
      <dw-button size="small" variant="quiet" @click=${() => void this.resolve()}>${t('See what changed')}</dw-button></dw-callout>`;
  }

  /**
   * Shows what somebody else has changed, and puts into the form what is chosen.
   * @returns whether something was; what stands in the form is then about the newest version
   * @throws ProblemError when the thing cannot be read
   */
  async resolve(): Promise<boolean> {
    const base = this.#base;
    if (base === null) return false;
    const { load, mine, take, fields, show = () => null } = this.#form;
    const [theirs, { askAboutConflict }] = await Promise.all([
      load(this.#host.lifetime),
      import('./conflict-dialog.ts'),
    ]);
    const titles = fields();
    const own = mine();
    const choices = await askAboutConflict(this.#host, {
      fields: contestedFields(Object.keys(titles), base.value, own, theirs.value),
      titleOf: (name) => titles[name] ?? name,
      show,
    });
    if (choices === null) return false;
    take(mergedValues(own, theirs.value, choices), theirs.etag);
    this.begin(theirs.value, theirs.etag);
    this.#host.requestUpdate();
    return true;
  }

  async #look(): Promise<void> {
    const base = this.#base;
    if (base === null) return;
    this.#looking?.abort();
    const looking = new AbortController();
    this.#looking = looking;
    try {
      const { etag } = await this.#form.load(looking.signal);
      if (looking.signal.aborted || this.#base !== base || etag === base.etag) return;
      this.#isChanged = true;
      this.#host.requestUpdate();
    } catch (error) {
      // Whether it has changed is known at the latest when it is saved.
      if (!(error instanceof ProblemError) && !isAborted(error)) throw error;
    }
  }
}
