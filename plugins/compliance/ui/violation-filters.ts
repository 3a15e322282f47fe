import {
  baseStyles,
  checkboxOf,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formatNumber,
  formStyles,
  layoutStyles,
  SEVERITIES,
  SearchBox,
  severityWord,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Facet, type ViolationFacets, WORST_FIRST } from './api.ts';

/** What violations are narrowed to, by the names that the API has for it. */
export const FILTERS = [
  'q',
  'severity',
  'framework',
  'control',
  'source',
  'owner',
  'age',
  'overdue',
] as const;
export type Filter = (typeof FILTERS)[number];
export type Chosen = Readonly<Partial<Record<Filter, string>>>;

/** What a query says of it. */
export const chosenIn = (query: URLSearchParams): Chosen =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = query.get(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );

/** Narrows violations. Fires `dw-choose` with what is to be chosen instead. */
export class ComplianceViolationFilters extends DataWaveElement {
  static override properties = { chosen: { attribute: false }, counts: { attribute: false } };
  declare chosen: Chosen;
  /** Undefined until they are there. */
  declare counts: ViolationFacets | undefined;
  readonly #search = new SearchBox(this, (q) => this.#choose({ q }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    css`
      .filters { align-items: center; }
      .check { margin: 0; }
      @media (max-width: 640px) { .filters select { flex: 1 1 8.5rem; min-width: 0; } }
    `,
  ];

  constructor() {
    super();
    this.chosen = {};
  }

  #choose(change: Chosen): void {
    const detail = Object.fromEntries(
      Object.entries({ ...this.chosen, ...change }).filter(([, value]) => value !== ''),
    );
    this.dispatchEvent(new CustomEvent('dw-choose', { detail }));
  }

  override render(): unknown {
    const { chosen, counts } = this;
    const ages: readonly (readonly [string, string])[] = [7, 30, 90, 365].map((days) => [
      String(days),
      t('{n, plural, one {open for a day or more} other {open for # days or more}}', { n: days }),
    ]);
    return html`<div class="filters" role="search" aria-label=${t('Filter violations')}>
      ${this.#search.view(chosen.q ?? '', t('Asset, column or words of the message'))}
      ${this.#choice('severity', t('Any severity'), this.#severities(), (value) => {
        const severity = SEVERITIES.find((known) => known === value);
        return severity === undefined ? value : severityWord(severity);
      })}
      ${this.#choice('framework', t('Any framework'), counts?.facets.framework ?? [], (value) => value)}
      ${this.#choice('source', t('Any source'), counts?.facets.source ?? [], (value) => value)}
      ${this.#choice('owner', t('Anybody'), counts?.facets.owner ?? [], (value) => (value === '-' ? t('Nobody') : value))}
      ${choiceOf({ label: t('Any age'), value: chosen.age ?? '', options: ages, choose: (age) => this.#choose({ age }) })}
      ${checkboxOf('overdue', t('Overdue ({n, number})', { n: counts?.overdue ?? 0 }), chosen.overdue === 'true', (isOn) => this.#choose({ overdue: isOn ? 'true' : '' }))}
      ${chosen.control === undefined ? nothing : html`<dw-button size="small" icon="close" @click=${() => this.#choose({ control: '' })}>${chosen.control}</dw-button>`}
      ${Object.keys(chosen).length === 0 ? nothing : html`<dw-button variant="quiet" icon="close" @click=${() => this.dispatchEvent(new CustomEvent('dw-choose', { detail: {} }))}>${t('Clear')}</dw-button>`}
    </div>`;
  }

  #severities(): readonly Facet[] {
    const found = this.counts?.facets.severity ?? [];
    return WORST_FIRST.flatMap((severity) => found.filter(({ value }) => value === severity));
  }

  #choice(
    name: 'severity' | 'framework' | 'source' | 'owner',
    any: string,
    facets: readonly Facet[],
    called: (value: string) => string,
  ): unknown {
    const value = this.chosen[name] ?? '';
    if (facets.length < 2 && value === '') return nothing;
    return choiceOf({
      label: any,
      value,
      options: facets.map((facet) => [
        facet.value,
        `${facet.title === undefined || facet.title === facet.value ? called(facet.value) : t(facet.title)} (${formatNumber(facet.count)})`,
      ]),
      choose: (chosen) => this.#choose({ [name]: chosen }),
    });
  }
}
