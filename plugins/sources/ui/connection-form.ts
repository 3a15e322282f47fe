import {
  baseStyles,
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveElement,
  type DwSchemaForm,
  type FieldFault,
  formStyles,
  ProblemError,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

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
  };
  declare connector: ConnectorInfo;
  declare given: Readonly<Record<string, unknown>>;
  declare stored: readonly string[];
  declare test: (config: Record<string, unknown>, signal: AbortSignal) => Promise<ConnectionTest>;
  declare outcome: TestOutcome | null;
  declare faults: readonly FieldFault[];

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
  }

  get #form(): DwSchemaForm | null {
    return this.renderRoot.querySelector<DwSchemaForm>('dw-schema-form');
  }

  /** The settings as filled in, or null when something is missing at first sight. */
  value(): Record<string, unknown> | null {
    const form = this.#form;
    return form?.check() ? form.value : null;
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
  };

  override render(): unknown {
    return html`
      <dw-schema-form .schema=${this.connector.connectionSchema} .given=${this.given} .stored=${this.stored} .faults=${this.faults} .pointerBase=${'/config'} @dw-input=${this.#edited}></dw-schema-form>
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
    return html`<dw-callout tone="danger" live heading="Could not connect" id="failed">${problem.message}${problem.hint === null ? nothing : html` ${problem.hint}`}
      <div class="small"><code>${problem.code}</code></div></dw-callout>`;
  }
}
