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
  suggestGroups,
  suggestPeople,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { Attributes, Permission, TestAnswer } from './api.ts';
import { decisionChain } from './decision-chain.ts';
import { refusalOf } from './faults.ts';
import { accessStyles, chainStyles } from './styles.ts';
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
/** Stands for "has none", which is something else than "nobody knows". */
const NONE = '-';

/** Asks what is in the address, so that an answer can be sent to somebody. */
export class AccessTestPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #choices = new Resource(
    this,
    () => 'choices',
    async (_, signal) => ({
      permissions: this.shell.may('access:read')
        ? (await this.shell.api.list<Permission>('/access/permissions', { signal })).items
        : [],
      people: await suggestPeople(this.shell, signal),
      groups: await suggestGroups(this.shell, signal),
    }),
  );
  #answer = new Resource(
    this,
    () => (this.#asked().permission === '' ? null : this.#asked()),
    async (asked, signal): Promise<TestAnswer | ProblemError> => {
      try {
        return await this.shell.api.post<TestAnswer>('/access/test', questionOf(asked), { signal });
      } catch (error) {
        // What cannot be asked is said beside the question, and not as a page that failed.
        if (error instanceof ProblemError && error.status === 400) return error;
        throw error;
      }
    },
  );

  static override styles = [baseStyles, layoutStyles, formStyles, accessStyles, chainStyles];

  #asked(): Readonly<Record<Field, string>> {
    const { query } = this.page;
    const entries = FIELDS.map((name) => [name, query.get(name) ?? '']);
    // Every field was given its name just now.
    return Object.fromEntries(entries) as Record<Field, string>;
  }

  #ask(form: HTMLFormElement): void {
    const data = new FormData(form);
    const given = Object.fromEntries(FIELDS.map((name) => [name, String(data.get(name) ?? '').trim()]));
    const person = this.#choices.value?.people.find(([, title]) => title === given['who']);
    const address = withQuery('/access/test', {
      ...given,
      ...(person === undefined ? {} : { who: person[0] }),
    });
    if (address === location.pathname + location.search) void this.#answer.reload();
    else this.shell.navigate(address, { replace: true });
  }

  override render(): unknown {
    const asked = this.#asked();
    const { permissions = [], people = [], groups = [] } = this.#choices.value ?? {};
    const names = new Map([...people, ...groups]);
    const who = people.find(([id]) => id === asked.who)?.[1] ?? asked.who;
    const text = (
      name: Field,
      label: string,
      help?: string,
      more: { readonly list?: string; readonly required?: boolean; readonly value?: string } = {},
    ): unknown =>
      fieldOf(
        name,
        label,
        html`<input id=${name} name=${name} maxlength="2000" spellcheck="false" autocapitalize="off" autocomplete="off" list=${more.list ?? nothing} ?required=${more.required ?? false} aria-describedby=${help === undefined ? nothing : `${name}-help`} .value=${more.value ?? asked[name]}>`,
        help === undefined ? {} : { help },
      );
    const isDetailed = ['owner', 'domain', 'sensitivity', 'tags', 'source', 'at', 'address'].some(
      (name) => asked[name as Field] !== '',
    );
    return html`<dw-page-header heading="Can somebody do something?"><p slot="sub">Nothing is done: it is only asked, and answered with the reasons.</p></dw-page-header>
      ${tabsOf(this.shell, '/access/test')}
      <div class="stack">
      <dw-card><form class="stack" @submit=${(event: Event) => {
        event.preventDefault();
        if (event.currentTarget instanceof HTMLFormElement) this.#ask(event.currentTarget);
      }}>
        <div class="two">${text('who', 'Who', 'A name, or an id such as user:…; you where it is left empty.', { list: 'people', value: who })}
        ${text('permission', 'May use', 'Such as catalog:read.', { list: 'permissions', required: true })}
        ${text('object', 'On what', 'URN of an asset, or KIND:ID; on anything where it is left empty.')}</div>
        <datalist id="people">${people.map(([, title]) => html`<option value=${title}></option>`)}</datalist>
        <datalist id="permissions">${permissions.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}</datalist>
        <details ?open=${isDetailed}><summary>On something that is like this, at another time, from elsewhere</summary><div class="stack">
          <p class="muted small">What is left empty is not known; a hyphen stands for none.</p>
          <div class="two">${text('owner', 'Owner')}${text('domain', 'Domain')}
          ${fieldOf('sensitivity', 'Sensitivity', html`<select id="sensitivity" name="sensitivity"><option value="">Not known</option><option value=${NONE} ?selected=${asked.sensitivity === NONE}>Nothing recognised</option>${SENSITIVITIES.map((level) => html`<option value=${level} ?selected=${asked.sensitivity === level}>${level}</option>`)}</select>`)}
          ${text('tags', 'Tags', 'Separated by commas.')}${text('source', 'Source', 'Its key.')}
          ${fieldOf('at', 'At', html`<input id="at" name="at" type="datetime-local" .value=${asked.at}>`)}${text('address', 'From the address')}</div></div></details>
        <div class="actions"><dw-button variant="primary" type="submit">Ask</dw-button></div><input type="submit" hidden>
      </form></dw-card>
      <div aria-live="polite">${this.#answer.view({
        ready: (answer) =>
          answer instanceof ProblemError
            ? refusalOf(answer)
            : decisionChain(answer, who, (id) => names.get(id) ?? id),
      })}</div></div>`;
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
