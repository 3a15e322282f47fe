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
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { movedSettings } from '../src/moved-settings.ts';

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
    test: { attribute: false },
    outcome: { state: true },
    faults: { state: true },
    moved: { state: true },
    isLettingGo: { state: true },
  };
  declare connector: ConnectorInfo;
  declare given: Readonly<Record<string, unknown>>;
  declare stored: readonly string[];
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
      ul { margin: var(--dw-space-1) 0 0; padding-inline-start: 1.1rem; }
    `,
  ];

  constructor() {
    super();
    this.given = {};
    this.stored = [];
    this.outcome = null;
    this.faults = [];
    this.moved = [];
    this.isLettingGo = false;
  }

  get #form(): DwSchemaForm | null {
    return this.renderRoot.querySelector<DwSchemaForm>('dw-schema-form');
  }

  /** The settings as filled in, or null when something is missing at first sight. */
  value(): Record<string, unknown> | null {
    const form = this.#form;
    if (!form?.check()) return null;
    const { value } = form;
    const missing = this.moved.length === 0 ? [] : this.stored.filter((name) => value[name] === undefined);
    if (missing.length === 0) return value;
    if (this.isLettingGo) return { ...value, ...Object.fromEntries(missing.map((name) => [name, null])) };
    this.faults = missing.map((name) => ({ pointer: `/config/${name}`, message: 'Give it again.' }));
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
      this.shell.announce(`Connected to ${test.server}.`);
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
    this.moved =
      this.stored.length === 0 ? [] : movedSettings(this.connector, this.given, this.#openValues());
  };

  /** What is filled in but for the secrets. */
  #openValues(): Record<string, unknown> {
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
    return html`<dw-callout tone="warning" live heading="Give ${this.#titles(this.stored)} again" id="moved">
      Stored secrets are sent nowhere else than where they were meant for, and ${this.#titles(this.moved)} changed.
      <div class="check"><input type="checkbox" id="letting-go" .checked=${this.isLettingGo} @change=${(
        event: Event,
      ) => {
        this.isLettingGo = event.target instanceof HTMLInputElement && event.target.checked;
        this.faults = [];
      }}><label for="letting-go">Remove what I leave empty</label></div></dw-callout>`;
  }

  override render(): unknown {
    return html`
      <dw-schema-form .schema=${this.connector.connectionSchema} .given=${this.given} .stored=${this.moved.length === 0 ? this.stored : []} .faults=${this.faults} .pointerBase=${'/config'} @dw-input=${this.#edited}></dw-schema-form>
      ${this.#asksAgain()}
      <div class="row"><dw-button icon="plug" ?busy=${this.outcome?.kind === 'running'} @click=${() => void this.runTest()}>Test connection</dw-button></div>
      ${this.#outcome()}`;
  }

  #outcome(): unknown {
    const { outcome } = this;
    if (outcome === null || outcome.kind === 'running') return nothing;
    if (outcome.kind === 'passed') {
      const { server, latencyMs, warnings } = outcome.test;
      return html`<dw-callout tone=${warnings.length > 0 ? 'warning' : 'success'} heading="Connected to ${server}" id="passed">
        Answered in ${Math.max(1, Math.round(latencyMs))} ms.${warnings.length === 0 ? nothing : html`<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`}</dw-callout>`;
    }
    const { problem } = outcome;
    return html`<dw-callout tone="danger" live heading=${problem.code === SECRETS_NEEDED ? 'Not sent to another address' : 'Could not connect'} id="failed">${problem.message}${problem.hint === null ? nothing : html` ${problem.hint}`}
      <div class="small"><code>${problem.code}</code></div></dw-callout>`;
  }
}
