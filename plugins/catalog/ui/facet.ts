import {
  baseStyles,
  DataWaveElement,
  formatNumber,
  formStyles,
  layoutStyles,
  Resource,
  SearchBox,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Facet, FacetName } from './api.ts';
import { facetTitle, inOrder, valueTitle } from './facet-words.ts';

/** Values that are shown before somebody asks for more. */
const FEW = 6;
/** Values that are asked for when somebody does; who looks for others writes a part of them. */
const MANY = 200;

/**
 * One way to narrow the assets: its commonest values with how many assets each would find, and on request all of them to search through,
 * however many there are. Fires `dw-choose` with the values that are chosen then.
 */
export class CatalogFacet extends DataWaveElement {
  static override properties = {
    name: { type: String },
    values: { attribute: false },
    chosen: { attribute: false },
    filter: { attribute: false },
    isOpen: { state: true },
    find: { state: true },
  };
  declare name: FacetName;
  /** The commonest. */
  declare values: readonly Facet[];
  declare chosen: readonly string[];
  /** What else is chosen, as the API takes it. */
  declare filter: Readonly<Record<string, string>>;
  declare isOpen: boolean;
  declare find: string;
  readonly #search = new SearchBox(this, (find) => {
    this.find = find;
  });
  #all = new Resource(
    this,
    () => (this.isOpen ? { name: this.name, filter: this.filter, find: this.find } : null),
    ({ name, filter, find }, signal) =>
      this.shell.api.get<{ readonly items: readonly Facet[]; readonly values: number }>(
        `/asset-facets/${name}`,
        {
          query: { ...filter, find, limit: MANY },
          signal,
        },
      ),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      fieldset { min-width: 0; margin: 0; padding: 0 0 var(--dw-space-3); border: 0; border-bottom: 1px solid var(--dw-border); }
      legend { display: flex; align-items: center; justify-content: space-between; width: 100%; padding: var(--dw-space-3) 0 var(--dw-space-1); font-weight: 600; font-size: var(--dw-font-size-s); }
      ul { display: grid; gap: 1px; }
      ul.all { max-block-size: 18rem; overflow: auto; overscroll-behavior: contain; margin-top: var(--dw-space-2); }
      ul.all li { content-visibility: auto; contain-intrinsic-block-size: auto 1.875rem; }
      label { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: var(--dw-space-2); min-height: 1.875rem; padding-inline: 0.25rem; border-radius: var(--dw-radius-s); cursor: pointer; font-weight: 400; }
      label:hover { background: var(--dw-surface-2); }
      label:has(:focus-visible) { outline: 2px solid var(--dw-focus); outline-offset: -2px; }
      input[type='checkbox'] { margin: 0; }
      .value { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .count { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-variant-numeric: tabular-nums; }
      .search { position: relative; margin-top: var(--dw-space-1); }
      .search dw-icon { position: absolute; inset-block: 0; inset-inline-start: 0.5rem; margin-block: auto; color: var(--dw-text-muted); pointer-events: none; }
      .search input { min-height: var(--dw-control-s); padding-inline-start: 1.875rem; }
      .note { padding: 0.25rem; }
    `,
  ];

  constructor() {
    super();
    this.name = 'source';
    this.values = [];
    this.chosen = [];
    this.filter = {};
    this.isOpen = false;
    this.find = '';
  }

  #choose(value: string, isChosen: boolean): void {
    const detail = isChosen ? [...this.chosen, value] : this.chosen.filter((known) => known !== value);
    this.dispatchEvent(new CustomEvent('dw-choose', { detail, bubbles: true }));
  }

  override render(): unknown {
    const title = facetTitle(this.name);
    const common = inOrder(this.name, this.values).slice(0, FEW);
    // What is chosen is always there to be unchosen.
    const missing = this.chosen
      .filter((value) => !common.some((facet) => facet.value === value))
      .map((value) => this.values.find((facet) => facet.value === value) ?? { value, count: 0 });
    return html`<fieldset><legend>${title}${
      this.values.length > FEW
        ? html`<dw-button variant="quiet" size="small" icon=${this.isOpen ? 'chevron-up' : 'search'} label=${this.isOpen ? t('Fewer values of {facet}', { facet: title }) : t('All values of {facet}', { facet: title })} expanded=${this.isOpen ? 'true' : 'false'} @click=${() => {
            this.isOpen = !this.isOpen;
            this.find = '';
          }}></dw-button>`
        : nothing
    }</legend>
      ${this.isOpen ? this.#searchable(title) : this.#list([...missing, ...common])}</fieldset>`;
  }

  #searchable(title: string): unknown {
    return html`${this.#search.view(this.find, t('Find in {facet}', { facet: title }))}
      ${this.#all.view({
        ready: ({ items, values }) =>
          items.length === 0
            ? html`<p class="note muted small">${t('Nothing is called so.')}</p>`
            : html`${this.#list(items, 'all')}${values > items.length ? html`<p class="note muted small">${t('The commonest {shown, number} of {all, number}. Write a part of the name to find others.', { shown: items.length, all: values })}</p>` : nothing}`,
        loading: () => html`<dw-loading lines="4"></dw-loading>`,
      })}`;
  }

  #list(values: readonly Facet[], kind = ''): unknown {
    return html`<ul role="list" class=${kind}>${repeat(
      values,
      ({ value }) => value,
      (
        facet,
      ) => html`<li><label><input type="checkbox" .checked=${this.chosen.includes(facet.value)} @change=${(
        event: Event,
      ) => {
        if (event.target instanceof HTMLInputElement) this.#choose(facet.value, event.target.checked);
      }}>
        <span class="value"><bdi>${valueTitle(this.name, facet, this.infoTypeTitle)}</bdi></span><span class="count">${formatNumber(facet.count)}</span></label></li>`,
    )}</ul>`;
  }
}
