import {
  baseStyles,
  choiceOf,
  count,
  DataWaveElement,
  filterStyles,
  formatNumber,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  SearchBox,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { AssetFacets, Facet, ListedAsset } from './api.ts';
import { assetsTable } from './assets-table.ts';

const FILTERS = ['sensitivity', 'infoType', 'source', 'owner', 'domain', 'tag'] as const;
/** Stands for having no owner or no domain. */
const NONE = '-';
type Filter = (typeof FILTERS)[number];

/** All assets: search and filters, kept in the address so that a view can be sent to someone. */
export class CatalogPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #search = new SearchBox(this, (q) => this.#choose({ q }));
  #assets = new PagedList<ListedAsset, AssetFacets>(this, () => ({
    path: '/assets',
    query: { ...this.#chosen(), facets: true },
  }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    css`
      .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }
      @media (max-width: 640px) { .filters select { flex: 1 1 8.5rem; min-width: 0; } }
    `,
  ];

  #chosen(): Record<'q' | Filter, string> {
    const { query } = this.page;
    return {
      q: query.get('q') ?? '',
      sensitivity: query.get('sensitivity') ?? '',
      infoType: query.get('infoType') ?? '',
      source: query.get('source') ?? '',
      owner: query.get('owner') ?? '',
      domain: query.get('domain') ?? '',
      tag: query.get('tag') ?? '',
    };
  }

  #choose(change: Partial<Record<'q' | Filter, string>>): void {
    this.shell.navigate(withQuery('/assets', { ...this.#chosen(), ...change }), { replace: true });
  }

  override render(): unknown {
    const chosen = this.#chosen();
    const isFiltered = Object.values(chosen).some((value) => value !== '');
    const facets = this.#assets.page?.facets;
    return html`<dw-page-header heading="Assets"><p slot="sub">Tables, views and files, and what their columns hold.</p></dw-page-header>
      <div class="filters" role="search" aria-label="Filter assets">
        ${this.#search.view(chosen.q, 'Name of an asset or column')}
        ${this.#select('sensitivity', 'Any sensitivity', chosen.sensitivity, facets?.sensitivity ?? [], (facet) => facet.value)}
        ${this.#select('infoType', 'Any info type', chosen.infoType, facets?.infoType ?? [], (facet) => this.infoTypeTitle(facet.value))}
        ${this.#select('source', 'Any source', chosen.source, facets?.source ?? [], (facet) => facet.title ?? facet.value)}
        ${this.#wherever('owner', 'Any owner', chosen.owner, facets?.owner, (facet) => (facet.value === NONE ? 'No owner' : (facet.title ?? facet.value)))}
        ${this.#wherever('domain', 'Any domain', chosen.domain, facets?.domain, (facet) => (facet.value === NONE ? 'No domain' : facet.value))}
        ${this.#wherever('tag', 'Any tag', chosen.tag, facets?.tag, (facet) => facet.value)}
        ${isFiltered ? html`<dw-button variant="quiet" icon="close" @click=${() => this.shell.navigate('/assets', { replace: true })}>Clear</dw-button>` : nothing}
      </div>
      <dw-card flush>${this.#assets.view({ ready: (assets, page) => this.#list(assets, page.total, isFiltered) })}</dw-card>`;
  }

  /** A filter that is there once some asset has a value for it. */
  #wherever(
    filter: Filter,
    unfiltered: string,
    value: string,
    facets: readonly Facet[] = [],
    title: (facet: Facet) => string,
  ): unknown {
    const isSomewhere = value !== '' || facets.some((facet) => facet.value !== NONE);
    return isSomewhere ? this.#select(filter, unfiltered, value, facets, title) : nothing;
  }

  #select(
    filter: Filter,
    unfiltered: string,
    value: string,
    facets: readonly Facet[],
    title: (facet: Facet) => string,
  ): unknown {
    const isCounted = value === '' || facets.some((facet) => facet.value === value);
    const options = isCounted ? facets : [{ value, count: 0 }, ...facets];
    return choiceOf({
      label: unfiltered,
      value,
      options: options.map((facet) => [facet.value, `${title(facet)} (${formatNumber(facet.count)})`]),
      choose: (chosen) => this.#choose({ [filter]: chosen }),
    });
  }

  #list(assets: readonly ListedAsset[], total: number, isFiltered: boolean): unknown {
    if (assets.length > 0)
      return html`<p class="visually-hidden" role="status">${count(total, 'asset')}</p>${assetsTable(assets, { withSource: true, infoTypeTitle: this.infoTypeTitle })}`;
    return isFiltered
      ? html`<dw-empty icon="search" heading="No asset fits">Try another word or fewer filters.</dw-empty>`
      : html`<dw-empty icon="table" heading="Nothing catalogued yet">Assets appear here while a source is scanned.<dw-button slot="actions" href="/sources">See sources</dw-button></dw-empty>`;
  }
}
