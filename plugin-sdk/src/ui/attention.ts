import { nothing } from 'lit';
import type { Severity } from '../governance/framework.ts';
import { asProblem } from './as-problem.ts';
import { isAborted, type ProblemError } from './client/problem.ts';
import { DataWaveElement } from './datawave-element.ts';
import type { IconName } from './icons.ts';
import { ReloadWhenTold } from './live/reload-when-told.ts';

/** Something that wants somebody's attention today. @public */
export interface AttentionItem {
  /** Unique within whoever tells of it. */
  readonly id: string;
  readonly severity: Severity;
  /** In words, with the number: `3 scans failed`. */
  readonly title: string;
  /** What stands beneath in small: which ones, since when. */
  readonly detail?: string;
  /** Where it is seen to. */
  readonly href: string;
  readonly icon?: IconName;
}

/** What an element in the slot `overview.attention` gets as its `context`. @public */
export interface AttentionContext {
  /** Tells what there is now, in the place of what was told before; a problem where it could not be found out. */
  tell(teller: object, told: readonly AttentionItem[] | ProblemError): void;
}

/** What is asked for again after so long, while somebody looks. */
const AGAIN_MS = 60_000;

/**
 * What a plugin has to say in the slot `overview.attention`: no place of its own on the page, but lines of one list. Only
 * {@link AttentionTeller.items | items} is to be written:
 *
 * ```ts
 * class GreetingsAttention extends AttentionTeller {
 *   protected override async items(signal: AbortSignal) {
 *     const { waiting } = await this.shell.api.get<{ waiting: number }>('/greetings/summary', { signal });
 *     return waiting === 0 ? [] : [{ id: 'waiting', severity: 'medium' as const, href: '/greetings',
 *       title: t('{n, plural, one {# greeting waits} other {# greetings wait}}', { n: waiting }) }];
 *   }
 * }
 * ```
 * What it asks for must be confined on the server to what the caller may see.
 * @public
 */
export abstract class AttentionTeller extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: AttentionContext | undefined;
  #asking: AbortController | null = null;
  readonly #follower: ReloadWhenTold | null;

  constructor() {
    super();
    const { follows } = this;
    this.#follower = follows.length === 0 ? null : new ReloadWhenTold(this, follows, () => this.ask());
  }

  /** Live topics with which it changes; it is asked once more when one of them does, and each minute in any case. */
  protected get follows(): readonly string[] {
    return [];
  }

  /** What wants attention now. What the caller may not ask for counts as nothing. */
  protected abstract items(signal: AbortSignal): Promise<readonly AttentionItem[]>;

  override connectedCallback(): void {
    super.connectedCallback();
    // It is a part of a list, and stands nowhere itself.
    this.hidden = true;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.ask();
    }, AGAIN_MS);
    this.onDisconnect(() => {
      clearInterval(timer);
      this.#asking?.abort();
      this.#follower?.settled();
    });
    // Its context is given to it before it is put into the page, or right after.
    queueMicrotask(() => void this.ask());
  }

  /** Looks once more. */
  async ask(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const signal = AbortSignal.any([asking.signal, this.lifetime]);
    try {
      const items = await this.items(signal);
      if (!signal.aborted) this.context?.tell(this, items);
    } catch (error) {
      if (signal.aborted || isAborted(error)) return;
      const problem = asProblem(error);
      this.context?.tell(this, problem.status === 403 ? [] : problem);
    }
  }

  override render(): unknown {
    return nothing;
  }
}
