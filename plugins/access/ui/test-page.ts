import {
  baseStyles,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  SENSITIVITIES,
  type Suggestion,
  sensitivityWord,
  t,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { Attributes, Permission, Role, TestAnswer } from './api.ts';
import { decisionChain } from './decision-chain.ts';
import { refusalOf } from './faults.ts';
import { kindTitle, permissionTitle, wildcardOf } from './permission-tree.ts';
import { accessStyles, chainStyles } from './styles.ts';
import { suggestValues } from './suggest.ts';
import { tabsOf } from './tabs.ts';

const FIELDS = [
  'who',
  'permission',
  'object',
  'owner',
  'domain',
  'sensitivity',
  'tags',
  'source',
  'at',
  'address',
] as const;
type Field = (typeof FIELDS)[number];
/** What is said of a thing, or of the request, beside which thing it is. */
const DETAILS = ['owner', 'domain', 'sensitivity', 'tags', 'source', 'at', 'address'] as const;
/** Stands for "has none", which is something else than "nobody knows". */
const NONE = '-';
/** Assets that are offered while somebody writes. */
const OFFERED = 10;
const TYPING_PAUSE_MS = 250;

/** Asks what is in the address, so that an answer can be sent to somebody. */
export class AccessTestPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    permission: { state: true },
    sought: { state: true },
  };
  declare page: PageLocation;
  /** What was chosen and not asked yet; null while it is that of the address. */
  declare permission: string | null;
  /** Words by which an asset is looked for. */
  declare sought: string;
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** What the assets are called that were offered. */
  readonly #assetNames = new Map<string, string>();
  #choices = new Resource(
    this,
    () => 'choices',
    async (_, signal) => {
      const [permissions, roles, values] = await Promise.all([
        this.shell.may('access:read')
          ? this.shell.api.list<Permission>('/access/permissions', { signal }).then(({ items }) => items)
          : [],
        this.shell.may('roles:read') ? this.shell.api.all<Role>('/roles', { signal }) : [],
        suggestValues(this.shell, signal),
      ]);
      return { permissions, roles, values };
    },
  );
  #assets = new Resource(
    this,
    () => (this.sought === '' || !this.shell.may('catalog:read') ? null : this.sought),
    async (q, signal): Promise<readonly Suggestion[]> => {
      const { items } = await this.shell.api.list<{ readonly urn: string; readonly name: string }>(
        '/assets',
        {
          ...{ query: { q, limit: OFFERED }, signal },
        },
      );
      for (const { urn, name } of items) this.#assetNames.set(urn, name);
      return items.map(({ urn, name }) => [urn, name]);
    },
  );
  #answer = new Resource(
    this,
    () => (this.#asked().permission === '' ? null : this.#asked()),
    async (asked, signal): Promise<TestAnswer | ProblemError> => {
      try {
        const answer = await this.shell.api.post<TestAnswer>('/access/test', questionOf(asked), { signal });
        if (answer.object !== null) this.#assetNames.set(asked.object, answer.object.name);
        return answer;
      } catch (error) {
        // What cannot be asked is said beside the question, and not as a page that failed.
        if (error instanceof ProblemError && error.status === 400) return error;
        throw error;
      }
    },
    { follows: ['roles', 'access-policies'] },
  );

  static override styles = [baseStyles, layoutStyles, formStyles, accessStyles, chainStyles];

  constructor() {
    super();
    this.permission = null;
    this.sought = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  #asked(): Readonly<Record<Field, string>> {
    const { query } = this.page;
    const entries = FIELDS.map((name) => [name, query.get(name) ?? '']);
    // Every field was given its name just now.
    return Object.fromEntries(entries) as Record<Field, string>;
  }

  /** Titles that were chosen stand for what they name. */
  #ask(form: HTMLFormElement): void {
    const data = new FormData(form);
    const { people = [], groups = [], sources = [] } = this.#choices.value?.values ?? {};
    const meant: Partial<Record<Field, readonly Suggestion[]>> = {
      who: people,
      owner: [...people, ...groups],
      source: sources,
      object: [...this.#assetNames],
    };
    const given = Object.fromEntries(
      FIELDS.map((name) => {
        const typed = String(data.get(name) ?? '').trim();
        return [name, meant[name]?.find(([, title]) => title === typed)?.[0] ?? typed];
      }),
    );
    const permission = this.permission ?? this.#asked().permission;
    if (permission === '') {
      this.renderRoot.querySelector<HTMLElement>('dw-combobox')?.focus();
      return;
    }
    const address = withQuery('/access/test', { ...given, permission });
    if (address === location.pathname + location.search) void this.#answer.reload();
    else this.shell.navigate(address, { replace: true });
  }

  override render(): unknown {
    return html`<dw-page-header heading=${t('Can somebody do something?')}><p slot="sub">${t('Nothing is done: it is only asked, and answered with the reasons.')}</p></dw-page-header>
      ${tabsOf(this.shell, '/access/test')}
      <div class="stack">${this.#form()}<div aria-live="polite">${this.#answer.view({
        ready: (answer) => (answer instanceof ProblemError ? refusalOf(answer) : this.#chain(answer)),
      })}</div></div>`;
  }

  #chain(answer: TestAnswer): unknown {
    const { permissions = [], roles = [], values } = this.#choices.value ?? {};
    const names = new Map([...(values?.people ?? []), ...(values?.groups ?? [])]);
    const { who } = this.#asked();
    return decisionChain(answer, names.get(who) ?? who, {
      holder: (id) => names.get(id) ?? id,
      role: (key) => t(roles.find((role) => role.key === key)?.title ?? key),
      permission: (id) => permissionTitle(id, permissions),
    });
  }

  #form(): unknown {
    const asked = this.#asked();
    const { permissions = [], values } = this.#choices.value ?? {};
    const { people = [], groups = [], domains = [], tags = [], sources = [] } = values ?? {};
    const isLoading =
      this.#choices.view({ ready: () => false, loading: () => true, failed: () => false }) === true;
    const options = permissions.map(
      ({ id, title }): Suggestion => [id, `${t(title)} (${kindTitle(wildcardOf(id))})`],
    );
    const seek = (event: Event): void => {
      const text = textOf(event).trim();
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => {
        this.sought = text;
      }, TYPING_PAUSE_MS);
    };
    return html`<dw-card><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) this.#ask(event.currentTarget);
    }}>
        <div class="two">${this.#text('who', t('Who'), people, { help: t('A name, or an id such as user:…; you where it is left empty.') })}
        <dw-combobox label=${t('May they', {}, 'test')} placeholder=${t('Choose what it is about')} ?loading=${isLoading} .options=${options} .value=${this.permission ?? asked.permission} @dw-choose=${(
          event: CustomEvent<string>,
        ) => {
          this.permission = event.detail;
        }}></dw-combobox>
        ${this.#text('object', t('On what'), this.#assets.value ?? [], {
          ...{ help: t('The name of an asset, its URN, or KIND:ID; on anything where it is left empty.') },
          ...{ typed: seek, shown: this.#assetNames.get(asked.object) },
        })}</div>
        <details ?open=${DETAILS.some((name) => asked[name] !== '')}><summary>${t('On something that is like this, at another time, from elsewhere')}</summary><div class="stack">
          <p class="muted small">${t('What is left empty is not known; a hyphen stands for none.')}</p>
          <div class="two">${this.#text('owner', t('Owner'), [...people, ...groups])}${this.#text('domain', t('Domain'), domains)}
          ${fieldOf('sensitivity', t('Sensitivity'), html`<select id="sensitivity" name="sensitivity"><option value="">${t('Not known')}</option><option value=${NONE} ?selected=${asked.sensitivity === NONE}>${t('Nothing recognised')}</option>${SENSITIVITIES.map((level) => html`<option value=${level} ?selected=${asked.sensitivity === level}>${sensitivityWord(level)}</option>`)}</select>`)}
          ${this.#text('tags', t('Tags'), tags, { help: t('Separated by commas.') })}${this.#text('source', t('Source'), sources)}
          ${fieldOf('at', t('At', {}, 'time'), html`<input id="at" name="at" type="datetime-local" .value=${asked.at}>`)}${this.#text('address', t('From the address'), [])}</div></div></details>
        <div class="actions"><dw-button variant="primary" type="submit">${t('Ask')}</dw-button></div><input type="submit" hidden>
      </form></dw-card>`;
  }

  #text(
    name: Field,
    label: string,
    suggestions: readonly Suggestion[],
    more: {
      readonly help?: string;
      readonly typed?: (event: Event) => void;
      readonly shown?: string | undefined;
    } = {},
  ): unknown {
    const { help, typed = () => undefined, shown } = more;
    const asked = this.#asked()[name];
    const value = shown ?? suggestions.find(([id]) => id === asked)?.[1] ?? asked;
    return fieldOf(
      name,
      label,
      html`<input id=${name} name=${name} maxlength="2000" spellcheck="false" autocapitalize="off" autocomplete="off" list="${name}-known" aria-describedby=${help === undefined ? nothing : `${name}-help`} .value=${value} @input=${typed}>
        <datalist id="${name}-known">${suggestions.map(([, title]) => html`<option value=${title}></option>`)}</datalist>`,
      help === undefined ? {} : { help },
    );
  }
}

/** The body of the question that stands in the address. */
function questionOf(asked: Readonly<Record<Field, string>>): object {
  const value = (text: string): string | null | undefined =>
    text === '' ? undefined : text === NONE ? null : text;
  const tags =
    asked.tags === NONE
      ? []
      : asked.tags
          .split(',')
          .map((tag) => tag.trim().toLowerCase())
          .filter((tag) => tag !== '');
  const attributes: Record<string, unknown> = {};
  for (const name of [
    'owner',
    'domain',
    'sensitivity',
    'source',
  ] as const satisfies readonly (keyof Attributes)[]) {
    const given = value(asked[name]);
    if (given !== undefined) attributes[name] = given;
  }
  if (asked.tags !== '') attributes['tags'] = tags;
  const at = new Date(asked.at);
  return {
    permission: asked.permission,
    ...(asked.who === '' ? {} : { principal: { id: asked.who } }),
    ...(asked.object === '' ? {} : { resource: asked.object }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(Number.isNaN(at.getTime()) ? {} : { at: at.toISOString() }),
    ...(asked.address === '' ? {} : { address: asked.address }),
  };
}
