import { count, DataWaveElement, PagedList, type PageLocation } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Act, ReviewItem, ReviewSummary } from './api.ts';
import { type Done, decideAll, decideOne, isLostRace, messageOf, undo } from './decide.ts';
import { ActAsked, type ReviewItemDetail } from './item-detail.ts';
import { chosenFilters, filterBar, filterQuery } from './queue-filters.ts';
import { queueStyles } from './queue-styles.ts';
import { TypePicked } from './type-picker.ts';

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['a', 'accept'],
  ['r', 'reject'],
  ['c', 'correct'],
  ['x', 'select'],
  ['u', 'undo'],
] as const;

/** What waits for a decision, one after the other, worked from the keyboard. */
export class ReviewQueue extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    summary: { attribute: false },
    current: { state: true },
    selected: { state: true },
    done: { state: true },
    isBusy: { state: true },
    isPicking: { state: true },
  };
  declare page: PageLocation;
  declare summary: ReviewSummary;
  /** Id of the verdict that is open. */
  declare current: string | null;
  declare selected: ReadonlySet<string>;
  declare done: Done | null;
  declare isBusy: boolean;
  declare isPicking: boolean;
  readonly #decided = new Set<string>();
  #items = new PagedList<ReviewItem, { readonly total: number }>(this, () => ({
    path: '/classifications',
    query: { ...filterQuery(this.page), status: 'suggested' },
  }));
  static override styles = queueStyles;

  constructor() {
    super();
    this.current = null;
    this.selected = new Set();
    this.done = null;
    this.isBusy = false;
    this.isPicking = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'keydown', (event) => {
      if (event instanceof KeyboardEvent) this.#keydown(event);
    });
  }

  /** What is on screen: what was read, less what was decided since. */
  #open(): readonly ReviewItem[] {
    return this.#items.items.filter(({ id }) => !this.#decided.has(id));
  }

  #currentItem(): ReviewItem | undefined {
    const open = this.#open();
    return open.find(({ id }) => id === this.current) ?? open[0];
  }

  #keydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.isPicking) return;
    const path = event.composedPath();
    const isTyping = path.some(
      (target) =>
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(input|textarea|select|dialog)$/i.test(target.tagName)) &&
        !(target instanceof HTMLInputElement && target.type === 'checkbox'),
    );
    if (isTyping) return;
    const acts: Readonly<Record<string, () => void>> = {
      j: () => this.#move(1),
      k: () => this.#move(-1),
      a: () => void this.#act({ action: 'accept' }),
      r: () => void this.#act({ action: 'reject' }),
      c: () => this.#pick(),
      x: () => this.#toggle(this.#currentItem()?.id),
      u: () => void this.#undo(),
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  #move(step: 1 | -1): void {
    const open = this.#open();
    const now = open.findIndex(({ id }) => id === this.#currentItem()?.id);
    const next = open[Math.max(0, Math.min(open.length - 1, now + step))];
    if (next === undefined) return;
    this.current = next.id;
    void this.#show(next);
  }

  async #show(item: ReviewItem): Promise<void> {
    await this.updateComplete;
    const row = this.renderRoot.querySelector<HTMLElement>(`[data-id="${item.id}"]`);
    row?.querySelector<HTMLElement>('.line')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }

  #toggle(id: string | undefined): void {
    if (id === undefined) return;
    const selected = new Set(this.selected);
    if (!selected.delete(id)) selected.add(id);
    this.selected = selected;
  }

  #pick(): void {
    if (this.#currentItem() !== undefined && this.shell.may('review:decide')) this.isPicking = true;
  }

  /** Decides on what is selected, else on the one that is open. */
  async #act(act: Act): Promise<void> {
    if (this.isBusy || !this.shell.may('review:decide')) return;
    const open = this.#open();
    const chosen = open.filter(({ id }) => this.selected.has(id));
    const item = this.#currentItem();
    if (chosen.length === 0 && item === undefined) return;
    this.isBusy = true;
    try {
      if (chosen.length > 0) await this.#actOnAll(act, chosen);
      else if (item !== undefined) await this.#actOn(act, item, open);
      this.dispatchEvent(new Event('dw-changed'));
    } catch (error) {
      this.shell.notify({ tone: isLostRace(error) ? 'warning' : 'danger', message: messageOf(error) });
      if (isLostRace(error)) await this.#items.reload();
    } finally {
      this.isBusy = false;
    }
    if (this.#open().length === 0) await this.#reload();
  }

  async #actOn(act: Act, item: ReviewItem, open: readonly ReviewItem[]): Promise<void> {
    const note = this.renderRoot.querySelector('review-item-detail')?.note ?? null;
    const index = open.findIndex(({ id }) => id === item.id);
    const next = open[index + 1] ?? open[index - 1];
    await decideOne(this.shell.api, item, act, note);
    this.#decided.add(item.id);
    this.done = { act, items: [item] };
    this.current = next?.id ?? null;
    if (next !== undefined) void this.#show(next);
  }

  async #actOnAll(act: Act, chosen: readonly ReviewItem[]): Promise<void> {
    const items = await decideAll(this.shell.api, chosen, act);
    for (const { id } of items) this.#decided.add(id);
    this.selected = new Set();
    this.done = { act, items };
    const missed = chosen.length - items.length;
    if (missed === 0) return;
    this.shell.notify({
      tone: 'warning',
      message: `${count(missed, 'verdict')} had changed meanwhile and ${missed === 1 ? 'was' : 'were'} left alone.`,
    });
    await this.#items.reload();
  }

  async #undo(): Promise<void> {
    const { done } = this;
    if (done === null || this.isBusy) return;
    this.isBusy = true;
    try {
      await undo(this.shell.api, done);
      this.done = null;
      this.current = done.items[0]?.id ?? null;
      await this.#reload();
      this.shell.announce('Undone');
      this.dispatchEvent(new Event('dw-changed'));
    } catch (error) {
      this.shell.notify({ tone: 'danger', message: messageOf(error) });
    } finally {
      this.isBusy = false;
    }
  }

  async #reload(): Promise<void> {
    await this.#items.reload();
    this.#decided.clear();
    this.requestUpdate();
  }

  override render(): unknown {
    const alternatives = this.#currentItem()?.alternatives ?? [];
    return html`${filterBar(this.page, this.summary, this.infoTypeTitle, (path) => this.shell.navigate(path, { replace: true }))}
      <div class="stack">
        ${this.done === null ? nothing : html`<review-aftermath .done=${this.done} @review-undo=${() => void this.#undo()} @dw-changed=${() => void this.#reload()}></review-aftermath>`}
        ${this.selected.size === 0 ? nothing : this.#bulk()}
        <dw-card flush>${this.#items.view({ ready: () => this.#list(this.#open()), loading: () => html`<dw-loading lines="8"></dw-loading>` })}</dw-card>
        <p class="keys muted small" aria-label="Keys">${KEYS.map(([key, what]) => html`<span><kbd>${key}</kbd> ${what}</span>`)}</p>
      </div>
      <review-type-picker .open=${this.isPicking} .alternatives=${alternatives} heading=${this.selected.size > 0 ? `What are these ${this.selected.size}?` : 'What is it?'}
        @close=${() => {
          this.isPicking = false;
        }} @review-picked=${(event: Event) => {
          this.isPicking = false;
          if (event instanceof TypePicked) void this.#act({ action: 'correct', infoType: event.infoType });
        }}></review-type-picker>`;
  }

  #bulk(): unknown {
    return html`<div class="bulk" role="toolbar" aria-label="Selected verdicts"><strong>${this.selected.size} selected</strong>
      <dw-button size="small" variant="primary" icon="check" ?busy=${this.isBusy} @click=${() => void this.#act({ action: 'accept' })}>Accept</dw-button>
      <dw-button size="small" icon="close" ?disabled=${this.isBusy} @click=${() => void this.#act({ action: 'reject' })}>Reject</dw-button>
      <dw-button size="small" icon="edit" ?disabled=${this.isBusy} @click=${() => this.#pick()}>Correct</dw-button>
      <dw-button size="small" variant="quiet" @click=${() => {
        this.selected = new Set();
      }}>Clear</dw-button></div>`;
  }

  #list(open: readonly ReviewItem[]): unknown {
    if (open.length === 0) {
      const isFiltered = Object.values(chosenFilters(this.page)).some((value) => value !== '');
      return isFiltered
        ? html`<dw-empty icon="search" heading="Nothing fits">Try fewer filters.</dw-empty>`
        : html`<dw-empty icon="success" heading="Nothing waits for you">Verdicts appear here when a scan finds something.<dw-button slot="actions" href="/sources">See sources</dw-button></dw-empty>`;
    }
    const all = open.every(({ id }) => this.selected.has(id));
    const current = this.#currentItem()?.id;
    return html`${
      this.shell.may('review:decide')
        ? html`<label class="all"><input type="checkbox" .checked=${all} @change=${() => {
            this.selected = new Set(all ? [] : open.map(({ id }) => id));
          }}> Select all ${open.length} shown</label>`
        : nothing
    }<ul role="list" aria-label="Verdicts to review">${repeat(
      open,
      ({ id }) => id,
      (item) => this.#row(item, item.id === current),
    )}</ul>`;
  }

  #row(item: ReviewItem, isCurrent: boolean): unknown {
    return html`<li data-id=${item.id} class=${isCurrent ? 'current' : ''}>
      <div class="head">
        ${this.shell.may('review:decide') ? html`<input type="checkbox" aria-label="Select ${item.column}" .checked=${this.selected.has(item.id)} @change=${() => this.#toggle(item.id)}>` : nothing}
        <button class="line" type="button" aria-expanded=${isCurrent ? 'true' : 'false'} @click=${() => {
          this.current = item.id;
        }}>
          <span class="what"><strong>${item.column}</strong> <span class="muted small">${item.assetName}${item.sourceTitle === null || this.summary.sources.length < 2 ? nothing : ` in ${item.sourceTitle}`}</span></span>
          <span class="verdict"><span>${item.question === 'contains' ? 'contains ' : nothing}${this.infoTypeTitle(item.infoType)}</span>
            ${item.sensitivity === null ? nothing : html`<dw-sensitivity .level=${item.sensitivity}></dw-sensitivity>`}
            ${item.reason === 'suggested' ? nothing : html`<dw-badge tone="info">${item.reason === 'returned' ? 'came back' : 'uncertain'}</dw-badge>`}</span>
          <dw-confidence .value=${item.confidence}></dw-confidence>
        </button>
      </div>
      ${
        isCurrent
          ? html`<review-item-detail .item=${item} .busy=${this.isBusy} @review-act=${(event: Event) => {
              if (!(event instanceof ActAsked)) return;
              if (event.act === 'pick') this.#pickFor(item);
              else void this.#actAlone(event.act, item);
            }}></review-item-detail>`
          : nothing
      }</li>`;
  }

  /** Buttons beside a verdict are about it alone, whatever else is selected. */
  #actAlone(act: Act, item: ReviewItem): Promise<void> {
    this.selected = new Set();
    this.current = item.id;
    return this.#act(act);
  }

  #pickFor(item: ReviewItem): void {
    this.selected = new Set();
    this.current = item.id;
    this.#pick();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'review-item-detail': ReviewItemDetail;
  }
}
