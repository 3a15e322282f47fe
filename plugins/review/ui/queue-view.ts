import { DataWaveElement, formatNumber, PagedList, type PageLocation, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { AlikeDecided, type ReviewAlikeDialog } from './alike-dialog.ts';
import type { Act, ReviewItem, ReviewSummary } from './api.ts';
import { type Done, decideAll, decideOne, isLostRace, messageOf, otherWords, undo } from './decide.ts';
import { ActAsked } from './item-detail.ts';
import { filterBar, filterQuery, isFiltered } from './queue-filters.ts';
import { type QueueKey, queueKeyOf } from './queue-keys.ts';
import { QueueSelection } from './queue-selection.ts';
import { queueStyles } from './queue-styles.ts';
import { emptyView, foreseenView, lineView, progressView } from './queue-views.ts';
import { TypePicked } from './type-picker.ts';

/** Decisions that can be undone one after the other. */
const MOST_UNDONE = 50;

/** What waits for a decision, one after the other, worked from the keyboard, by touch or by listening. */
export class ReviewQueue extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    summary: { attribute: false },
    current: { state: true },
    done: { state: true },
    isBusy: { state: true },
    dialog: { state: true },
  };
  declare page: PageLocation;
  declare summary: ReviewSummary;
  /** Id of the verdict that is open. */
  declare current: string | null;
  /** What was decided here and not undone, the latest last. */
  declare done: readonly Done[];
  declare isBusy: boolean;
  declare dialog: 'picker' | 'alike' | 'keys' | null;
  readonly #decided = new Set<string>();
  readonly #selection = new QueueSelection(this);
  #shown: { readonly item: ReviewItem; readonly index: number; readonly query: string } | null = null;
  #items = new PagedList<ReviewItem, { readonly total: number }>(
    this,
    () => ({ path: '/classifications', query: { ...filterQuery(this.page), status: 'suggested' } }),
    { follows: ['review'] },
  );
  static override styles = queueStyles;

  constructor() {
    super();
    this.current = null;
    this.done = [];
    this.isBusy = false;
    this.dialog = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'keydown', (event) => {
      const key = event instanceof KeyboardEvent && this.dialog === null ? queueKeyOf(event) : null;
      if (key !== null && this.#press(key)) event.preventDefault();
    });
  }

  /** What is on screen: what was read, less what was decided since. */
  #open(): readonly ReviewItem[] {
    return this.#items.items.filter(({ id }) => !this.#decided.has(id));
  }

  #currentItem(open = this.#open()): ReviewItem | undefined {
    return open.find(({ id }) => id === this.current) ?? open[0];
  }

  #press(key: QueueKey): boolean {
    const open = this.#open();
    const item = this.#currentItem(open);
    const isWriter = this.shell.may('review:decide');
    if (typeof key === 'object') {
      const type = item?.alternatives[key.alternative]?.infoType;
      if (type !== undefined) void this.#act({ action: 'correct', infoType: type });
      return type !== undefined;
    }
    const acts: Readonly<Record<Exclude<QueueKey, object>, () => unknown>> = {
      next: () => this.#move(1),
      previous: () => this.#move(-1),
      first: () => this.#move(Number.NEGATIVE_INFINITY),
      last: () => this.#move(Number.POSITIVE_INFINITY),
      accept: () => this.#act({ action: 'accept' }),
      reject: () => this.#act({ action: 'reject' }),
      correct: () => this.#ask('picker'),
      alike: () => this.#ask('alike'),
      select: () => this.#selection.toggle(item?.id),
      range: () => this.#selection.reach(open, item?.id),
      'extend-down': () => this.#extend(1),
      'extend-up': () => this.#extend(-1),
      undo: () => this.#undo(),
      clear: () => this.#selection.clear(),
      help: () => {
        this.dialog = 'keys';
      },
    };
    if (key === 'clear' && this.#selection.size === 0) return false;
    if (!isWriter && !['next', 'previous', 'first', 'last', 'help'].includes(key)) return false;
    void acts[key]();
    return true;
  }

  #move(step: number): void {
    const open = this.#open();
    const now = open.findIndex(({ id }) => id === this.#currentItem(open)?.id);
    const next = open[Math.max(0, Math.min(open.length - 1, now + step))];
    if (next === undefined) return;
    this.current = next.id;
    void this.#show(next);
  }

  #extend(step: 1 | -1): void {
    this.#selection.begin(this.#currentItem()?.id);
    this.#move(step);
    this.#selection.reach(this.#open(), this.#currentItem()?.id);
  }

  /** Puts the focus on a row, so that a screen reader reads it out. */
  async #show(item: ReviewItem): Promise<void> {
    await this.updateComplete;
    const row = this.renderRoot.querySelector<HTMLElement>(`[data-id="${item.id}"]`);
    row?.querySelector<HTMLElement>('.line')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }

  #ask(dialog: 'picker' | 'alike'): void {
    const item = this.#currentItem();
    if (item === undefined || !this.shell.may('review:decide')) return;
    if (dialog !== 'alike' || item.question === 'type') this.dialog = dialog;
  }

  /** Decides on what is selected, else on the one that is open. */
  async #act(act: Act): Promise<void> {
    if (this.isBusy || !this.shell.may('review:decide')) return;
    const open = this.#open();
    const chosen = open.filter(({ id }) => this.#selection.has(id));
    const item = this.#currentItem(open);
    if (chosen.length === 0 && item === undefined) return;
    this.isBusy = true;
    try {
      if (chosen.length > 0) await this.#actOnAll(act, chosen);
      else if (item !== undefined) await this.#actOn(act, item, open);
      this.dispatchEvent(new Event('dw-changed'));
    } catch (error) {
      if (isLostRace(error) && item !== undefined) await this.#skip(item);
      else this.shell.notify({ tone: 'danger', message: messageOf(error) });
    } finally {
      this.isBusy = false;
    }
    if (this.#open().length === 0) await this.#items.reload();
  }

  async #actOn(act: Act, item: ReviewItem, open: readonly ReviewItem[]): Promise<void> {
    const note = this.renderRoot.querySelector('review-item-detail')?.note ?? null;
    const { version } = await decideOne(this.shell.api, item, act, note);
    this.#took({ act, items: [{ ...item, version }], also: [] });
    this.#leave(item, open);
  }

  async #actOnAll(act: Act, chosen: readonly ReviewItem[]): Promise<void> {
    const open = this.#open();
    const items = await decideAll(this.shell.api, chosen, act);
    this.#took({ act, items, also: [] });
    const missed = chosen.length - items.length;
    const stays = open.filter(({ id }) => !this.#decided.has(id));
    this.#selection.clear();
    this.current = this.#currentItem(stays)?.id ?? null;
    if (missed === 0) return;
    this.shell.notify({
      tone: 'warning',
      message: t(
        '{n, plural, one {# verdict had changed meanwhile and was left alone.} other {# verdicts had changed meanwhile and were left alone.}}',
        { n: missed },
      ),
    });
    await this.#items.reload();
  }

  /** Remembers what was decided and says how many are left; what was done is said by the strip above. */
  #took(done: Done): void {
    for (const { id } of done.items) this.#decided.add(id);
    for (const id of done.also) this.#decided.add(id);
    if (done.items.length === 0) return;
    this.done = [...this.done, done].slice(-MOST_UNDONE);
    const left = Math.max(0, (this.#items.page?.total ?? 0) - this.#decided.size);
    this.shell.announce(t('{n, plural, =0 {None is left} one {# is left} other {# are left}}', { n: left }));
  }

  /** Goes on to what comes after an item that has been dealt with. */
  #leave(item: ReviewItem, open: readonly ReviewItem[]): void {
    const index = open.findIndex(({ id }) => id === item.id);
    const next = open[index + 1] ?? open[index - 1];
    this.current = next?.id ?? null;
    if (next !== undefined) void this.#show(next);
  }

  /** Somebody else was quicker: says who and what, and goes on. */
  async #skip(item: ReviewItem): Promise<void> {
    const open = this.#open();
    const now = await this.#asItIs(item);
    this.shell.notify({
      tone: 'warning',
      message:
        now === null
          ? t('{column} is not there any more.', { column: item.column })
          : otherWords(now, this.infoTypeTitle),
    });
    if (now?.status !== 'suggested') {
      this.#decided.add(item.id);
      this.#leave(item, open);
    }
    await this.#items.reload();
  }

  async #asItIs({ id }: ReviewItem): Promise<ReviewItem | null> {
    try {
      return await this.shell.api.get<ReviewItem>(`/classifications/${id}`, { signal: this.lifetime });
    } catch {
      // Gone, or not to be seen any more: both are told the same way.
      return null;
    }
  }

  async #undo(): Promise<void> {
    const last = this.done.at(-1);
    if (last === undefined || this.isBusy) return;
    this.isBusy = true;
    const { current } = this;
    try {
      const left = await undo(this.shell.api, last);
      for (const { id } of last.items) this.#decided.delete(id);
      for (const id of last.also) this.#decided.delete(id);
      await this.#items.reload();
      // Said once it is back on the list. Who has gone on meanwhile is left where they are.
      this.done = this.done.slice(0, -1);
      const hasGoneOn = this.current !== current || this.#selection.size > 0;
      if (!hasGoneOn) this.current = last.items[0]?.id ?? null;
      this.shell.announce(t('Undone'));
      if (left > 0)
        this.shell.notify({
          tone: 'warning',
          message: t(
            '{n, plural, one {# verdict was decided otherwise since and stays so.} other {# verdicts were decided otherwise since and stay so.}}',
            { n: left },
          ),
        });
      this.dispatchEvent(new Event('dw-changed'));
      const item = this.#currentItem();
      if (item !== undefined && !hasGoneOn) void this.#show(item);
    } catch (error) {
      this.shell.notify({ tone: 'danger', message: messageOf(error) });
    } finally {
      this.isBusy = false;
    }
  }

  override willUpdate(): void {
    if (this.#items.page === undefined) return;
    const ids = new Set(this.#items.items.map(({ id }) => id));
    for (const id of this.#decided) if (!ids.has(id)) this.#decided.delete(id);
    this.#selection.keep(ids);
    const query = this.page.query.toString();
    const open = this.#open();
    const shown = this.#shown;
    const isGone = shown !== null && shown.query === query && !ids.has(shown.item.id);
    if (isGone && this.current === shown.item.id) {
      this.current = open[Math.min(shown.index, open.length - 1)]?.id ?? null;
      if (!this.isBusy) void this.#tellOfOther(shown.item);
    }
    const item = this.#currentItem(open);
    this.current = item?.id ?? this.current;
    this.#shown = item === undefined ? null : { item, query, index: open.indexOf(item) };
  }

  /** What was open went out of the list by itself, and not because it is being decided on here: says so when somebody decided on it. */
  async #tellOfOther(item: ReviewItem): Promise<void> {
    const now = await this.#asItIs(item);
    if (now === null || now.status === 'suggested' || this.lifetime.aborted) return;
    this.shell.notify({ tone: 'warning', message: otherWords(now, this.infoTypeTitle) });
  }

  override render(): unknown {
    const item = this.#currentItem();
    const selected = this.#selection.size;
    const closed = (): void => {
      this.dialog = null;
    };
    return html`${progressView(this.summary)}
      ${filterBar(this.page, this.summary, this.infoTypeTitle, (path) => this.shell.navigate(path, { replace: true }))}
      <div class="stack">
        <review-aftermath class=${this.done.length === 0 ? 'visually-hidden' : ''} .done=${this.done.at(-1) ?? null} @review-undo=${() => void this.#undo()} @review-alike=${(
          event: Event,
        ) => {
          if (event instanceof AlikeDecided) this.#also(event.verdicts);
        }}></review-aftermath>
        ${selected === 0 ? nothing : this.#bulk(selected)}
        <dw-card flush>${this.#items.view({ ready: () => this.#list(this.#open()), loading: () => html`<dw-loading lines="8"></dw-loading>` })}</dw-card>
      </div>
      <review-type-picker .open=${this.dialog === 'picker'} .alternatives=${item?.alternatives ?? []} heading=${selected > 0 ? t('{n, plural, one {What is this?} other {What are these #?}}', { n: selected }) : t('What is it?')}
        @close=${closed} @review-picked=${(event: Event) => {
          closed();
          if (event instanceof TypePicked) void this.#act({ action: 'correct', infoType: event.infoType });
        }}></review-type-picker>
      <review-alike-dialog .open=${this.dialog === 'alike'} .item=${item ?? null} @close=${closed} @review-alike=${(
        event: Event,
      ) => {
        if (event instanceof AlikeDecided) void this.#alikeDecided(event);
      }}></review-alike-dialog>
      <review-keys-help .open=${this.dialog === 'keys'} @close=${closed}></review-keys-help>`;
  }

  /** What looks like the one that was decided last was decided alike: both are undone together. */
  #also(verdicts: readonly string[]): void {
    const last = this.done.at(-1);
    if (last === undefined) return;
    this.done = [...this.done.slice(0, -1), { ...last, also: [...last.also, ...verdicts] }];
    for (const id of verdicts) this.#decided.add(id);
    this.dispatchEvent(new Event('dw-changed'));
    void this.#items.reload();
  }

  async #alikeDecided({ act, verdicts, target }: AlikeDecided): Promise<void> {
    const item = (target as ReviewAlikeDialog).item;
    if (item === null) return;
    const open = this.#open();
    const isDecided = verdicts.includes(item.id);
    const also = verdicts.filter((id) => id !== item.id);
    if (isDecided) {
      this.#took({ act, items: [{ ...item, version: item.version + 1 }], also });
      this.#leave(
        item,
        open.filter(({ id }) => id === item.id || !also.includes(id)),
      );
    } else await this.#skip(item);
    this.dispatchEvent(new Event('dw-changed'));
    await this.#items.reload();
  }

  #bulk(n: number): unknown {
    return html`<div class="bulk" role="toolbar" aria-label=${t('Selected verdicts')}><strong>${t('{n} selected', { n })}</strong>
      <dw-button size="small" variant="primary" icon="check" ?busy=${this.isBusy} @click=${() => void this.#act({ action: 'accept' })}>${t('Accept')}</dw-button>
      <dw-button size="small" icon="close" ?disabled=${this.isBusy} @click=${() => void this.#act({ action: 'reject' })}>${t('Reject')}</dw-button>
      <dw-button size="small" icon="edit" ?disabled=${this.isBusy} @click=${() => this.#ask('picker')}>${t('Correct')}</dw-button>
      <dw-button size="small" variant="quiet" @click=${() => this.#selection.clear()}>${t('Clear selection')}</dw-button>
      ${foreseenView(this.#open().filter(({ id }) => this.#selection.has(id)))}</div>`;
  }

  #list(open: readonly ReviewItem[]): unknown {
    if (open.length === 0) return emptyView(isFiltered(this.page));
    const all = open.every(({ id }) => this.#selection.has(id));
    const current = this.#currentItem(open)?.id;
    const total = Math.max(open.length, (this.#items.page?.total ?? 0) - this.#decided.size);
    const select = html`<label class="all"><input type="checkbox" .checked=${all} @change=${() => (all ? this.#selection.clear() : this.#selection.all(open))}> ${t('Select all {n} shown', { n: open.length })}${total > open.length ? html` <span>${t('of {total}', { total: formatNumber(total) })}</span>` : nothing}</label>`;
    return html`<div class="above">${this.shell.may('review:decide') ? select : html`<span></span>`}
      <dw-button size="small" variant="quiet" @click=${() => {
        this.dialog = 'keys';
      }}>${t('Keys')}<kbd aria-hidden="true">?</kbd></dw-button></div>
    <ul role="list" aria-label=${t('Verdicts to review')}>${repeat(
      open,
      ({ id }) => id,
      (item) => this.#row(item, item.id === current),
    )}</ul>`;
  }

  #row(item: ReviewItem, isCurrent: boolean): unknown {
    return html`<li data-id=${item.id} class=${isCurrent ? 'current' : ''}>
      <div class="head">
        ${
          this.shell.may('review:decide')
            ? html`<input type="checkbox" aria-label=${t('Select {column}', { column: item.column })} .checked=${this.#selection.has(item.id)} @click=${(
                event: MouseEvent,
              ) => {
                if (event.shiftKey) this.#selection.reach(this.#open(), item.id);
                else this.#selection.toggle(item.id);
              }}>`
            : nothing
        }
        <button class="line" type="button" aria-expanded=${isCurrent ? 'true' : 'false'} @click=${() => {
          this.current = item.id;
        }}>${lineView(item, this.infoTypeTitle, this.summary.sources.length > 1)}</button>
      </div>
      ${
        isCurrent
          ? html`<review-item-detail .item=${item} .busy=${this.isBusy} @review-act=${(event: Event) => {
              if (event instanceof ActAsked) this.#asked(event.act, item);
            }}></review-item-detail>`
          : nothing
      }</li>`;
  }

  /** Buttons beside a verdict are about it alone, whatever else is selected. */
  #asked(act: ActAsked['act'], item: ReviewItem): void {
    this.#selection.clear();
    this.current = item.id;
    if (act === 'pick' || act === 'alike') this.#ask(act === 'pick' ? 'picker' : 'alike');
    else void this.#act(act);
  }
}
