import {
  baseStyles,
  type ConnectorInfo,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { connectorIcon, type SourceDetail } from './api.ts';

/** With more connectors than these there is something to search through. */
const FEW = 5;

/**
 * A source is added in three steps, each with an address of its own: `/sources/new` to choose a connector, `?connector=` to connect,
 * `?source=` for what is scanned and when.
 */
export class SourcesNewPage extends DataWaveElement {
  static override properties = { page: { attribute: false }, wanted: { state: true } };
  declare page: PageLocation;
  /** What is searched for among the connectors. */
  declare wanted: string;
  #connectors = new Resource(
    this,
    () => 'connectors',
    (_, signal) => this.shell.api.all<ConnectorInfo>('/connectors', { signal }),
  );
  #source = new Resource(
    this,
    () => this.page.query.get('source'),
    (id, signal) =>
      this.shell.api.getVersioned<SourceDetail>(`/sources/${encodeURIComponent(id)}`, { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .steps { display: flex; flex-wrap: wrap; gap: var(--dw-space-2) var(--dw-space-5); margin-block-end: var(--dw-space-5); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .steps li { display: flex; align-items: center; gap: var(--dw-space-2); }
      .steps .number { display: grid; place-items: center; inline-size: 1.375rem; block-size: 1.375rem; border-radius: 50%; background: var(--dw-surface-3); font-weight: 600; font-size: var(--dw-font-size-xs); }
      .steps a { display: flex; align-items: center; gap: var(--dw-space-2); }
      .steps [aria-current] { color: var(--dw-text); font-weight: 570; }
      .steps [aria-current] .number { background: var(--dw-accent); color: var(--dw-on-accent); }
      .steps .done .number { background: var(--dw-success-soft); color: var(--dw-success-text); }
      .find { max-inline-size: 24rem; margin-block-end: var(--dw-space-4); }
      .kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: var(--dw-space-3); }
      .kind { display: flex; gap: var(--dw-space-3); block-size: 100%; padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); color: inherit; box-shadow: var(--dw-shadow); transition: border-color var(--dw-speed), box-shadow var(--dw-speed); }
      .kind:hover { border-color: var(--dw-accent); text-decoration: none; }
      .kind .mark { display: grid; place-items: center; flex: none; inline-size: 2.25rem; block-size: 2.25rem; border-radius: var(--dw-radius); background: var(--dw-accent-soft); color: var(--dw-accent-text); }
      .kind strong { font-weight: 600; }
    `,
  ];

  constructor() {
    super();
    this.wanted = '';
  }

  override render(): unknown {
    const kind = this.page.query.get('connector');
    const isSaved = this.page.query.get('source') !== null;
    const step = isSaved ? 3 : kind === null ? 1 : 2;
    return html`<dw-page-header heading=${t('Add a source')} .crumbs=${[{ title: t('Sources'), href: '/sources' }]}></dw-page-header>
      ${this.#steps(step)}
      ${
        isSaved
          ? this.#source.view({
              ready: ({ value, etag }) =>
                html`<sources-new-scan .source=${value} .etag=${etag} @dw-saved=${() => void this.#source.reload()}></sources-new-scan>`,
            })
          : this.#connectors.view({ ready: (connectors) => this.#choose(connectors, kind) })
      }`;
  }

  #steps(step: number): unknown {
    const titles = [t('Choose'), t('Connect'), t('Scan', {}, 'verb')];
    return html`<ol class="steps" role="list" aria-label=${t('Steps')}>${titles.map((title, index) => {
      const isDone = index + 1 < step;
      const words = html`<span class="number">${isDone ? html`<dw-icon name="check"></dw-icon>` : index + 1}</span>${title}`;
      // Back to the choice; what is saved is changed on its own page.
      const isWay = step === 2 && index === 0;
      return html`<li class=${isDone ? 'done' : ''} aria-current=${index + 1 === step ? 'step' : nothing}>${isWay ? html`<a href="/sources/new">${words}</a>` : words}</li>`;
    })}</ol>`;
  }

  #choose(connectors: readonly ConnectorInfo[], kind: string | null): unknown {
    const connector = connectors.find((candidate) => candidate.kind === kind);
    if (connector !== undefined)
      return html`<sources-new-connection .connector=${connector}></sources-new-connection>`;
    if (connectors.length === 0)
      return html`<dw-card><dw-empty icon="plug" heading=${t('No connector is running')}>${t('Enable a connector plugin to reach a source.')}<dw-button slot="actions" href="/plugins">${t('See plugins')}</dw-button></dw-empty></dw-card>`;
    const words = this.wanted.toLowerCase().split(/\s+/);
    const shown = connectors.filter(({ title, description, kind: id }) =>
      words.every((word) => `${title} ${description} ${id}`.toLowerCase().includes(word)),
    );
    return html`${kind === null ? nothing : html`<dw-callout tone="warning">${t('There is no connector “{kind}”. Choose another.', { kind })}</dw-callout>`}
      ${
        connectors.length <= FEW
          ? nothing
          : html`<div class="find"><input type="search" aria-label=${t('Search connectors')} placeholder=${t('Search connectors')} .value=${this.wanted} @input=${(
              event: Event,
            ) => {
              this.wanted = textOf(event);
            }}></div>`
      }
      ${shown.length === 0 ? html`<dw-empty icon="search" heading=${t('No connector fits')}>${t('Try another word.')}</dw-empty>` : nothing}
      <ul class="kinds" role="list" aria-label=${t('Kinds of source')}>${shown.map(
        (entry) => html`<li><a class="kind" href="/sources/new?connector=${encodeURIComponent(entry.kind)}">
        <span class="mark"><dw-icon name=${connectorIcon(entry)}></dw-icon></span>
        <span><strong>${t(entry.title)}</strong><br><span class="muted small">${t(entry.description)}</span></span></a></li>`,
      )}</ul>`;
  }
}
