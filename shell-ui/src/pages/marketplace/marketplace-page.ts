import {
  attempt,
  baseStyles,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formatNumber,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  SearchBox,
  t,
  tabsOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import {
  type Change,
  kindWord,
  LISTED_KINDS,
  type Listing,
  type Listings,
  type Lock,
  trustTone,
  trustWord,
} from './marketplace-types.ts';
import { saidSentences } from './said-sentences.ts';

interface Found {
  readonly listings: Listings;
  /** Version that is installed, by npm name. */
  readonly installed: ReadonlyMap<string, string>;
}

/** Finds plugins in the configured registries, and begins to install or update them. What is installed is on a tab of its own. */
export class ShellMarketplacePage extends DataWaveElement {
  static override properties = { page: { attribute: false }, asking: { state: true } };
  declare page: PageLocation;
  /** Name of the plugin whose plan is being made. */
  declare asking: string | null;
  readonly #search = new SearchBox(this, (q) => this.#narrow({ q }));
  readonly #found = new Resource(
    this,
    () =>
      this.#tab === 'find'
        ? { q: this.#asked('q'), kind: this.#asked('kind'), verified: this.#asked('verified') }
        : null,
    (query, signal) => this.#load(query, signal),
    { follows: ['plugins'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    css`
      ul.found { display: grid; }
      h2 a { color: inherit; }
      ul.found > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: var(--dw-space-1) var(--dw-space-4); padding: var(--dw-space-4) var(--dw-space-5); border-block-end: 1px solid var(--dw-border); }
      ul.found > li:last-child { border-block-end: 0; }
      .facts { display: flex; flex-wrap: wrap; gap: var(--dw-space-1) var(--dw-space-4); margin-block-start: var(--dw-space-1); }
      dw-callout { display: block; margin-block-end: var(--dw-space-4); }
      @media (max-width: 640px) { ul.found > li { grid-template-columns: minmax(0, 1fr); padding-inline: var(--dw-space-4); } }
    `,
  ];

  constructor() {
    super();
    this.page = { path: '/marketplace', params: {}, query: new URLSearchParams() };
    this.asking = null;
  }

  get #tab(): 'find' | 'file' | 'installed' {
    const tab = this.page.query.get('tab');
    return tab === 'installed' || tab === 'file' ? tab : 'find';
  }

  #asked(name: string): string {
    return this.page.query.get(name) ?? '';
  }

  #narrow(change: Readonly<Record<string, string>>): void {
    const asked = { q: this.#asked('q'), kind: this.#asked('kind'), verified: this.#asked('verified') };
    this.shell.navigate(withQuery('/marketplace', { ...asked, ...change }), { replace: true });
  }

  async #load(query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Found> {
    const { api } = this.shell;
    const [listings, locks] = await Promise.all([
      api.get<Listings>('/plugin-listings', { query: { ...query, limit: 100 }, signal }),
      api.list<Lock>('/plugin-locks', { query: { limit: 1 }, signal }),
    ]);
    const current = locks.items.find(({ isCurrent }) => isCurrent);
    return { listings, installed: new Map(current?.plugins.map(({ name, version }) => [name, version])) };
  }

  /** Has a plan made, which is looked at before anything is done. */
  async #plan(listing: Listing, isInstalled: boolean): Promise<void> {
    this.asking = listing.name;
    await attempt(this.shell, async () => {
      const { name, registry } = listing;
      const wanted = isInstalled ? { update: [name] } : { install: [{ name }], registry };
      const change = await this.shell.api.post<Change>('/plugin-changes', wanted);
      this.shell.navigate(`/plugin-changes/${change.id}`);
    });
    this.asking = null;
  }

  override render(): unknown {
    return html`<dw-page-header heading=${t('Marketplace')}><p slot="sub">${t('Plugins of the registries that this platform is configured with. Nothing is installed before you have seen what it asks for.')}</p></dw-page-header>
      ${tabsOf({
        label: t('Marketplace'),
        param: 'tab',
        tabs: [
          { key: 'find', title: t('Find'), icon: 'search' },
          { key: 'file', title: t('From a file'), icon: 'upload' },
          { key: 'installed', title: t('Installed and former'), icon: 'history' },
        ],
        selected: this.#tab,
        panel: this.#panel(),
      })}`;
  }

  #panel(): unknown {
    switch (this.#tab) {
      case 'find':
        return this.#find();
      case 'file':
        return html`<shell-upload-package></shell-upload-package>`;
      case 'installed':
        return html`<shell-installed-plugins></shell-installed-plugins>`;
    }
  }

  #find(): unknown {
    const kinds = LISTED_KINDS.map((kind) => [kind, kindWord(kind)] as const);
    return html`<div class="filters" role="search" aria-label=${t('Find plugins')}>${this.#search.view(this.#asked('q'), t('What it does, name, publisher'))}
      ${choiceOf({ label: t('Kind', {}, 'plugin'), any: t('All kinds', {}, 'plugin'), value: this.#asked('kind'), options: kinds, choose: (kind) => this.#narrow({ kind }) })}
      ${choiceOf({ label: t('Publisher'), any: t('All publishers'), value: this.#asked('verified'), options: [['true', t('Verified only')]], choose: (verified) => this.#narrow({ verified }) })}</div>
      ${this.#found.view({ ready: (found) => this.#listings(found) })}`;
  }

  #listings({ listings: { items, failed }, installed }: Found): unknown {
    const isNarrowed = ['q', 'kind', 'verified'].some((name) => this.#asked(name) !== '');
    return html`${failed.map(
      ({ registry, reason }) =>
        html`<dw-callout tone="warning" heading=${t('The registry “{registry}” could not be asked', { registry })}>${saidSentences(reason)}</dw-callout>`,
    )}<dw-card flush>${
      items.length > 0
        ? html`<ul role="list" class="found" aria-label=${t('{n, plural, one {# plugin} other {# plugins}}', { n: items.length })}>${repeat(
            items,
            ({ name }) => name,
            (listing) => this.#row(listing, installed.get(listing.name)),
          )}</ul>`
        : isNarrowed
          ? html`<dw-empty kind="filtered" clear="/marketplace" heading=${t('No plugin matches')}></dw-empty>`
          : html`<dw-empty icon="puzzle" heading=${t('No registry lists a plugin')}>${t('Registries are named in the configuration file under “registries”. A package that lies in a file is installed under “From a file”.')}</dw-empty>`
    }</dw-card>`;
  }

  #row(listing: Listing, installed: string | undefined): unknown {
    const { title, name, version, publisher, rating, revoked } = listing;
    const trust = publisher.verified ? 'verified' : 'community';
    return html`<li><div>
      <div class="row"><h2><a href=${`/marketplace/${encodeURIComponent(listing.registry)}/${encodeURIComponent(name)}`}>${title}</a></h2><dw-badge tone=${trustTone(trust)}>${trustWord(trust)}</dw-badge>${listing.kinds.map((kind) => html`<dw-badge>${kindWord(kind)}</dw-badge>`)}${
        revoked === null ? nothing : html`<dw-badge tone="danger">${t('revoked')}</dw-badge>`
      }</div>
      <p>${revoked === null ? listing.description : revoked.reason}</p>
      <p class="facts muted small"><span class="mono">${name} ${version}</span><span>${t('by {publisher}', { publisher: publisher.title })}</span>
        <span>${t('{n, plural, =0 {not downloaded yet} one {# download} other {# downloads}}', { n: listing.downloads })}</span>
        ${rating.mean === null ? nothing : html`<span>${t('{mean} of 5 in {n, plural, one {# review} other {# reviews}}', { mean: formatNumber(Math.round(rating.mean * 10) / 10), n: rating.count })}</span>`}
        <span><dw-time at=${listing.updatedAt}></dw-time></span><span>${t('from {registry}', { registry: listing.registry })}</span></p>
    </div>${this.#action(listing, installed)}</li>`;
  }

  #action(listing: Listing, installed: string | undefined): unknown {
    if (installed === listing.version) return html`<dw-badge tone="success" dot>${t('installed')}</dw-badge>`;
    if (listing.revoked !== null) return nothing;
    const isInstalled = installed !== undefined;
    return html`<dw-button size="small" variant=${isInstalled ? 'primary' : 'secondary'} ?busy=${this.asking === listing.name} ?disabled=${this.asking !== null && this.asking !== listing.name}
      @click=${() => void this.#plan(listing, isInstalled)}>${isInstalled ? t('Update') : t('Install')}<span class="visually-hidden"> ${listing.title}</span></dw-button>`;
  }
}
