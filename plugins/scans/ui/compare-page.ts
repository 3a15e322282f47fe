import {
  baseStyles,
  DataWaveElement,
  formatDateTime,
  formatDuration,
  formatNumber,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  type ComparedAsset,
  compareHref,
  elapsed,
  type ListedScan,
  type RunsCompared,
  scanHref,
  stateWords,
} from './api.ts';
import { comparableRuns, laterRuns } from './comparable.ts';
import { comparedAsset, comparedAssetStyles } from './compared-asset.ts';

const PAGE = 50;
const CHOICES = 50;

/** Any two runs of one source side by side, under an address that can be sent to somebody: `/scans/compare?a=&b=`. */
export class ScansComparePage extends DataWaveElement {
  static override properties = { page: { attribute: false }, more: { state: true } };
  declare page: PageLocation;
  /** Further assets that were asked for. */
  declare more: { readonly items: readonly ComparedAsset[]; readonly nextCursor: string | null } | null;
  #compared = new Resource(
    this,
    () => this.#ids(),
    ({ a, b }, signal) => {
      this.more = null;
      return this.shell.api.get<RunsCompared>('/scans/compare', { query: { a, b, limit: PAGE }, signal });
    },
  );
  #runs = new Resource(
    this,
    () => this.#compared.value?.before.source.id ?? null,
    (source, signal) =>
      this.shell.api.list<ListedScan>('/scans', {
        query: { source, state: 'ended', limit: CHOICES },
        signal,
      }),
  );

  #recent = new Resource(
    this,
    () => (this.#ids() === null ? 'recent' : null),
    (_, signal) =>
      this.shell.api.list<ListedScan>('/scans', { query: { state: 'ended', limit: CHOICES }, signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    comparedAssetStyles,
    css`
      .choice { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: var(--dw-space-4); }
      table { inline-size: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: var(--dw-space-2) var(--dw-space-3); text-align: end; border-block-end: 1px solid var(--dw-border); font-weight: 450; }
      th:first-child { text-align: start; padding-inline-start: 0; }
      thead th { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); gap: var(--dw-space-4); }
      .counts dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .counts dd { overflow-wrap: anywhere; }
    `,
  ];

  constructor() {
    super();
    this.more = null;
  }

  #ids(): { readonly a: string; readonly b: string } | null {
    const [a, b] = [this.page.query.get('a'), this.page.query.get('b')];
    return a === null || b === null || a === '' || b === '' ? null : { a, b };
  }

  override render(): unknown {
    const crumbs = [{ title: t('Scans'), href: '/scans' }];
    if (this.#ids() === null)
      return html`<dw-page-header heading=${t('Compare two scans')} .crumbs=${crumbs}></dw-page-header>
        ${this.#recent.view({ ready: ({ items }) => this.#first(items) })}`;
    return this.#compared.view({
      ready: (
        compared,
      ) => html`<dw-page-header heading=${t('Scans of {source} compared', { source: compared.before.source.title })} .crumbs=${crumbs}></dw-page-header>
        <div class="stack loose">${this.#choice(compared)}${this.#figures(compared)}${this.#differences(compared)}</div>`,
    });
  }

  /** Which two, where the address does not say: the earlier one is in it as soon as it is chosen. */
  #first(runs: readonly ListedScan[]): unknown {
    const earlier = comparableRuns(runs);
    if (earlier.length === 0)
      return html`<dw-card><dw-empty icon="compare" heading=${t('Nothing to compare yet')}>${t('No source has two scans that have ended.')}<dw-button slot="actions" href="/scans">${t('See scans')}</dw-button></dw-empty></dw-card>`;
    const chosen = earlier.find(({ id }) => id === this.page.query.get('a'));
    const pick =
      (href: (id: string) => string) =>
      (event: Event): void => {
        if (event.target instanceof HTMLSelectElement && event.target.value !== '')
          this.shell.navigate(href(event.target.value), { replace: true });
      };
    const select = (
      id: string,
      label: string,
      options: readonly ListedScan[],
      href: (id: string) => string,
    ): unknown =>
      html`<div class="field"><label for=${id}>${label}</label><select id=${id} ?disabled=${options.length === 0} @change=${pick(href)}><option value="">${t('Choose a scan')}</option>${options.map((run) => html`<option value=${run.id} ?selected=${run.id === chosen?.id}>${run.source.title} · ${this.#words(run)}</option>`)}</select></div>`;
    return html`<dw-card heading=${t('Choose two scans')} note=${t('Of one source; the later ones follow when the earlier one is chosen.')}><div class="choice">
      ${select('a', t('Earlier'), earlier, (id) => `/scans/compare?a=${encodeURIComponent(id)}`)}
      ${select('b', t('Later'), chosen === undefined ? [] : laterRuns(runs, chosen), (id) => compareHref(chosen?.id ?? '', id))}</div></dw-card>`;
  }

  #words(run: ListedScan): string {
    return `${formatDateTime(new Date(run.startedAt ?? run.createdAt))} · ${stateWords(run.state)}`;
  }

  #choice({ before, after }: RunsCompared): unknown {
    const runs = this.#runs.value?.items ?? [before, after];
    const select = (label: string, chosen: ListedScan, href: (id: string) => string): unknown => {
      const listed = runs.some(({ id }) => id === chosen.id) ? runs : [chosen, ...runs];
      const pick = (event: Event): void => {
        if (event.target instanceof HTMLSelectElement) this.shell.navigate(href(event.target.value));
      };
      return html`<div class="field"><label for=${chosen === before ? 'a' : 'b'}>${label}</label><select id=${chosen === before ? 'a' : 'b'} @change=${pick}>${listed.map((run) => html`<option value=${run.id} ?selected=${run.id === chosen.id}>${this.#words(run)}</option>`)}</select>
        <p class="help"><a href=${scanHref(chosen.id)}>${t('Open this scan')}</a></p></div>`;
    };
    return html`<dw-card><div class="choice">${select(t('Earlier'), before, (id) => compareHref(id, after.id))}${select(t('Later'), after, (id) => compareHref(before.id, id))}</div></dw-card>`;
  }

  #figures({ before, after }: RunsCompared): unknown {
    const row = (title: string, was: number | null, is: number | null, write = formatNumber): unknown => {
      const shown = (value: number | null): string => (value === null ? '–' : write(value));
      const change =
        was === null || is === null || was === is
          ? ''
          : `${is > was ? '+' : '−'}${write(Math.abs(is - was))}`;
      return html`<tr><th scope="row">${title}</th><td>${shown(was)}</td><td>${shown(is)}</td><td class="muted">${change === '' ? '±0' : change}</td></tr>`;
    };
    const speed = (run: ListedScan): number | null => {
      const time = elapsed(run);
      return time === null || time < 1 ? null : (run.assets / time) * 1000;
    };
    const rate = (value: number): string => formatNumber(Math.round(value * 10) / 10);
    return html`<dw-card heading=${t('Figures')}><table><thead><tr><th></th><th scope="col">${t('Earlier')}</th><th scope="col">${t('Later')}</th><th scope="col">${t('Change', {}, 'noun')}</th></tr></thead><tbody>
      ${row(t('Assets read'), before.assets, after.assets)}
      ${row(t('With problems'), before.tasks.failed, after.tasks.failed)}
      ${row(t('Columns'), before.columns, after.columns)}
      ${row(t('Sensitive columns'), before.sensitiveColumns, after.sensitiveColumns)}
      ${row(t('Rows read'), before.progress.rows, after.progress.rows)}
      ${row(t('Took'), elapsed(before), elapsed(after), formatDuration)}
      ${row(t('Assets a second'), speed(before), speed(after), rate)}
    </tbody></table>${before.mode === after.mode ? nothing : html`<p class="muted small">${t('One of them read everything, the other what had changed: their figures differ by that, too.')}</p>`}</dw-card>`;
  }

  #differences(compared: RunsCompared): unknown {
    const { counts, isCut } = compared;
    if (counts === null)
      return html`<dw-card heading=${t('What differs')}><p class="muted">${t('It is not known what differs: no scan up to the earlier one came to its end, so nothing was compared.')}</p></dw-card>`;
    const { assets, columns, verdicts } = counts;
    const items = [...compared.items, ...(this.more?.items ?? [])];
    const next = this.more === null ? compared.nextCursor : this.more.nextCursor;
    const fact = (title: string, text: string): unknown => html`<div><dt>${title}</dt><dd>${text}</dd></div>`;
    return html`<dw-card heading=${t('What differs')}><div class="stack">
      <dl class="counts">
        ${fact(t('Assets'), t('{appeared, number} new, {gone, number} gone, {changed, number} changed', assets))}
        ${fact(t('Columns'), t('{added, number} added, {removed, number} removed, {retyped, number} retyped', columns))}
        ${fact(t('Verdicts'), t('{gained, number} gained, {lost, number} lost, {changed, number} changed', verdicts))}
      </dl>
      ${isCut ? html`<dw-callout tone="info">${t('So much changed that not all of it is compared.')}</dw-callout>` : nothing}
      ${items.length === 0 ? html`<p class="muted">${t('Nothing differs.')}</p>` : html`<ul class="assets" role="list" aria-label=${t('Assets that differ')}>${items.map((item) => comparedAsset(item, this.infoTypeTitle))}</ul>`}
      ${next === null ? nothing : html`<div><dw-button variant="quiet" size="small" @click=${() => void this.#loadMore(next)}>${t('Show more')}</dw-button></div>`}
    </div></dw-card>`;
  }

  async #loadMore(cursor: string): Promise<void> {
    const ids = this.#ids();
    if (ids === null) return;
    const page = await this.shell.api.get<RunsCompared>('/scans/compare', {
      query: { ...ids, limit: PAGE, cursor },
      signal: this.lifetime,
    });
    this.more = { items: [...(this.more?.items ?? []), ...page.items], nextCursor: page.nextCursor };
  }
}
