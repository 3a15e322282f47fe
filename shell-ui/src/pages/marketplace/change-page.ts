import {
  attempt,
  baseStyles,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  Resource,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  type Change,
  changeTitle,
  changeTone,
  changeWord,
  isApplicable,
  isUnderWay,
} from './marketplace-types.ts';
import { planNotice } from './plan-notice.ts';
import { plannedChange, plannedStyles } from './planned-change.ts';
import { saidSentences } from './said-sentences.ts';

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
    plannedStyles,
    css`
      :host { display: block; }
      .stack { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      .buttons { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
      .buttons.end { position: sticky; inset-block-end: 0; padding-block: var(--dw-space-3); background: var(--dw-canvas); border-block-start: 1px solid var(--dw-border); }
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
      ${plan.notices.filter(({ values }) => !plan.changes.some(({ name }) => name === values['plugin'])).map(planNotice)}
      ${plan.changes.map((planned) =>
        plannedChange(
          planned,
          plan.notices.filter(({ values }) => values['plugin'] === planned.name),
        ),
      )}
      ${change.state === 'proposed' ? this.#decision(change) : nothing}</div>`;
  }

  #state(change: Change): unknown {
    switch (change.state) {
      case 'proposed':
        if (!isApplicable(change))
          return html`<dw-callout tone="danger" heading=${t('This cannot be applied')}>${t('What stands against it is named below. Nothing has been changed.')}</dw-callout>`;
        return change.asksForMore
          ? html`<dw-callout tone="warning" heading=${t('It asks for more than was granted so far')}>${t('Look at what is asked for below: you grant it by going on. Nothing has been changed yet.')}</dw-callout>`
          : html`<dw-callout tone="info">${change.plan.changes.every(({ from, to }) => from !== null && to !== null) ? t('It asks for nothing that was not granted before. Nothing has been changed yet.') : t('Nothing has been changed yet.')}</dw-callout>`;
      case 'applying':
      case 'watching':
        return html`<dw-callout tone="info" live heading=${change.state === 'applying' ? t('Being applied') : t('Started anew, and being watched')}>${saidText(t(change.step))}. ${t('The platform starts anew with it; this page goes on by itself. When something fails, the former plugins come back.')}</dw-callout>`;
      case 'applied':
        return html`<dw-callout tone="success" live heading=${t('Done')}>${t('The platform runs with it.')} <a href="/plugins">${t('See the plugins')}</a></dw-callout>`;
      case 'failed':
      case 'rolled-back':
        return html`<dw-callout tone="danger" live heading=${change.state === 'failed' ? t('It could not be done') : t('It was taken back')}>${change.reason === null ? nothing : saidSentences(change.reason)} ${t('The plugins are as they were before.')}${change.code === null ? nothing : html` <code>${change.code}</code>`}</dw-callout>`;
    }
  }

  #decision(change: Change): unknown {
    const removes = change.plan.changes.some(({ data }) => data.purged);
    return html`<div class="buttons end">${
      isApplicable(change)
        ? html`<dw-button variant=${removes ? 'danger' : 'primary'} ?busy=${this.isApplying} @click=${() => void this.#apply(change)}>${changeTitle(change)}</dw-button>`
        : nothing
    }
      <dw-button variant="quiet" @click=${() => this.shell.navigate('/marketplace')}>${t('Leave it')}</dw-button></div>`;
  }
}
