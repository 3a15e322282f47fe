import {
  baseStyles,
  checkboxOf,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  msg,
  SENSITIVITIES,
  type Suggestion,
  sensitivityWord,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Conditions } from './api.ts';
import { accessStyles } from './styles.ts';
import type { ValueSuggestions } from './suggest.ts';
import { AccessTokenField } from './token-field.ts';

type Name = keyof Conditions;

const TITLES: readonly (readonly [Name, string])[] = [
  ['owner', msg('Owner')],
  ['domain', msg('Domain')],
  ['sensitivity', msg('Sensitivity')],
  ['tags', msg('Tags')],
  ['source', msg('Source')],
  ['time', msg('Time')],
  ['network', msg('Network')],
];
const DAYS = [msg('Mon'), msg('Tue'), msg('Wed'), msg('Thu'), msg('Fri'), msg('Sat'), msg('Sun')];
const NETWORK = '[0-9a-fA-F:.]+(/[0-9]{1,3})?';

const homeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Builds conditions, one part for each thing that they look at. Fires `change`; read {@link conditions}. */
export class AccessConditionsForm extends DataWaveElement {
  static override properties = {
    conditions: { attribute: false },
    suggestions: { attribute: false },
    shown: { state: true },
  };
  declare conditions: Conditions;
  declare suggestions: ValueSuggestions | null;
  /** Parts that are there, also while nothing is demanded in them yet. */
  declare shown: ReadonlySet<Name>;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    accessStyles,
    css`
      :host { margin-top: var(--dw-space-3); }
      fieldset { position: relative; gap: var(--dw-space-3); margin-bottom: var(--dw-space-4); padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); }
      legend { margin: 0; padding: 0 var(--dw-space-2); }
      fieldset > dw-button { position: absolute; inset-block-start: calc(-1 * var(--dw-space-3)); inset-inline-end: var(--dw-space-3); background: var(--dw-surface); border-radius: var(--dw-radius); }
      .days { display: flex; flex-wrap: wrap; gap: var(--dw-space-3); }
      .add { max-width: 18rem; }
    `,
  ];

  constructor() {
    super();
    this.conditions = {};
    this.suggestions = null;
    this.shown = new Set();
  }

  /** Puts one part in the place of the present one; a part in which nothing is demanded is left out. */
  #set<N extends Name>(
    name: N,
    part: { readonly [Key in keyof NonNullable<Conditions[N]>]?: unknown },
  ): void {
    const entries = Object.entries(part).filter(
      ([, value]) =>
        value !== undefined &&
        value !== false &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0),
    );
    const { [name]: _before, ...rest } = this.conditions;
    this.conditions = entries.length === 0 ? rest : { ...rest, [name]: Object.fromEntries(entries) };
    this.dispatchEvent(new Event('change'));
  }

  #show(name: Name): void {
    this.shown = new Set([...this.shown, name]);
    if (name === 'time') this.#set('time', { zone: homeZone() });
  }

  #hide(name: Name): void {
    this.shown = new Set([...this.shown].filter((one) => one !== name));
    this.#set(name, {});
  }

  override render(): unknown {
    const isShown = (name: Name): boolean => this.shown.has(name) || this.conditions[name] !== undefined;
    const rest = TITLES.filter(([name]) => !isShown(name));
    const parts: Readonly<Record<Name, () => unknown>> = {
      owner: () => this.#owner(),
      domain: () => this.#value('domain', this.suggestions?.domains ?? []),
      source: () => this.#value('source', this.suggestions?.sources ?? []),
      sensitivity: () => this.#sensitivity(),
      tags: () => this.#tags(),
      time: () => this.#time(),
      network: () => this.#network(),
    };
    return html`${TITLES.filter(([name]) => isShown(name)).map(
      ([name, title]) =>
        html`<fieldset><legend>${t(title)}</legend>${parts[name]()}<dw-button size="small" variant="quiet" icon="close" label=${t('Take out the condition: {title}', { title: t(title) })} @click=${() => this.#hide(name)}></dw-button></fieldset>`,
    )}
    ${
      rest.length === 0
        ? nothing
        : html`<select class="add" aria-label=${t('Add a condition')} .value=${''} @change=${(
            event: Event,
          ) => {
            event.stopPropagation();
            const found = rest.find(([name]) => name === textOf(event));
            if (found !== undefined) this.#show(found[0]);
            if (event.target instanceof HTMLSelectElement) event.target.value = '';
          }}><option value="" selected>${t('Add a condition about…')}</option>${rest.map(([name, title]) => html`<option value=${name}>${t(title)}</option>`)}</select>`
    }`;
  }

  #tokens(
    label: string,
    values: readonly string[] | undefined,
    suggestions: readonly Suggestion[],
    change: (values: readonly string[]) => void,
    pattern = '',
  ): unknown {
    return html`<access-token-field label=${label} .values=${values ?? []} .suggestions=${suggestions} pattern=${pattern} @change=${(
      event: Event,
    ) => {
      event.stopPropagation();
      if (event.target instanceof AccessTokenField) change(event.target.values);
    }}></access-token-field>`;
  }

  #check(id: string, label: string, isOn: boolean | undefined, change: (isOn: boolean) => void): unknown {
    return html`<div @change=${(event: Event) => event.stopPropagation()}>${checkboxOf(id, label, isOn === true, change)}</div>`;
  }

  #owner(): unknown {
    const now = this.conditions.owner ?? {};
    const holders = [...(this.suggestions?.groups ?? []), ...(this.suggestions?.people ?? [])];
    const set = (part: object): void => this.#set('owner', { ...now, ...part });
    return html`<div class="checks">
      ${this.#check('owner-me', t('Whoever asks'), now.isMe, (isMe) => set({ isMe }))}
      ${this.#check('owner-group', t('A group of whoever asks'), now.isMyGroup, (isMyGroup) => set({ isMyGroup }))}
      ${this.#check('owner-none', t('Nobody owns it'), now.orNone, (orNone) => set({ orNone }))}</div>
      <div class="two">${this.#tokens(t('Or one of'), now.in, holders, (values) => set({ in: values }))}
      ${this.#tokens(t('And none of'), now.notIn, holders, (values) => set({ notIn: values }))}</div>`;
  }

  #value(name: 'domain' | 'source', suggestions: readonly Suggestion[]): unknown {
    const now = this.conditions[name] ?? {};
    const set = (part: object): void => this.#set(name, { ...now, ...part });
    return html`<div class="two">${this.#tokens(t('One of'), now.in, suggestions, (values) => set({ in: values }))}
      ${this.#tokens(t('None of'), now.notIn, suggestions, (values) => set({ notIn: values }))}</div>
      ${this.#check(`${name}-none`, name === 'domain' ? t('Also what has no domain') : t('Also what has no source'), now.orNone, (orNone) => set({ orNone }))}`;
  }

  #sensitivity(): unknown {
    const now = this.conditions.sensitivity ?? {};
    const set = (part: object): void => this.#set('sensitivity', { ...now, ...part });
    const select = (
      id: string,
      label: string,
      value: string | undefined,
      change: (value: string) => void,
    ): unknown =>
      fieldOf(
        id,
        label,
        html`<select id=${id} @change=${(event: Event) => {
          event.stopPropagation();
          change(textOf(event));
        }}><option value="" ?selected=${value === undefined}>${t('Any', {}, 'sensitivity')}</option>${SENSITIVITIES.map((level) => html`<option value=${level} ?selected=${level === value}>${sensitivityWord(level)}</option>`)}</select>`,
      );
    return html`<div class="two">${select('at-least', t('At least'), now.atLeast, (atLeast) => set({ atLeast }))}${select('at-most', t('At most'), now.atMost, (atMost) => set({ atMost }))}</div>
      ${this.#check('sensitivity-none', t('Also that in which nothing was recognised'), now.orNone, (orNone) => set({ orNone }))}`;
  }

  #tags(): unknown {
    const now = this.conditions.tags ?? {};
    const tags = this.suggestions?.tags ?? [];
    const set = (part: object): void => this.#set('tags', { ...now, ...part });
    const lower = (values: readonly string[]): readonly string[] => [
      ...new Set(values.map((tag) => tag.toLowerCase())),
    ];
    return html`<div class="two">${this.#tokens(t('One of'), now.any, tags, (any) => set({ any: lower(any) }))}
      ${this.#tokens(t('All of'), now.all, tags, (all) => set({ all: lower(all) }))}
      ${this.#tokens(t('None of'), now.none, tags, (none) => set({ none: lower(none) }))}</div>`;
  }

  #time(): unknown {
    const now = this.conditions.time ?? { zone: homeZone() };
    const set = (part: object): void => this.#set('time', { ...now, ...part });
    const days = now.days ?? [];
    const input = (
      id: string,
      label: string,
      type: string,
      value: string,
      change: (value: string) => void,
    ): unknown =>
      fieldOf(
        id,
        label,
        html`<input id=${id} type=${type} list=${type === 'text' ? 'zones' : nothing} .value=${value} @change=${(
          event: Event,
        ) => {
          event.stopPropagation();
          change(textOf(event));
        }}>`,
      );
    return html`<div class="days" role="group" aria-label=${t('Days')}>${DAYS.map((title, index) => {
      const day = index + 1;
      return this.#check(`day-${day}`, t(title), days.includes(day), (isOn) =>
        set({ days: isOn ? [...days, day].sort() : days.filter((one) => one !== day) }),
      );
    })}</div>
      <div class="two">${input('from', t('From', {}, 'time'), 'time', now.from ?? '', (from) => set({ from }))}${input('to', t('To', {}, 'time'), 'time', now.to ?? '', (to) => set({ to }))}
      ${input('zone', t('Time zone'), 'text', now.zone, (zone) => set({ zone }))}</div>
      <datalist id="zones">${Intl.supportedValuesOf('timeZone').map((zone) => html`<option value=${zone}></option>`)}</datalist>`;
  }

  #network(): unknown {
    const now = this.conditions.network ?? {};
    const set = (part: object): void => this.#set('network', { ...now, ...part });
    return html`<div class="two">${this.#tokens(t('The request comes from'), now.in, [], (values) => set({ in: values }), NETWORK)}
      ${this.#tokens(t('It does not come from'), now.notIn, [], (values) => set({ notIn: values }), NETWORK)}</div>
      <p class="help">${t('Networks such as 10.0.0.0/8 or 2001:db8::/32.')}</p>`;
  }
}
