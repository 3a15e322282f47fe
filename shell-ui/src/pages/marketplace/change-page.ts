import {
  attempt,
  baseStyles,
  DataWaveElement,
  formatBytes,
  layoutStyles,
  type PageLocation,
  Resource,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { askedGrants } from './asked-grants.ts';
import { plannedOrigin } from './build-origin.ts';
import {
  type Change,
  changeTitle,
  changeTone,
  changeWord,
  isUnderWay,
  type PlannedChange,
  trustTone,
  trustWord,
} from './marketplace-types.ts';

/** While a change is under way the platform starts anew, and cannot say by itself how far it is. */
const ASK_AGAIN_MS = 1500;

/** A change of the installed plugins: what it would do and ask for, then how far it has come and what became of it. */
export class ShellPluginChangePage extends DataWaveElement {
  static override properties = { page: { attribute: false }, isApplying: { state: true } };
  declare page: PageLocation;
  declare isApplying: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #change = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) => this.shell.api.get<Change>(`/plugin-changes/${encodeURIComponent(id)}`, { signal }),
    { follows: ['plugins'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: block; }
      .stack { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      dl { display: grid; grid-template-columns: minmax(9rem, auto) minmax(0, 1fr); gap: var(--dw-space-2) var(--dw-space-5); margin-block-start: var(--dw-space-4); }
      dt { color: var(--dw-text-muted); }
      dd { overflow-wrap: anywhere; }
      ul.asked { display: grid; gap: var(--dw-space-2); }
      ul.asked > li { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--dw-space-1) var(--dw-space-3); overflow-wrap: anywhere; }
      ul.asked > li > span { flex: 1 1 14rem; min-width: 0; }
      ul.asked dw-icon { color: var(--dw-text-muted); }
      ul.walls { display: grid; gap: var(--dw-space-1); padding-inline-start: 1.25rem; list-style: disc; }
      .buttons { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
      .buttons.end { position: sticky; inset-block-end: 0; padding-block: var(--dw-space-3); background: var(--dw-canvas); border-block-start: 1px solid var(--dw-border); }
      h3 { margin-block: var(--dw-space-4) var(--dw-space-2); font-size: var(--dw-font-size); }
      @media (max-width: 640px) { dl { grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-1); } dd { margin-block-end: var(--dw-space-2); } }
    `,
  ];

  constructor() {
    super();
    this.page = { path: '/plugin-changes', params: {}, query: new URLSearchParams() };
    this.isApplying = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(() => clearTimeout(this.#timer));
  }

  override updated(): void {
    clearTimeout(this.#timer);
    const change = this.#change.value;
    if (change === undefined || !isUnderWay(change)) return;
    this.#timer = setTimeout(() => void this.#change.reload(), ASK_AGAIN_MS);
  }

  async #apply({ id, hash }: Change): Promise<void> {
    this.isApplying = true;
    await attempt(this.shell, async () => {
      await this.shell.api.post(`/plugin-changes/${id}/apply`, { hash });
      await this.#change.reload();
    });
    this.isApplying = false;
  }

  override render(): unknown {
    const change = this.#change.value;
    const crumbs = [{ title: t('Marketplace'), href: '/marketplace' }];
    const heading = change === undefined ? t('Change of plugins') : changeTitle(change);
    return html`<dw-page-header heading=${heading} .crumbs=${crumbs}>${
      change === undefined
        ? nothing
        : html`<p slot="sub"><dw-badge tone=${changeTone(change.state)} dot>${changeWord(change.state)}</dw-badge> <dw-time at=${change.proposedAt}></dw-time></p>`
    }</dw-page-header>${this.#change.view({ ready: (one) => this.#shown(one) })}`;
  }

  #shown(change: Change): unknown {
    const { plan } = change;
    return html`<div class="stack">${this.#state(change)}
      ${plan.notices.map((notice) => html`<dw-callout tone="info">${saidText(t(notice))}</dw-callout>`)}
      ${plan.changes.map((planned) => this.#planned(planned))}
      ${change.state === 'proposed' ? this.#decision(change) : nothing}</div>`;
  }

  #state(change: Change): unknown {
    switch (change.state) {
      case 'proposed':
        return change.asksForMore
          ? html`<dw-callout tone="warning" heading=${t('It asks for something that nothing had before')}>${t('Look at what is asked for below. Nothing has been changed yet.')}</dw-callout>`
          : html`<dw-callout tone="info">${t('Nothing has been changed yet.')}</dw-callout>`;
      case 'applying':
      case 'watching':
        return html`<dw-callout tone="info" live heading=${change.state === 'applying' ? t('Being applied') : t('Started anew, and being watched')}>${saidText(t(change.step))}. ${t('The platform starts anew with it; this page goes on by itself. When something fails, the former plugins come back.')}</dw-callout>`;
      case 'applied':
        return html`<dw-callout tone="success" live heading=${t('Done')}>${t('The platform runs with it.')} <a href="/plugins">${t('See the plugins')}</a></dw-callout>`;
      case 'failed':
      case 'rolled-back':
        return html`<dw-callout tone="danger" live heading=${change.state === 'failed' ? t('It could not be done') : t('It was taken back')}>${change.reason === null ? nothing : saidText(t(change.reason))} ${t('The plugins are as they were before.')}${change.code === null ? nothing : html` <code>${change.code}</code>`}</dw-callout>`;
    }
  }

  #planned(planned: PlannedChange): unknown {
    const { action, title, name, from, to, trust } = planned;
    const step =
      action === 'remove'
        ? t('goes: {version}', { version: from ?? '' })
        : from === null
          ? t('comes: {version}', { version: to ?? '' })
          : t('from {from} to {to}', { from, to: to ?? '' });
    return html`<dw-card heading=${title} note=${step}>
      <div class="row"><code>${name}</code><dw-badge tone=${trustTone(trust)}>${trustWord(trust)}</dw-badge>${
        planned.why === 'asked'
          ? nothing
          : html`<span class="muted small">${t('required by {plugin}', { plugin: planned.why })}</span>`
      }</div>
      ${planned.deprecated === null ? nothing : html`<dw-callout tone="warning">${t('Its publisher advises against it: {reason}', { reason: planned.deprecated })}</dw-callout>`}
      ${planned.hasSameSigner === false ? html`<dw-callout tone="danger">${t('Other keys have signed it than the version before. Ask its publisher before you go on.')}</dw-callout>` : nothing}
      ${planned.hasSameRepository === false ? html`<dw-callout tone="danger">${t('It is not proven to be built from the repository that the version before was built from. Ask its publisher before you go on.')}</dw-callout>` : nothing}
      ${
        action === 'remove'
          ? this.#removal(planned)
          : html`<h3>${t('What the plugin asks for')}</h3>${askedGrants(planned)}${this.#walls(planned)}${this.#origin(planned)}`
      }</dw-card>`;
  }

  #removal({ data }: PlannedChange): unknown {
    if (!data.keepsData) return html`<p>${t('It keeps no data.')}</p>`;
    return data.purged
      ? html`<dw-callout tone="danger">${t('Its data is deleted with it, for good.')}</dw-callout>`
      : html`<p>${t('Its data stays, and is there again when it is installed once more.')}</p>`;
  }

  #walls({ isolation }: PlannedChange): unknown {
    if (isolation === null) return nothing;
    const list = (items: readonly string[]): unknown =>
      html`<ul class="walls">${items.map((item) => html`<li>${saidText(t(item))}</li>`)}</ul>`;
    const words: Readonly<Record<string, string>> = {
      'in-process': t('In the process of the platform'),
      child: t('In a process of its own'),
      confined: t('In a process of its own, without a network'),
    };
    return html`<h3>${t('Where it runs')}</h3><p>${words[isolation.level] ?? isolation.level}</p>
      ${isolation.isAvailable ? nothing : html`<dw-callout tone="warning">${t('This host does not allow that: {reason}', { reason: saidText(t(isolation.reason ?? '')) })}</dw-callout>`}
      ${isolation.enforced.length === 0 ? nothing : html`<dw-details heading=${t('What holds it')} open>${list(isolation.enforced)}</dw-details>`}
      ${isolation.notEnforced.length === 0 ? nothing : html`<dw-details heading=${t('What does not')}>${list(isolation.notEnforced)}</dw-details>`}`;
  }

  #origin(planned: PlannedChange): unknown {
    const { registry, publisher, isSigned, provenance, sha256, size, data } = planned;
    const rows: readonly (readonly [string, unknown])[] = [
      [t('From'), registry ?? t('a file')],
      [t('Publisher'), publisher ?? t('unknown')],
      [t('Signed'), isSigned ? t('Yes, and the registry vouches for these bytes') : t('No')],
      [t('Built from'), plannedOrigin(planned)],
      [t('Built by'), provenance?.workflow ?? ''],
      [t('Size'), size === null ? '' : formatBytes(size)],
      ['SHA-256', sha256 === null ? '' : html`<code>${sha256}</code>`],
      [
        t('Way back'),
        data.mayForbidRollback
          ? t('Its data may move on: then the former version cannot read it any more')
          : t('Open'),
      ],
    ];
    return html`<dw-details heading=${t('Where it comes from')} open><dl>${rows.map(([name, value]) => (value === '' ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl></dw-details>`;
  }

  #decision(change: Change): unknown {
    const removes = change.plan.changes.some(({ data }) => data.purged);
    return html`<div class="buttons end"><dw-button variant=${removes ? 'danger' : 'primary'} ?busy=${this.isApplying} @click=${() => void this.#apply(change)}>${changeTitle(change)}</dw-button>
      <dw-button variant="quiet" @click=${() => this.shell.navigate('/marketplace')}>${t('Leave it')}</dw-button></div>`;
  }
}
