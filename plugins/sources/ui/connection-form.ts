import {
  baseStyles,
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveElement,
  type DwSchemaForm,
  type FieldFault,
  formStyles,
  ProblemError,
  schemaFields,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { movedSettings } from '../src/moved-settings.ts';
import { connectionChecks } from './connection-checks.ts';

/** Stored secrets would be sent elsewhere. */
const SECRETS_NEEDED = 'DW_SOURCE_SECRETS_NEEDED';

/** What was found out about the connection that is on screen. */
export type TestOutcome =
  | { readonly kind: 'running' }
  | { readonly kind: 'passed'; readonly test: ConnectionTest }
  | { readonly kind: 'failed'; readonly problem: ProblemError };

/** Settings of a connection, made from the connector's schema, with a test of it. `test` sends them to the server. */
export class SourcesConnectionForm extends DataWaveElement {
  static override properties = {
    connector: { attribute: false },
    given: { attribute: false },
    stored: { attribute: false },
    draft: { type: String },
    etag: { attribute: false },
    test: { attribute: false },
    outcome: { state: true },
    faults: { state: true },
    moved: { state: true },
    isLettingGo: { state: true },
  };
  declare connector: ConnectorInfo;
  declare given: Readonly<Record<string, unknown>>;
  declare stored: readonly string[];
  /** Name under which what is written is kept in the browser until `clearDraft`; empty: not at all. Secrets never are. */
  declare draft: string;
  declare etag: string | null;
  declare test: (config: Record<string, unknown>, signal: AbortSignal) => Promise<ConnectionTest>;
  declare outcome: TestOutcome | null;
  declare faults: readonly FieldFault[];
  /** Settings that send secrets elsewhere than the stored ones are sent. */
  declare moved: readonly string[];
  /** Whether stored secrets that are not given again are to be removed. */
  declare isLettingGo: boolean;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: grid; gap: var(--dw-space-4); }
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-3); }
      .checks { display: grid; gap: var(--dw-space-2); }
      .checks li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 var(--dw-space-2); align-items: start; overflow-wrap: anywhere; }
      .checks dw-icon { margin-block-start: 0.2rem; }
      .checks p { grid-column: 2; }
      .passed dw-icon { color: var(--dw-success-text); }
      .failed dw-icon { color: var(--dw-danger-text); }
      .remark dw-icon { color: var(--dw-warning-text); }
      .unknown { color: var(--dw-text-muted); }
    `,
  ];

  constructor() {
    super();
    this.given = {};
    this.stored = [];
    this.draft = '';
    this.etag = null;
    this.outcome = null;
    this.faults = [];
    this.moved = [];
    this.isLettingGo = false;
  }

  get #form(): DwSchemaForm | null {
    return this.renderRoot.querySelector<DwSchemaForm>('dw-schema-form');
  }

  /** They are saved, or given up. */
  clearDraft(): void {
    this.#form?.clearDraft();
  }

  /** The secrets that were typed stay when the form is filled anew next. */
  keepSecrets(): void {
    this.#form?.keepSecrets();
  }

  /** The settings as filled in, or null when something is missing at first sight. */
  value(): Record<string, unknown> | null {
    const form = this.#form;
    if (!form?.check()) return null;
    const { value } = form;
    const missing = this.moved.length === 0 ? [] : this.stored.filter((name) => value[name] === undefined);
    if (missing.length === 0) return value;
    if (this.isLettingGo) return { ...value, ...Object.fromEntries(missing.map((name) => [name, null])) };
    this.faults = missing.map((name) => ({ pointer: `/config/${name}`, message: t('Give it again.') }));
    void this.updateComplete.then(() => form.focusFault());
    return null;
  }

  /** Shows what the server refused. */
  refuse(problem: ProblemError): void {
    this.faults = problem.errors;
    this.outcome = { kind: 'failed', problem };
    if (problem.errors.length > 0) void this.updateComplete.then(() => this.#form?.focusFault());
  }

  /** Tries the connection. Answers whether it works. */
  async runTest(): Promise<boolean> {
    const config = this.value();
    if (config === null) return false;
    this.outcome = { kind: 'running' };
    this.faults = [];
    try {
      const test = await this.test(config, this.lifetime);
      this.outcome = { kind: 'passed', test };
      this.shell.announce(t('Connected to {server}', { server: test.server }));
      return true;
    } catch (error) {
      if (this.lifetime.aborted) return false;
      if (!(error instanceof ProblemError)) throw error;
      this.refuse(error);
      return false;
    }
  }

  readonly #edited = (): void => {
    if (this.outcome !== null && this.outcome.kind !== 'running') this.outcome = null;
    this.faults = [];
    this.moved = this.stored.length === 0 ? [] : movedSettings(this.connector, this.given, this.openValues());
  };

  /** What is filled in but for the secrets. */
  openValues(): Record<string, unknown> {
    const secrets = schemaFields(this.connector.connectionSchema).filter(({ kind }) => kind === 'secret');
    const names = new Set(secrets.map(({ name }) => name));
    return Object.fromEntries(Object.entries(this.#form?.value ?? {}).filter(([name]) => !names.has(name)));
  }

  #titles(names: readonly string[]): string {
    const fields = schemaFields(this.connector.connectionSchema);
    return names.map((name) => fields.find((field) => field.name === name)?.title ?? name).join(', ');
  }

  #asksAgain(): unknown {
    if (this.moved.length === 0) return nothing;
    return html`<dw-callout tone="warning" live heading=${t('Give {secrets} again', { secrets: this.#titles(this.stored) })} id="moved">
      ${t('Stored secrets are sent nowhere else than where they were meant for, and {settings} changed.', { settings: this.#titles(this.moved) })}
      <div class="check"><input type="checkbox" id="letting-go" .checked=${this.isLettingGo} @change=${(
        event: Event,
      ) => {
        this.isLettingGo = event.target instanceof HTMLInputElement && event.target.checked;
        this.faults = [];
      }}><label for="letting-go">${t('Remove what I leave empty')}</label></div></dw-callout>`;
  }

  override render(): unknown {
    return html`
      <dw-schema-form .schema=${this.connector.connectionSchema} .given=${this.given} .stored=${this.moved.length === 0 ? this.stored : []} .faults=${this.faults} .pointerBase=${'/config'} .draft=${this.draft} .etag=${this.etag} @dw-input=${this.#edited}></dw-schema-form>
      ${this.#asksAgain()}
      <div class="row"><dw-button icon="plug" ?busy=${this.outcome?.kind === 'running'} @click=${() => void this.runTest()}>${t('Test connection')}</dw-button></div>
      ${this.#outcome()}`;
  }

  #outcome(): unknown {
    const { outcome } = this;
    if (outcome === null || outcome.kind === 'running') return nothing;
    if (outcome.kind === 'passed') {
      const { server, latencyMs, warnings } = outcome.test;
      return html`<dw-callout tone=${warnings.length > 0 ? 'warning' : 'success'} heading=${t('Connected to {server}', { server })} id="passed">
        <div class="row">${t('Answered in {ms, number} ms.', { ms: Math.max(1, Math.round(latencyMs)) })}</div>${this.#checks({ warnings })}</dw-callout>`;
    }
    const { problem } = outcome;
    if (problem.code === 'DW_UI_OFFLINE')
      return html`<dw-callout tone="danger" live heading=${problem.message} id="failed">${problem.hint}</dw-callout>`;
    return html`<dw-callout tone="danger" live heading=${problem.code === SECRETS_NEEDED ? t('Not sent to another address') : t('Could not connect')} id="failed">
      ${this.#checks(problem)}
      <div class="small"><code>${problem.code}</code></div></dw-callout>`;
  }

  #checks(outcome: Parameters<typeof connectionChecks>[0]): unknown {
    const hasSecrets = schemaFields(this.connector.connectionSchema).some(({ kind }) => kind === 'secret');
    return html`<ul class="checks" role="list" aria-label=${t('What was checked')}>${connectionChecks(
      outcome,
      hasSecrets,
    ).map(
      ({ title, state, detail }) =>
        html`<li class=${state}><dw-icon name=${MARKS[state]}></dw-icon><span>${title}${state === 'failed' ? html`<span class="visually-hidden">: ${t('failed')}</span>` : state === 'unknown' ? html`<span class="visually-hidden">: ${t('not checked')}</span>` : nothing}</span>${detail === null ? nothing : html`<p>${detail}</p>`}</li>`,
    )}</ul>`;
  }
}

const MARKS = { passed: 'check', failed: 'error', unknown: 'minus', remark: 'warning' } as const;
