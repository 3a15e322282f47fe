import {
  baseStyles,
  count,
  DataWaveElement,
  layoutStyles,
  PagedList,
  type PageLocation,
  t,
  tabsOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { assetHref, type ControlledAsset, type Coverage, type CoveredControl } from './api.ts';
import { statusTitle, statusTone } from './state-words.ts';

type Kept = 'failing' | 'waived' | 'passing';

/** A control at the side: what it asks for, how it is judged, and which assets do not meet it or do. Which one stands in the address. */
export class ComplianceControlDrawer extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    coverage: { attribute: false },
    kept: { state: true },
  };
  declare page: PageLocation;
  declare coverage: readonly Coverage[];
  /** Null for what suits the control. */
  declare kept: Kept | null;
  #assets = new PagedList<ControlledAsset>(this, () => {
    const found = this.#found();
    if (found === null) return null;
    const { framework, control } = found;
    return {
      path: `/frameworks/${encodeURIComponent(framework.id)}/controls/${encodeURIComponent(control.id)}/assets`,
      query: { status: this.#status(control) },
    };
  });

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      h3 { margin-block: var(--dw-space-3) var(--dw-space-1); }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--dw-space-3); align-items: center; padding-block: var(--dw-space-2); border-block-end: 1px solid var(--dw-border); overflow-wrap: anywhere; }
      li .small { grid-column: 1 / -1; }
    `,
  ];

  constructor() {
    super();
    this.coverage = [];
    this.kept = null;
  }

  #found(): { readonly framework: Coverage; readonly control: CoveredControl } | null {
    const asked = this.page.query.get('drill') ?? '';
    const at = asked.indexOf('/');
    const framework = this.coverage.find(({ id }) => id === asked.slice(0, at));
    const control = framework?.controls.find(({ id }) => id === asked.slice(at + 1));
    return framework === undefined || control === undefined ? null : { framework, control };
  }

  #status({ status }: CoveredControl): Kept {
    return this.kept ?? (status === 'failing' || status === 'waived' ? status : 'passing');
  }

  readonly #closed = (): void => {
    this.kept = null;
    const query = new URLSearchParams(this.page.query);
    if (!query.has('drill')) return;
    query.delete('drill');
    const text = query.toString();
    this.shell.navigate(text === '' ? '/compliance' : `/compliance?${text}`, { replace: true });
  };

  override render(): unknown {
    const found = this.#found();
    return html`<dw-drawer heading=${found === null ? '' : `${found.control.id}: ${t(found.control.title)}`} .open=${found !== null} @close=${this.#closed}>
      ${found === null ? nothing : this.#content(found)}</dw-drawer>`;
  }

  #content({
    framework,
    control,
  }: {
    readonly framework: Coverage;
    readonly control: CoveredControl;
  }): unknown {
    const status = this.#status(control);
    return html`<div class="row"><dw-badge tone=${statusTone(control.status)}>${statusTitle(control.status)}</dw-badge>
        <a class="small" href=${control.url} target="_blank" rel="noopener noreferrer">${t(framework.title)} <dw-icon name="external"></dw-icon><span class="visually-hidden"> ${t('(opens in a new tab)')}</span></a></div>
      <div><h3>${t('What it asks for')}</h3><p>${t(control.summary)}</p></div>
      <div><h3>${t('How it is judged')}</h3><p>${control.check === undefined ? t('Data alone do not tell. People judge it, and keep their evidence elsewhere.') : t(control.check)}</p></div>
      ${
        control.status === 'manual'
          ? nothing
          : html`<div class="row">${control.violations === 0 ? nothing : html`<dw-button size="small" href=${withQuery('/compliance', { view: 'list', framework: framework.id, control: control.id })}>${t('See {what}', { what: count(control.violations, 'violation') })}</dw-button>`}
          <dw-button size="small" href=${withQuery('/compliance', { view: 'evidence', framework: framework.id })}>${t('See evidence')}</dw-button></div>
        ${tabsOf({
          label: t('Assets'),
          tabs: [
            { key: 'failing', title: t('Do not meet it'), count: control.failingAssets },
            ...(control.waived > 0 ? [{ key: 'waived', title: t('Waived') }] : []),
            { key: 'passing', title: t('Meet it'), count: control.passingAssets },
          ],
          selected: status,
          choose: (key) => {
            this.kept = key === 'failing' || key === 'waived' ? key : 'passing';
          },
          panel: this.#assets.view({
            ready: (assets) =>
              assets.length === 0
                ? html`<p class="muted">${t('None')}</p>`
                : html`<ul role="list">${assets.map((asset) => this.#asset(asset))}</ul>`,
          }),
        })}`
      }`;
  }

  #asset({
    asset,
    assetName,
    sourceTitle,
    violations,
    worst,
    assessedAt,
    version,
  }: ControlledAsset): unknown {
    return html`<li><a href="${assetHref(asset)}"><bdi>${assetName}</bdi></a>${worst === null ? html`<span></span>` : html`<dw-severity .level=${worst}></dw-severity>`}
      <span class="muted small">${[
        ...(sourceTitle === null ? [] : [sourceTitle]),
        ...(violations === 0 ? [] : [count(violations, 'violation')]),
        ...(version === null ? [] : [t('assessed by version {version}', { version })]),
      ].join(
        ' · ',
      )}${assessedAt === null ? nothing : html` · <dw-time at=${assessedAt}></dw-time>`}</span></li>`;
  }
}
