import {
  baseStyles,
  count,
  DataWaveElement,
  filterStyles,
  formatNumber,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  SearchBox,
  t,
} from '@datawave/plugin-sdk/ui';
import {
  type DwGrid,
  type GridRequest,
  type GridSelected,
  gridOf,
  gridQuery,
  gridStateIn,
} from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import { type AssetFacets, assetHref, FACETS, type FacetName, type ListedAsset, SLOW_FACETS } from './api.ts';
import { assetCellStyles, assetColumns, foundWords } from './asset-columns.ts';
import type { BulkPart, CatalogBulkDialog } from './bulk-dialog.ts';
import { facetTitle, joinValues, splitValues, valueTitle } from './facet-words.ts';
import { wordsOf } from './marked.ts';

/** Narrower than this the facets stand in a drawer. */
const NARROW = '(max-width: 960px)';
/** Assets that one bulk change reaches when all that match are selected. */
const MOST_AT_ONCE = 2000;

/** All assets: search, facets and a grid; what is chosen stands in the address, so that a view can be sent to someone. */
export class CatalogAssets extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    total: { state: true },
    isNarrow: { state: true },
    isDrawerOpen: { state: true },
  };
  declare page: PageLocation;
  /** How many assets match; null until that is known. */
  declare total: number | null;
  declare isNarrow: boolean;
  declare isDrawerOpen: boolean;
  readonly #search = new SearchBox(this, (q) => this.#go({ q }));
  // Apart from the rows, which need not wait for them, and from each other: tags and folders are as many as somebody makes.
  readonly #quick = this.#counted(FACETS.filter((name) => !SLOW_FACETS.includes(name)));
  readonly #slow = this.#counted(SLOW_FACETS);

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    css`
      .halves { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: var(--dw-space-5); align-items: start; }
      .halves.narrow { grid-template-columns: minmax(0, 1fr); }
      aside { display: grid; }
      .chips { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); margin-bottom: var(--dw-space-3); }
      .chips:empty { display: none; }
      .filters { align-items: center; }
    `,
  ];

  constructor() {
    super();
    this.total = null;
    this.isNarrow = false;
    this.isDrawerOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const narrow = matchMedia(NARROW);
    this.isNarrow = narrow.matches;
    this.listen(narrow, 'change', () => {
      this.isNarrow = narrow.matches;
    });
    this.onDisconnect(this.shell.live.follow('assets', () => void this.#grid?.reload()));
  }

  #counted(names: readonly FacetName[]): Resource<Readonly<Record<string, string>>, AssetFacets> {
    return new Resource(
      this,
      () => this.#filter(),
      (filter, signal) =>
        this.shell.api.get<AssetFacets>('/asset-facets', {
          query: { ...filter, only: names.join(',') },
          signal,
        }),
      { follows: ['assets'] },
    );
  }

  /** Values of one facet as far as they are there. */
  #values(name: FacetName): AssetFacets['facets'][FacetName] {
    return (SLOW_FACETS.includes(name) ? this.#slow : this.#quick).value?.facets[name];
  }

  #reload(): void {
    void this.#grid?.reload();
    void this.#quick.reload();
    void this.#slow.reload();
  }

  get #grid(): DwGrid | null {
    return this.renderRoot.querySelector<DwGrid>('dw-grid');
  }

  /** What the list is narrowed to, as the API takes it. */
  #filter(): Readonly<Record<string, string>> {
    const { query } = this.page;
    return Object.fromEntries(
      ['q', ...FACETS].flatMap((name) => {
        const value = query.get(name) ?? '';
        return value === '' ? [] : [[name, value]];
      }),
    );
  }

  #chosen(name: FacetName): readonly string[] {
    return splitValues(this.page.query.get(name) ?? '');
  }

  /** Goes to the same view with something else chosen. */
  #go(change: Readonly<Record<string, string>>): void {
    const query = new URLSearchParams(this.page.query);
    for (const [name, value] of Object.entries(change)) {
      if (value === '') query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    this.shell.navigate(text === '' ? '/assets' : `/assets?${text}`, { replace: true });
  }

  readonly #copyLink = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      this.shell.notify({ tone: 'success', message: t('The link to this view is copied.') });
    } catch {
      // Without leave to write there the address bar holds the same.
      this.shell.notify({
        tone: 'warning',
        message: t('Copy the address of this page: it leads to this view.'),
      });
    }
  };

  override render(): unknown {
    const filter = this.#filter();
    const isFiltered = Object.keys(filter).length > 0;
    return html`<dw-page-header heading=${t('Assets')}><p slot="sub">${t('Tables, views and files, and what their columns hold.')}</p>
        <dw-button slot="actions" icon="link" @click=${this.#copyLink}>${t('Copy link to this view')}</dw-button></dw-page-header>
      <div class="filters" role="search" aria-label=${t('Filter assets')}>
        ${this.#search.view(filter['q'] ?? '', t('Name of an asset or column'))}
        ${this.isNarrow ? html`<dw-button icon="filter" @click=${() => this.#openDrawer(true)}>${t('Filters')}</dw-button>` : nothing}
        ${isFiltered ? html`<dw-button variant="quiet" icon="close" href="/assets">${t('Clear')}</dw-button>` : nothing}
      </div>
      <div class="chips">${FACETS.flatMap((name) => this.#chosen(name).map((value) => this.#chip(name, value)))}</div>
      <p class="visually-hidden" role="status">${this.total === null ? '' : foundWords(this.total)}</p>
      <div class="halves ${this.isNarrow ? 'narrow' : ''}">
        ${this.isNarrow ? nothing : html`<aside aria-label=${t('Filters')}>${this.#facets(filter)}</aside>`}
        <dw-card flush>${this.#table(filter, isFiltered)}</dw-card>
      </div>
      ${
        this.isNarrow
          ? html`<dw-drawer heading=${t('Filters')} .open=${this.isDrawerOpen} @close=${() => this.#openDrawer(false)}>${this.#facets(filter)}
          <dw-button slot="actions" variant="primary" @click=${() => this.#openDrawer(false)}>${this.total === null ? t('Show') : t('Show {what}', { what: count(this.total, 'asset') })}</dw-button></dw-drawer>`
          : nothing
      }
      <catalog-bulk-dialog @dw-changed=${() => this.#reload()}></catalog-bulk-dialog>`;
  }

  #openDrawer(isOpen: boolean): void {
    this.isDrawerOpen = isOpen;
  }

  #facets(filter: Readonly<Record<string, string>>): unknown {
    return FACETS.map((name) => {
      const values = this.#values(name) ?? [];
      const chosen = this.#chosen(name);
      // One that would tell nothing is left out: nobody has owners yet, all assets are in one folder.
      const tells =
        values.filter(({ value }) => value !== '-').length > (name === 'folder' || name === 'type' ? 1 : 0);
      if (!tells && chosen.length === 0) return nothing;
      return html`<catalog-facet .name=${name} .values=${values} .chosen=${chosen} .filter=${filter}
        @dw-choose=${(event: CustomEvent<readonly string[]>) => this.#go({ [name]: joinValues(event.detail) })}></catalog-facet>`;
    });
  }

  #chip(name: FacetName, value: string): unknown {
    const known = this.#values(name)?.find((facet) => facet.value === value) ?? { value };
    const title = valueTitle(name, known, this.infoTypeTitle);
    const rest = this.#chosen(name).filter((other) => other !== value);
    return html`<dw-button size="small" icon="close" label=${t('Remove the filter {facet}: {value}', { facet: facetTitle(name), value: title })} @click=${() => this.#go({ [name]: joinValues(rest) })}><bdi>${facetTitle(name)}: ${title}</bdi></dw-button>`;
  }

  #table(filter: Readonly<Record<string, string>>, isFiltered: boolean): unknown {
    const withViolations = this.shell.may('compliance:read');
    const columns = assetColumns({
      infoTypeTitle: this.infoTypeTitle,
      words: wordsOf(filter['q'] ?? ''),
      withViolations,
    });
    return gridOf<ListedAsset>({
      label: t('Assets'),
      columns,
      key: ({ urn }) => urn,
      counted: (n) => count(n, 'asset'),
      href: ({ urn }) => assetHref(urn),
      source: { key: filter, load: (request, signal) => this.#load(filter, request, signal) },
      state: gridStateIn(this.page.query, columns),
      onState: (state) => {
        const text = gridQuery(state, this.page.query).toString();
        this.shell.navigate(text === '' ? '/assets' : `/assets?${text}`, { replace: true });
      },
      storageKey: 'catalog.assets',
      fileName: 'assets',
      styles: assetCellStyles,
      bulk: this.shell.may('catalog:write')
        ? [
            { label: t('Set owner'), icon: 'user', run: (selected) => this.#bulk('owner', selected) },
            { label: t('Set domain'), icon: 'building', run: (selected) => this.#bulk('domain', selected) },
            { label: t('Change tags'), icon: 'tag', run: (selected) => this.#bulk('tags', selected) },
          ]
        : [],
      empty: isFiltered
        ? { icon: 'search', heading: t('No asset fits'), text: t('Try another word or fewer filters.') }
        : {
            icon: 'table',
            heading: t('Nothing catalogued yet'),
            text: t('Assets appear here while a source is scanned.'),
            actions: html`<dw-button href="/sources">${t('See sources')}</dw-button>`,
          },
    });
  }

  async #load(
    filter: Readonly<Record<string, string>>,
    { cursor, limit, sort: [first] }: GridRequest,
    signal: AbortSignal,
  ): Promise<{ items: readonly ListedAsset[]; nextCursor: string | null; total?: number }> {
    // The API puts the most first, the grid the least; names it both begins with A.
    const isTurned = first !== undefined && first.descending === (first.key === 'name');
    const sort = first === undefined ? undefined : `${isTurned ? '-' : ''}${first.key}`;
    const { items, nextCursor, total } = await this.shell.api.list<ListedAsset, { readonly total: number }>(
      '/assets',
      { query: { ...filter, sort, limit, cursor: cursor ?? undefined }, signal },
    );
    this.total = total;
    return { items, nextCursor, total };
  }

  async #bulk(part: BulkPart, selected: GridSelected<ListedAsset>): Promise<void> {
    const urns = selected.all === null ? selected.keys : await this.#allUrns(selected.all.except);
    if (urns === null) return;
    const facets = { ...this.#quick.value?.facets, ...this.#slow.value?.facets };
    this.renderRoot
      .querySelector<CatalogBulkDialog>('catalog-bulk-dialog')
      ?.ask(part, urns, facets, () => selected.clear());
  }

  /** All that match; null, and said, where they are too many for one change. */
  async #allUrns(except: readonly string[]): Promise<readonly string[] | null> {
    if ((this.total ?? 0) > MOST_AT_ONCE) {
      this.shell.notify({
        tone: 'warning',
        message: t('At most {most} assets are changed at once. Choose fewer by a filter.', {
          most: formatNumber(MOST_AT_ONCE),
        }),
      });
      return null;
    }
    const all = await this.shell.api.all<ListedAsset>('/assets', {
      query: { ...this.#filter() },
      limit: MOST_AT_ONCE,
    });
    return all.map(({ urn }) => urn).filter((urn) => !except.includes(urn));
  }
}
