import { css, html, nothing } from 'lit';
import { DataWaveElement } from '../datawave-element.ts';
import { formatNumber } from '../i18n/index.ts';
import { baseStyles } from '../styles/base.ts';

/** How much of the next tab is shown beside the chosen one, so that one sees that there is more. */
const BESIDE_PX = 32;

/** One tab of a `dw-tabs`. @public */
export interface Tab {
  /** What stands in the address; the first tab's does not. */
  readonly key: string;
  readonly title: string;
  readonly icon?: string;
  /** How many things are behind it. */
  readonly count?: number;
}

/**
 * Tabs above what the chosen one shows, which is the element's content. With `param` the choice stands in the page's query, so that
 * a link leads to it and the browser's Back to the tab before; arrow keys, Home and End choose. Fires `dw-tab` with the key as `detail`.
 * @public
 */
export class DwTabs extends DataWaveElement {
  static override properties = {
    label: { type: String },
    tabs: { attribute: false },
    selected: { type: String },
    param: { type: String },
  };
  declare label: string;
  declare tabs: readonly Tab[];
  /** Key; the first tab where it is empty or unknown. */
  declare selected: string;
  /** Name in the page's query that keeps the choice; empty where the page keeps it in another way. */
  declare param: string;
  /** Whether the last choice goes on from one that an arrow key has made: it takes the place of that in the history. */
  goesOn = false;
  #isByKey = false;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; min-width: 0; }
      .list { display: flex; gap: var(--dw-space-1); margin-bottom: var(--dw-space-5); border-bottom: 1px solid var(--dw-border); overflow-x: auto; scrollbar-width: none; }
      .list::-webkit-scrollbar { display: none; }
      button { position: relative; display: inline-flex; align-items: center; gap: 0.4rem; min-height: var(--dw-control); padding: 0 var(--dw-space-3); border: 0; border-radius: var(--dw-radius) var(--dw-radius) 0 0; background: none; color: var(--dw-text-muted); font: inherit; font-weight: 550; white-space: nowrap; cursor: pointer; }
      button:hover { color: var(--dw-text); background: var(--dw-surface-2); }
      button[aria-selected='true'] { color: var(--dw-text); }
      button[aria-selected='true']::after { content: ''; position: absolute; inset: auto 0 -1px; height: 2px; border-radius: 2px 2px 0 0; background: var(--dw-accent); }
      button:focus-visible { outline-offset: -2px; }
      .count { min-width: 1.25rem; padding: 0 0.3125rem; border-radius: var(--dw-radius-full); background: var(--dw-neutral-soft); color: var(--dw-neutral-text); font-size: var(--dw-font-size-xs); line-height: 1.25rem; text-align: center; font-variant-numeric: tabular-nums; }
      .panel { min-width: 0; }
      .panel:focus { outline: none; }
      .panel:focus-visible { outline: var(--dw-focus-ring); outline-offset: 6px; border-radius: var(--dw-radius); }
      @media (forced-colors: active) { button[aria-selected='true'] { color: Highlight; } button[aria-selected='true']::after { background: Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    this.tabs = [];
    this.selected = '';
    this.param = '';
  }

  #current(): number {
    const asked =
      this.selected || (this.param === '' ? '' : new URLSearchParams(location.search).get(this.param));
    return Math.max(
      0,
      this.tabs.findIndex(({ key }) => key === asked),
    );
  }

  #choose(index: number, isByKey = false): void {
    const tab = this.tabs[index];
    if (tab === undefined || index === this.#current()) return;
    this.selected = tab.key;
    this.goesOn = isByKey && this.#isByKey;
    this.#isByKey = isByKey;
    if (this.param !== '') {
      const query = new URLSearchParams(location.search);
      if (index === 0) query.delete(this.param);
      else query.set(this.param, tab.key);
      const text = query.toString();
      this.shell.navigate(location.pathname + (text === '' ? '' : `?${text}`), { replace: this.goesOn });
    }
    this.dispatchEvent(new CustomEvent('dw-tab', { detail: tab.key }));
  }

  readonly #pressed = async (event: KeyboardEvent): Promise<void> => {
    const last = this.tabs.length - 1;
    const current = this.#current();
    const forth = this.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight';
    const back = this.matches(':dir(rtl)') ? 'ArrowRight' : 'ArrowLeft';
    const next =
      event.key === forth
        ? (current + 1) % this.tabs.length
        : event.key === back
          ? (current + last) % this.tabs.length
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? last
              : null;
    if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#choose(next, true);
    await this.updateComplete;
    const button = this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]');
    button?.focus();
    button?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  readonly #left = (): void => {
    // The focus that moves from tab to tab does not leave.
    if (!this.matches(':focus-within')) this.#isByKey = false;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    // A window that is made narrower, or a phone that is turned, has room for fewer of them.
    const sizes = new ResizeObserver(() => this.#showChosen());
    sizes.observe(this);
    this.onDisconnect(() => sizes.disconnect());
  }

  override updated(): void {
    this.#showChosen();
  }

  /** Where not all of them have room, the chosen one is in sight, also on a page that was opened at it. */
  #showChosen(): void {
    const list = this.renderRoot.querySelector('.list');
    const chosen = this.renderRoot.querySelector('[aria-selected="true"]');
    if (list === null || chosen === null || list.scrollWidth <= list.clientWidth) return;
    const [outer, inner] = [list.getBoundingClientRect(), chosen.getBoundingClientRect()];
    if (inner.left < outer.left) list.scrollLeft += inner.left - outer.left - BESIDE_PX;
    else if (inner.right > outer.right) list.scrollLeft += inner.right - outer.right + BESIDE_PX;
  }

  override render(): unknown {
    const current = this.#current();
    return html`<div class="list" role="tablist" aria-label=${this.label} @keydown=${this.#pressed} @focusout=${() => queueMicrotask(this.#left)}>${this.tabs.map(
      (tab, index) =>
        html`<button type="button" role="tab" id="tab-${index}" aria-selected=${index === current} aria-controls="panel" tabindex=${index === current ? 0 : -1}
          @click=${() => this.#choose(index)}>${tab.icon === undefined ? nothing : html`<dw-icon name=${tab.icon}></dw-icon>`}${tab.title}${
            tab.count === undefined ? nothing : html` <span class="count">${formatNumber(tab.count)}</span>`
          }</button>`,
    )}</div>
    <div class="panel" id="panel" role="tabpanel" tabindex="0" aria-labelledby="tab-${current}"><slot></slot></div>`;
  }
}

/** Types what a `dw-tabs` shows. @public */
export function tabsOf(options: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Key. */
  readonly selected: string;
  readonly param?: string;
  /** Where the page keeps the choice itself: `replace` says whether it takes the place of the last in the history. */
  readonly choose?: (key: string, how: { readonly replace: boolean }) => void;
  /** What the chosen tab shows. */
  readonly panel: unknown;
}): unknown {
  return html`<dw-tabs .label=${options.label} .tabs=${options.tabs} .selected=${options.selected} .param=${options.param ?? ''}
    @dw-tab=${(event: CustomEvent<string>) => options.choose?.(event.detail, { replace: event.target instanceof DwTabs && event.target.goesOn })}>${options.panel}</dw-tabs>`;
}
