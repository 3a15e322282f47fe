import {
  baseStyles,
  DataWaveElement,
  formStyles,
  ProblemError,
  Resource,
  type ScanRun,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { PATH, type RuleItem } from './api.ts';
import { textOf } from './fields.ts';

/** Starts a scan of a source by one of the rules that are for it. Without any it keeps away. */
export class ScanRulesStartAction extends DataWaveElement {
  static override properties = {
    context: { attribute: false },
    chosen: { state: true },
    isStarting: { state: true },
  };
  declare context: { readonly source: { readonly id: string } };
  declare chosen: string;
  declare isStarting: boolean;
  #rules = new Resource(
    this,
    () => this.context.source.id,
    (source, signal) =>
      this.shell.api
        .list<RuleItem>(PATH, { query: { source, enabled: true, limit: 200 }, signal })
        .then(({ items }) => items),
  );
  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: inline-block; max-width: 100%; }
      div { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
      select:not([multiple]) { flex: 1 1 9rem; width: auto; max-width: 16rem; }
    `,
  ];

  constructor() {
    super();
    this.chosen = '';
    this.isStarting = false;
  }

  override updated(): void {
    this.hidden = (this.#rules.value ?? []).length === 0;
  }

  async #start(ruleId: string): Promise<void> {
    this.isStarting = true;
    try {
      const run = await this.shell.api.post<ScanRun>('/scans', { sourceId: this.context.source.id, ruleId });
      this.shell.navigate(`/scans/${encodeURIComponent(run.id)}`);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
    } finally {
      this.isStarting = false;
    }
  }

  override render(): unknown {
    const rules = this.#rules.value ?? [];
    const chosen = rules.find(({ id }) => id === this.chosen) ?? rules[0];
    if (chosen === undefined) return html``;
    return html`<div role="group" aria-label="Scan by a rule">
      <select aria-label="Scan rule" .value=${live(chosen.id)} @change=${(event: Event) => {
        this.chosen = textOf(event);
      }}>${rules.map(({ id, title }) => html`<option value=${id} ?selected=${id === chosen.id}>${title}</option>`)}</select>
      <dw-button icon="play" ?busy=${this.isStarting} @click=${() => void this.#start(chosen.id)}>Scan by rule</dw-button></div>`;
  }
}
