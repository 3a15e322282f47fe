import {
  baseStyles,
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { connectorIcon, type SourceDetail } from './api.ts';
import type { SourcesCareEditor } from './care-editor.ts';
import type { SourcesConnectionForm } from './connection-form.ts';

const CRUMBS = [{ title: 'Sources', href: '/sources' }];

/** Adds a source in three steps: which kind, how to reach it (with a test), scan it. The kind stands in the address, so that Back works. */
export class SourcesNewPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    saved: { state: true },
    isSaving: { state: true },
    titleFault: { state: true },
  };
  declare page: PageLocation;
  declare saved: SourceDetail | null;
  declare isSaving: boolean;
  declare titleFault: string | null;
  #connectors = new Resource(
    this,
    () => 'connectors',
    (_, signal) => this.shell.api.all<ConnectorInfo>('/connectors', { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      :host { max-width: 46rem; }
      .steps { display: flex; flex-wrap: wrap; gap: var(--dw-space-2) var(--dw-space-5); margin-bottom: var(--dw-space-5); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .steps li { display: flex; align-items: center; gap: var(--dw-space-2); }
      .steps span { display: grid; place-items: center; width: 1.375rem; height: 1.375rem; border-radius: 50%; background: var(--dw-surface-3); font-weight: 600; font-size: var(--dw-font-size-xs); }
      .steps [aria-current] { color: var(--dw-text); font-weight: 570; }
      .steps [aria-current] span { background: var(--dw-accent); color: var(--dw-on-accent); }
      .steps .done span { background: var(--dw-success-soft); color: var(--dw-success-text); }
      .kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: var(--dw-space-3); }
      .kind { display: flex; gap: var(--dw-space-3); height: 100%; padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); color: inherit; box-shadow: var(--dw-shadow); transition: border-color var(--dw-speed), box-shadow var(--dw-speed); }
      .kind:hover { border-color: var(--dw-accent); text-decoration: none; }
      .kind .mark { display: grid; place-items: center; flex: none; width: 2.25rem; height: 2.25rem; border-radius: var(--dw-radius); background: var(--dw-accent-soft); color: var(--dw-accent-text); }
      .kind strong { font-weight: 600; }
      .end { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); padding-top: var(--dw-space-4); border-top: 1px solid var(--dw-border); }
    `,
  ];

  constructor() {
    super();
    this.saved = null;
    this.isSaving = false;
    this.titleFault = null;
  }

  override render(): unknown {
    const kind = this.page.query.get('connector');
    const step = this.saved !== null ? 3 : kind === null ? 1 : 2;
    const titles = ['Choose', 'Connect', 'Scan'];
    return html`<dw-page-header heading="Add a source" .crumbs=${CRUMBS}></dw-page-header>
      <ol class="steps" role="list" aria-label="Steps">${titles.map(
        (title, index) => html`
        <li class=${index + 1 < step ? 'done' : ''} aria-current=${index + 1 === step ? 'step' : nothing}><span>${index + 1 < step ? html`<dw-icon name="check"></dw-icon>` : index + 1}</span>${title}</li>`,
      )}</ol>
      ${this.saved !== null ? this.#ready(this.saved) : this.#connectors.view({ ready: (connectors) => this.#choose(connectors, kind) })}`;
  }

  #choose(connectors: readonly ConnectorInfo[], kind: string | null): unknown {
    const connector = connectors.find((candidate) => candidate.kind === kind);
    if (connector !== undefined) return this.#connect(connector);
    if (connectors.length === 0)
      return html`<dw-card><dw-empty icon="plug" heading="No connector is running">Enable a connector plugin to reach a source.<dw-button slot="actions" href="/plugins">See plugins</dw-button></dw-empty></dw-card>`;
    return html`${kind === null ? nothing : html`<dw-callout tone="warning">There is no connector “${kind}”. Choose another.</dw-callout>`}
      <ul class="kinds" role="list" aria-label="Kinds of source">${connectors.map(
        (entry) => html`<li><a class="kind" href="/sources/new?connector=${encodeURIComponent(entry.kind)}">
        <span class="mark"><dw-icon name=${connectorIcon(entry)}></dw-icon></span>
        <span><strong>${entry.title}</strong><br><span class="muted small">${entry.description}</span></span></a></li>`,
      )}</ul>`;
  }

  #connect(connector: ConnectorInfo): unknown {
    const test = (config: Record<string, unknown>, signal: AbortSignal): Promise<ConnectionTest> =>
      this.shell.api.post<ConnectionTest>(
        `/connectors/${encodeURIComponent(connector.kind)}/test`,
        { config },
        { signal },
      );
    return html`<dw-card heading=${connector.title} note=${connector.description}>
      <form class="stack" @submit=${(event: Event) => {
        event.preventDefault();
        void this.#save(connector);
      }} @dw-submit=${() => void this.#save(connector)} novalidate>
        <div class="field"><label for="title">Name</label>
          <input id="title" name="title" autocomplete="off" placeholder="Customer database" aria-invalid=${this.titleFault === null ? nothing : 'true'} aria-describedby=${this.titleFault === null ? nothing : 'title-fault'}
            aria-required="true" @input=${() => {
              this.titleFault = null;
            }}>
          ${this.titleFault === null ? nothing : html`<p class="fault" id="title-fault"><dw-icon name="error"></dw-icon>${this.titleFault}</p>`}</div>
        <sources-connection-form .connector=${connector} .test=${test}></sources-connection-form>
        <details><summary>Load and hours of maintenance</summary><sources-care-editor></sources-care-editor></details>
        <div class="end"><dw-button href="/sources/new">Back</dw-button><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>Save source</dw-button></div>
        <input type="submit" hidden>
      </form></dw-card>`;
  }

  async #save(connector: ConnectorInfo): Promise<void> {
    const form = this.renderRoot.querySelector<SourcesConnectionForm>('sources-connection-form');
    const input = this.renderRoot.querySelector<HTMLInputElement>('#title');
    if (form === null || input === null || this.isSaving) return;
    const title = input.value.trim();
    const config = form.value();
    if (title === '') {
      this.titleFault = 'Give it a name that your colleagues know it by.';
      input.focus();
      return;
    }
    if (config === null) return;
    const editor = this.renderRoot.querySelector<SourcesCareEditor>('sources-care-editor');
    const care = editor?.value();
    if (care === null) {
      this.renderRoot.querySelector('details')?.setAttribute('open', '');
      return;
    }
    this.isSaving = true;
    try {
      // A source that cannot be reached is of no use: what is wrong is said here, not by a failing scan.
      const isTested = form.outcome?.kind === 'passed' || (await form.runTest());
      if (!isTested) return;
      this.saved = await this.shell.api.post<SourceDetail>('/sources', {
        title,
        connector: connector.kind,
        config,
        ...care,
      });
      this.shell.announce(`${title} is saved.`);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (
        error.errors.some((fault) => fault.pointer.endsWith('/title') || fault.pointer.endsWith('/key')) ||
        error.code === 'DW_SOURCE_KEY_TAKEN'
      ) {
        this.titleFault = error.message;
        input.focus();
      } else if (error.code === 'DW_SOURCE_MAINTENANCE') {
        this.renderRoot.querySelector('details')?.setAttribute('open', '');
        editor?.refuse(error.errors);
      } else form.refuse(error);
    } finally {
      this.isSaving = false;
    }
  }

  #ready(source: SourceDetail): unknown {
    return html`<dw-card><dw-empty icon="success" heading="${source.title} is connected">
      Scan it now to see which of its columns hold personal data. Its values are looked at in memory and never stored.
      <span slot="actions" class="row"><dw-slot name="source.actions" layout="row" .context=${{ source }}></dw-slot>
        <dw-button href="/sources/${encodeURIComponent(source.id)}">See the source</dw-button></span>
    </dw-empty></dw-card>`;
  }
}
