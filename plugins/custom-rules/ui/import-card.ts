import {
  baseStyles,
  DataWaveElement,
  describedBy,
  fieldOf,
  formStyles,
  layoutStyles,
  msg,
  ProblemError,
  saidText,
  type Tone,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ImportReport, InfoType } from './api.ts';

const OUTCOMES: Readonly<
  Record<ImportReport['rules'][number]['outcome'], readonly [text: string, tone: Tone]>
> = {
  create: [msg('is new'), 'success'],
  replace: [msg('replaces the one here'), 'warning'],
  skip: [msg('is left out: its key is taken'), 'neutral'],
  unchanged: [msg('is here already'), 'neutral'],
  conflict: [msg('its key is taken'), 'danger'],
  invalid: [msg('has faults'), 'danger'],
};

/** Reads a file of rules, says what would become of each, and imports them: all or none. */
export class CustomRulesImport extends DataWaveElement {
  static override properties = {
    text: { state: true },
    onConflict: { state: true },
    report: { state: true },
    problem: { state: true },
    isBusy: { state: true },
  };
  declare text: string | null;
  declare onConflict: string;
  declare report: ImportReport | null;
  declare problem: ProblemError | null;
  declare isBusy: boolean;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`:host { display: block; } .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: var(--dw-space-4); align-items: start; } ul { display: grid; gap: var(--dw-space-2); } .wrong { color: var(--dw-danger-text); } .end { display: flex; justify-content: flex-end; }`,
  ];

  constructor() {
    super();
    this.text = null;
    this.onConflict = 'refuse';
    this.report = null;
    this.problem = null;
    this.isBusy = false;
  }

  override render(): unknown {
    const options = { help: t('YAML or JSON, as it was exported.') };
    return html`<dw-card heading=${t('Import rules')}><div class="stack">
      <div class="pair">
        ${fieldOf('file', t('File'), html`<input id="file" type="file" accept=".yaml,.yml,.json,application/json,application/yaml" aria-describedby=${describedBy('file', options)} @change=${(event: Event) => void this.#read(event)}>`, options)}
        ${fieldOf(
          'conflict',
          t('Where a key is taken'),
          html`<select id="conflict" .value=${live(this.onConflict)} @change=${(event: Event) => {
            this.onConflict = textOf(event);
            void this.#send(true);
          }}><option value="refuse">${t('Import nothing')}</option><option value="skip">${t('Keep the rule that is here')}</option><option value="replace">${t('Replace it')}</option></select>`,
        )}
      </div>
      ${this.problem === null ? nothing : html`<dw-callout tone="danger" live heading=${t('It cannot be imported')}>${this.problem.message} ${t(this.problem.hint ?? '')}</dw-callout>`}
      ${this.report === null ? nothing : this.#report(this.report)}
    </div></dw-card>`;
  }

  #report(report: ImportReport): unknown {
    const changes = report.rules.filter(
      ({ outcome }) => outcome === 'create' || outcome === 'replace',
    ).length;
    return html`<ul role="list" aria-label=${t('What would become of each rule')}>${report.rules.map(
      ({ key, title, index, outcome, errors }) => {
        const [text, tone] = OUTCOMES[outcome];
        return html`<li><div class="row"><span>${title ?? key ?? t('Rule {n}', { n: index + 1 })}</span><dw-badge tone=${tone}>${t(text)}</dw-badge></div>
        ${errors.slice(0, 5).map(({ pointer, message }) => html`<p class="wrong small"><code>${pointer}</code> ${saidText(t(message))}</p>`)}</li>`;
      },
    )}</ul>
    <div class="end"><dw-button variant="primary" ?disabled=${!report.possible || changes === 0} ?busy=${this.isBusy} @click=${() => void this.#send(false)}>${t('Import {n, plural, one {# rule} other {# rules}}', { n: changes })}</dw-button></div>`;
  }

  async #read(event: Event): Promise<void> {
    const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
    if (file === undefined) return;
    this.text = await file.text();
    await this.#send(true);
  }

  async #send(dryRun: boolean): Promise<void> {
    if (this.text === null || this.text === '' || this.isBusy) return;
    this.isBusy = true;
    try {
      const report = await this.shell.api.post<ImportReport>('/classification-rules/import', {
        text: this.text,
        onConflict: this.onConflict,
        dryRun,
      });
      this.problem = null;
      this.report = report;
      if (dryRun) {
        this.shell.announce(
          t('{n, plural, one {# rule} other {# rules}} in the file.', { n: report.rules.length }),
        );
        return;
      }
      this.shell.notify({ tone: 'success', message: t('The rules are imported.') });
      // They may bring types of their own.
      this.shell.infoTypes.learn(await this.shell.api.all<InfoType>('/info-types'));
      this.dispatchEvent(new Event('custom-rules-imported'));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error;
      this.report = null;
    } finally {
      this.isBusy = false;
    }
  }
}
