import {
  attempt,
  baseStyles,
  DataWaveElement,
  formatBytes,
  formatNumber,
  layoutStyles,
  type PageLocation,
  Resource,
  t,
  tableOf,
  tabsOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { buildOrigin } from './build-origin.ts';
import { markdown } from './markdown.ts';
import { markdownStyles } from './markdown-styles.ts';
import {
  type Change,
  checkWord,
  kindWord,
  type ListedVersion,
  type ListingDetail,
  type Lock,
  proofWords,
  trustTone,
  trustWord,
} from './marketplace-types.ts';

interface Shown {
  readonly listing: ListingDetail;
  readonly installed: string | null;
}

/** A plugin of a registry: what it says of itself, its versions and what was looked at, what others think of it. */
export class ShellListingPage extends DataWaveElement {
  static override properties = { page: { attribute: false }, asking: { state: true } };
  declare page: PageLocation;
  /** Version of which a plan is being made. */
  declare asking: string | null;
  readonly #shown = new Resource(
    this,
    () => ({ registry: this.page.params['registry'] ?? '', name: this.page.params['name'] ?? '' }),
    (asked, signal) => this.#load(asked, signal),
    { follows: ['plugins'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    markdownStyles,
    css`
      .facts { display: flex; flex-wrap: wrap; gap: var(--dw-space-1) var(--dw-space-4); margin-block-start: var(--dw-space-2); }
      .lead { font-size: var(--dw-font-size-md); max-width: 46rem; margin-block-end: var(--dw-space-4); }
      dw-callout { display: block; margin-block-end: var(--dw-space-4); }
      ul.checks { display: grid; gap: var(--dw-space-2); }
      ul.checks > li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 var(--dw-space-3); }
      ul.checks dw-icon { margin-block-start: 0.15rem; }
      dw-icon.passed { color: var(--dw-success-text); } dw-icon.failed { color: var(--dw-danger-text); }
      .cards { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      .built { overflow-wrap: anywhere; }
      ul.reviews { display: grid; gap: var(--dw-space-5); }
    `,
  ];

  constructor() {
    super();
    this.page = { path: '/marketplace', params: {}, query: new URLSearchParams() };
    this.asking = null;
  }

  async #load(
    asked: { readonly registry: string; readonly name: string },
    signal: AbortSignal,
  ): Promise<Shown> {
    const { api } = this.shell;
    const path = `/plugin-listings/${encodeURIComponent(asked.registry)}/${encodeURIComponent(asked.name)}`;
    const [listing, locks] = await Promise.all([
      api.get<ListingDetail>(path, { signal }),
      api.list<Lock>('/plugin-locks', { query: { limit: 1 }, signal }),
    ]);
    const current = locks.items.find(({ isCurrent }) => isCurrent);
    const installed = current?.plugins.find(({ name }) => name === asked.name)?.version ?? null;
    return { listing, installed };
  }

  /** Has a plan made for a version, which is looked at before anything is done. */
  async #plan({ name, registry }: ListingDetail, version: string): Promise<void> {
    this.asking = version;
    await attempt(this.shell, async () => {
      const wanted = { install: [{ name, range: version }], registry, allowDowngrade: true };
      const change = await this.shell.api.post<Change>('/plugin-changes', wanted);
      this.shell.navigate(`/plugin-changes/${change.id}`);
    });
    this.asking = null;
  }

  override render(): unknown {
    const crumbs = [{ title: t('Marketplace'), href: '/marketplace' }];
    const shown = this.#shown.value;
    return html`<dw-page-header heading=${shown?.listing.title ?? this.page.params['name'] ?? ''} .crumbs=${crumbs}>${shown === undefined ? nothing : this.#head(shown)}</dw-page-header>
      ${this.#shown.view({ ready: (all) => this.#tabs(all) })}`;
  }

  #head({ listing, installed }: Shown): unknown {
    const trust = listing.publisher.verified ? 'verified' : 'community';
    const { name, version, rating, revoked } = listing;
    const action = installed === null ? t('Install') : t('Update');
    return html`<div slot="sub"><div class="row"><dw-badge tone=${trustTone(trust)}>${trustWord(trust)}</dw-badge>${listing.kinds.map((kind) => html`<dw-badge>${kindWord(kind)}</dw-badge>`)}</div>
      <p class="facts small"><span class="mono">${name} ${version}</span><span>${t('by {publisher}', { publisher: listing.publisher.title })}</span>${listing.proofs.length === 0 ? nothing : html`<span>${proofWords(listing)}</span>`}<span>${t('from {registry}', { registry: listing.registry })}</span>
      <span>${t('{n, plural, =0 {not downloaded yet} one {# download} other {# downloads}}', { n: listing.downloads })}</span>${
        rating.mean === null
          ? nothing
          : html`<span>${t('{mean} of 5 in {n, plural, one {# review} other {# reviews}}', { mean: formatNumber(Math.round(rating.mean * 10) / 10), n: rating.count })}</span>`
      }</p></div>${
        installed === version
          ? html`<dw-badge slot="actions" tone="success" dot>${t('installed')}</dw-badge>`
          : revoked !== null
            ? nothing
            : html`<dw-button slot="actions" variant="primary" ?busy=${this.asking === version} ?disabled=${this.asking !== null} @click=${() => void this.#plan(listing, version)}>${action}</dw-button>`
      }`;
  }

  #tabs({ listing, installed }: Shown): unknown {
    const selected = this.page.query.get('tab') ?? 'about';
    const panels: Readonly<Record<string, () => unknown>> = {
      versions: () => this.#versions(listing, installed),
      changes: () => this.#text(listing.changelog, t('It says nothing about its changes')),
      reviews: () => this.#reviews(listing),
    };
    return html`${listing.revoked === null ? nothing : html`<dw-callout tone="danger" heading=${t('The registry has revoked this version')}>${listing.revoked.reason}</dw-callout>`}
      <p class="lead">${listing.description}</p>
      ${tabsOf({
        label: listing.title,
        param: 'tab',
        selected,
        tabs: [
          { key: 'about', title: t('What it is') },
          { key: 'versions', title: t('Releases'), count: listing.versions.length },
          { key: 'changes', title: t('Changes') },
          { key: 'reviews', title: t('Reviews'), count: listing.reviews.length },
        ],
        panel: (panels[selected] ?? (() => this.#about(listing)))(),
      })}`;
  }

  #about(listing: ListingDetail): unknown {
    const newest = listing.versions.find(({ version }) => version === listing.version);
    return html`<div class="cards">${this.#text(listing.readme, t('It says nothing about itself'))}${newest === undefined ? nothing : html`${this.#origin(newest)}${this.#checks(newest)}`}</div>`;
  }

  #text(source: string, nothingSaid: string): unknown {
    return html`<dw-card>${source.trim() === '' ? html`<dw-empty icon="file" heading=${nothingSaid}></dw-empty>` : html`<div class="markdown">${markdown(source)}</div>`}</dw-card>`;
  }

  #origin({ builtFrom }: ListedVersion): unknown {
    if (builtFrom === null) return nothing;
    const note = builtFrom.isVerified
      ? t('The registry has verified it.')
      : t('Its publisher says so; it is verified when it is installed, where a trusted root is configured.');
    return html`<dw-card heading=${t('Built from')} note=${note}><p class="built">${buildOrigin(builtFrom)}</p></dw-card>`;
  }

  #checks({ checks }: ListedVersion): unknown {
    if (checks.length === 0) return nothing;
    return html`<dw-card heading=${t('What the registry looked at')} note=${t('When this version was published.')}><ul role="list" class="checks">${checks.map(
      ({ check, outcome, level, findings }) =>
        html`<li><dw-icon class=${outcome} name=${outcome === 'passed' ? 'success' : 'warning'} label=${outcome === 'passed' ? t('passed') : t('did not pass')}></dw-icon>
          <div>${checkWord(check)}${level === 'advisory' ? html` <span class="muted small">${t('advice')}</span>` : nothing}${findings.map((finding) => html`<p class="muted small">${finding}</p>`)}</div></li>`,
    )}</ul></dw-card>`;
  }

  #versions(listing: ListingDetail, installed: string | null): unknown {
    return html`<dw-card flush>${tableOf({
      label: t('Releases'),
      rows: listing.versions,
      key: ({ version }) => version,
      columns: [
        {
          key: 'version',
          title: t('Version'),
          cell: ({ version, deprecated, revoked }) =>
            html`<strong>${version}</strong> ${version === installed ? html`<dw-badge tone="success">${t('installed')}</dw-badge> ` : nothing}${revoked === null ? nothing : html`<dw-badge tone="danger">${t('revoked')}</dw-badge> <span class="small">${revoked.reason}</span>`}${deprecated === null ? nothing : html`<dw-badge tone="warning">${t('advised against')}</dw-badge> <span class="small">${deprecated}</span>`}`,
          grows: true,
        },
        { key: 'sdk', title: t('Fits the SDK'), cell: ({ sdk }) => html`<code>${sdk}</code>` },
        { key: 'size', title: t('Bytes'), cell: ({ size }) => (size === null ? '' : formatBytes(size)) },
        { key: 'licence', title: t('Licence'), cell: ({ licence }) => licence ?? t('not told') },
        {
          key: 'when',
          title: t('When'),
          cell: ({ publishedAt }) =>
            publishedAt === null ? '' : html`<dw-time at=${publishedAt}></dw-time>`,
        },
        {
          key: 'actions',
          title: t('Actions'),
          cell: ({ version, revoked }) =>
            version === installed || revoked !== null
              ? nothing
              : html`<dw-button size="small" variant="quiet" ?busy=${this.asking === version} ?disabled=${this.asking !== null} @click=${() => void this.#plan(listing, version)}>${t('Choose')}<span class="visually-hidden"> ${version}</span></dw-button>`,
        },
      ],
    })}</dw-card>`;
  }

  #reviews({ reviews }: ListingDetail): unknown {
    if (reviews.length === 0)
      return html`<dw-card><dw-empty icon="star" heading=${t('No review yet')}></dw-empty></dw-card>`;
    return html`<dw-card><ul role="list" class="reviews">${reviews.map(
      ({ author, rating, text, version, at }) =>
        html`<li><p><strong>${author}</strong> <span aria-hidden="true">${'★'.repeat(rating)}${'☆'.repeat(5 - rating)}</span><span class="visually-hidden">${t('{n} of 5', { n: rating })}</span></p>
          <p class="muted small">${version} · <dw-time at=${at}></dw-time></p><p>${text}</p></li>`,
    )}</ul></dw-card>`;
  }
}
