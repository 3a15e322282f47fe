import {
  baseStyles,
  DataWaveElement,
  describedBy,
  fieldOf,
  formStyles,
  Resource,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { PATH, type RuleItem, ruleHref } from './api.ts';
import { describeSampling } from './words.ts';

/** Lets somebody who starts a scan choose one of the rules that are for its source. Without any it keeps away. */
export class ScanRulesScanOption extends DataWaveElement {
  static override properties = { context: { attribute: false }, chosen: { state: true } };
  declare context: {
    readonly source: { readonly id: string };
    readonly choose: (change: { readonly ruleId: string | undefined }) => void;
  };
  declare chosen: string;
  #rules = new Resource(
    this,
    () => this.context.source.id,
    (source, signal) =>
      this.shell.api
        .list<RuleItem>(PATH, { query: { source, enabled: true, limit: 500 }, signal })
        .then(({ items }) => items),
  );
  static override styles = [baseStyles, formStyles];

  constructor() {
    super();
    this.chosen = '';
  }

  override updated(): void {
    this.hidden = (this.#rules.value ?? []).length === 0;
  }

  override render(): unknown {
    const rules = this.#rules.value ?? [];
    if (rules.length === 0) return nothing;
    const rule = rules.find(({ id }) => id === this.chosen);
    const described = {
      help:
        rule === undefined
          ? t('Without a rule a sample of everything is read.')
          : t('Reads {what}. What is chosen above counts more than its mode and priority.', {
              what: describeSampling(rule),
            }),
    };
    return html`${fieldOf(
      'rule',
      t('Rule'),
      html`<select id="rule" aria-describedby=${describedBy('rule', described)} .value=${live(this.chosen)} @change=${(
        event: Event,
      ) => {
        this.chosen = textOf(event);
        this.context.choose({ ruleId: this.chosen === '' ? undefined : this.chosen });
      }}><option value="" ?selected=${this.chosen === ''}>${t('None')}</option>${rules.map(({ id, title }) => html`<option value=${id} ?selected=${id === this.chosen}>${title}</option>`)}</select>`,
      described,
    )}${rule === undefined ? nothing : html`<p class="small"><a href=${ruleHref(rule.id)}>${t('See the rule')}</a></p>`}`;
  }
}
