import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  Resource,
  t,
  tableOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { PATH, type RuleItem, ruleHref } from './api.ts';
import { describeSampling, describeSchedule } from './words.ts';

/** When a source is scanned by itself, on its page: the rules that are for it, their times in words and the next of them. */
export class ScanRulesSourceSection extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: { readonly source: { readonly id: string; readonly title: string } };
  #rules = new Resource(
    this,
    () => this.context.source.id,
    (source, signal) => this.shell.api.list<RuleItem>(PATH, { query: { source, limit: 100 }, signal }),
    { follows: ['scan-rules'] },
  );
  static override styles = [baseStyles, layoutStyles];

  override render(): unknown {
    const mayWrite = this.shell.may('scan-rules:write');
    const href = withQuery('/scan-rules/new', { source: this.context.source.id });
    return html`<dw-card heading=${t('When it is scanned')} flush>${mayWrite ? html`<dw-button slot="actions" size="small" icon="plus" href=${href}>${t('Add rule')}</dw-button>` : nothing}
      ${this.#rules.view({
        ready: ({ items }) =>
          items.length === 0
            ? html`<dw-empty icon="schedule" heading=${t('On request only')}>${t('No rule scans it by itself. A rule says what is read, how thoroughly and when.')}</dw-empty>`
            : this.#table(items),
      })}</dw-card>`;
  }

  #table(rules: readonly RuleItem[]): unknown {
    // What comes next leads; what does not run by itself comes last.
    const soonest = rules.toSorted(
      (one, other) =>
        (one.nextAt === null ? 1 : 0) - (other.nextAt === null ? 1 : 0) ||
        (one.nextAt ?? '').localeCompare(other.nextAt ?? ''),
    );
    return tableOf<RuleItem>({
      label: t('Rules for this source'),
      rows: soonest,
      key: ({ id }) => id,
      href: ({ id }) => ruleHref(id),
      columns: [
        { key: 'title', title: t('Rule'), cell: ({ title }) => title },
        {
          key: 'when',
          title: t('Runs'),
          grows: true,
          cell: ({ schedule }) => html`<span class="small">${describeSchedule(schedule)}</span>`,
        },
        {
          key: 'next',
          title: t('Next'),
          cell: ({ nextAt, isEnabled }) =>
            !isEnabled
              ? html`<dw-badge>${t('disabled')}</dw-badge>`
              : nextAt === null
                ? nothing
                : html`<dw-time class="small" at=${nextAt}></dw-time>`,
        },
        {
          key: 'reads',
          title: t('Reads'),
          wide: true,
          cell: (rule) => html`<span class="muted small">${describeSampling(rule)}</span>`,
        },
      ],
    });
  }
}
