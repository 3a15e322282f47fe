import {
  baseStyles,
  count,
  DataWaveElement,
  formatNumber,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { AssetFacets, Facet, ListedAsset } from './api.ts';
import { assetsTable } from './assets-table.ts';

const FILTERS = ['sensitivity', 'infoType', 'source'] as const;
type Filter = (typeof FILTERS)[number];
const TYPING_PAUSE_MS = 200;

/** All assets: search and filters, kept in the address so that a view can be sent to someone. */
export class CatalogPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #assets = new PagedList<ListedAsset, AssetFacets>(this, () => ({
    path: '/assets',
    query: { ...this.#chosen(), facets: true },
  }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .filters { display: flex; flex-wrap: wrap; gap: var(--dw-space-3); margin-bottom: var(--dw-space-4); }
      .search { position: relative; flex: 1 1 16rem; }
      .search dw-icon { position: absolute; inset: 0 auto 0 0.6875rem; margin: auto 0; color: var(--dw-text-muted); pointer-events: none; }
      .search input:not([type='checkbox'], [type='radio']) { padding-inline-start: 2.125rem; }
      select { flex: 0 1 auto; width: auto; min-width: 9rem; max-width: 15rem; }
      .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }
      @media (max-width: 640px) { select { flex: 1 1 8.5rem; min-width: 0; } }
    `,
  ];

  #chosen(): Record<'q' | Filter, string> {
    const { query } = this.page;
    return {
      q: query.get('q') ?? '',
      sensitivity: query.get('sensitivity') ?? '',
      infoType: query.get('infoType') ?? '',
      source: query.get('source') ?? '',
    };
  }

  #choose(change: Partial<Record<'q' | Filter, string>>): void {
    this.shell.navigate(withQuery('/assets', { ...this.#chosen(), ...change }), { replace: true });
  }

  readonly #typed = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const q = event.target.value.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#choose({ q }), TYPING_PAUSE_MS);
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  override render(): unknown {
    const chosen = this.#chosen();
    const isFiltered = Object.values(chosen).some((value) => value !== '');
    const facets = this.#assets.page?.facets;
    return html`<dw-page-header heading="Assets"><p slot="sub">Tables, views and files, and what their columns hold.</p></dw-page-header>
      <div class="filters" role="search" aria-label="Filter assets">
        <div class="search"><dw-icon name="search"></dw-icon><input type="search" aria-label="Search" placeholder="Name of an asset or column" .value=${live(chosen.q)} @input=${this.#typed} spellcheck="false" autocomplete="off"></div>
        ${this.#select('sensitivity', 'Any sensitivity', chosen.sensitivity, facets?.sensitivity ?? [], (facet) => facet.value)}
        ${this.#select('infoType', 'Any info type', chosen.infoType, facets?.infoType ?? [], (facet) => this.infoTypeTitle(facet.value))}
        ${this.#select('source', 'Any source', chosen.source, facets?.source ?? [], (facet) => facet.title ?? facet.value)}
        ${isFiltered ? html`<dw-button variant="quiet" icon="close" @click=${() => this.shell.navigate('/assets', { replace: true })}>Clear</dw-button>` : nothing}
      </div>
      <dw-card flush>${this.#assets.view({ ready: (assets, page) => this.#list(assets, page.total, isFiltered) })}</dw-card>`;
  }

  #select(
    filter: Filter,
    any: string,
    value: string,
    facets: readonly Facet[],
    title: (facet: Facet) => string,
  ): unknown {
    const known = facets.some((facet) => facet.value === value);
    const options = value === '' || known ? facets : [{ value, count: 0 }, ...facets];
    return html`<select aria-label=${any} .value=${live(value)} @change=${(event: Event) => {
      if (event.target instanceof HTMLSelectElement) this.#choose({ [filter]: event.target.value });
    }}>
      <option value="" ?selected=${value === ''}>${any}</option>
      ${options.map((facet) => html`<option value=${facet.value} ?selected=${facet.value === value}>${title(facet)} (${formatNumber(facet.count)})</option>`)}</select>`;
  }

  #list(assets: readonly ListedAsset[], total: number, isFiltered: boolean): unknown {
    if (assets.length > 0)
      return html`<p class="visually-hidden" role="status">${count(total, 'asset')}</p>${assetsTable(assets, { withSource: true, infoTypeTitle: this.infoTypeTitle })}`;
    return isFiltered
      ? html`<dw-empty icon="search" heading="No asset fits">Try another word or fewer filters.</dw-empty>`
      : html`<dw-empty icon="table" heading="Nothing catalogued yet">Assets appear here while a source is scanned.<dw-button slot="actions" href="/sources">See sources</dw-button></dw-empty>`;
  }
}
