import {
  baseStyles,
  count,
  DataWaveElement,
  describedBy,
  fieldOf,
  formStyles,
  layoutStyles,
  ProblemError,
  Resource,
  type Suggestion,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { AssetFacets } from './api.ts';
import { suggestOwners } from './suggest-owners.ts';
import { tagsOf } from './tags-of.ts';

/** What is changed of several assets. */
export type BulkPart = 'owner' | 'domain' | 'tags';

interface BulkResult {
  readonly urn: string;
  readonly outcome: 'changed' | 'unchanged' | 'refused';
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

/** As many as the server takes in one request. */
const AT_ONCE = 200;
/** Refusals that are shown one by one. */
const MOST_SHOWN = 20;

/** Asks what several assets shall have, changes them, and says what became of each. Fires `dw-changed`. */
export class CatalogBulkDialog extends DataWaveElement {
  static override properties = {
    what: { state: true },
    urns: { state: true },
    facets: { state: true },
    value: { state: true },
    removed: { state: true },
    results: { state: true },
    problem: { state: true },
    isSaving: { state: true },
  };
  /** Null while nothing is asked. */
  declare what: BulkPart | null;
  declare urns: readonly string[];
  declare facets: AssetFacets['facets'] | null;
  declare value: string;
  declare removed: string;
  declare results: readonly BulkResult[] | null;
  declare problem: string | null;
  declare isSaving: boolean;
  #done: () => void = () => undefined;
  #owners = new Resource<string, readonly Suggestion[]>(
    this,
    () => (this.what === 'owner' ? 'owners' : null),
    (_, signal) => suggestOwners(this.shell, this.facets?.owner ?? [], signal),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      ul { max-block-size: 14rem; overflow: auto; }
      li { padding-block: var(--dw-space-1); overflow-wrap: anywhere; }
    `,
  ];

  constructor() {
    super();
    this.what = null;
    this.urns = [];
    this.facets = null;
    this.#reset();
  }

  #reset(): void {
    this.value = '';
    this.removed = '';
    this.results = null;
    this.problem = null;
    this.isSaving = false;
  }

  /** @param done - called once assets were changed */
  ask(part: BulkPart, urns: readonly string[], facets: AssetFacets['facets'] | null, done: () => void): void {
    this.#reset();
    this.what = part;
    this.urns = urns;
    this.facets = facets;
    this.#done = done;
  }

  #change(): Readonly<Record<string, unknown>> {
    const text = this.value.trim();
    if (this.what === 'tags') return { addTags: tagsOf(this.value), removeTags: tagsOf(this.removed) };
    if (text === '') return { [this.what ?? 'owner']: null };
    if (this.what === 'domain') return { domain: text };
    return { owner: this.#owners.value?.find(([id, title]) => title === text || id === text)?.[0] ?? text };
  }

  readonly #save = async (event?: Event): Promise<void> => {
    event?.preventDefault();
    if (this.isSaving) return;
    this.isSaving = true;
    this.problem = null;
    const results: BulkResult[] = [];
    try {
      for (let from = 0; from < this.urns.length; from += AT_ONCE) {
        const { items } = await this.shell.api.post<{ items: readonly BulkResult[] }>(
          '/assets/stewardships',
          {
            urns: this.urns.slice(from, from + AT_ONCE),
            change: this.#change(),
          },
        );
        results.push(...items);
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error.message;
    } finally {
      this.isSaving = false;
    }
    if (results.length === 0) return;
    this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
    const refused = results.filter(({ outcome }) => outcome === 'refused');
    const changed = results.filter(({ outcome }) => outcome === 'changed').length;
    if (refused.length === 0 && this.problem === null) {
      this.shell.notify({ tone: 'success', message: t('{what} changed', { what: count(changed, 'asset') }) });
      this.#done();
      this.what = null;
    } else this.results = results;
  };

  override render(): unknown {
    const which = count(this.urns.length, 'asset');
    const heading =
      this.what === 'owner'
        ? t('Set the owner of {what}', { what: which })
        : this.what === 'domain'
          ? t('Set the domain of {what}', { what: which })
          : t('Change tags of {what}', { what: which });
    return html`<dw-dialog heading=${heading} .open=${this.what !== null} @close=${() => {
      this.what = null;
    }}>
      ${this.what === null ? nothing : this.results === null ? this.#form(this.what) : this.#outcome(this.results)}
      ${
        this.results === null
          ? html`<dw-button slot="actions" @click=${() => {
              this.what = null;
            }}>${t('Cancel')}</dw-button><dw-button slot="actions" variant="primary" ?busy=${this.isSaving} @click=${this.#save}>${t('Save')}</dw-button>`
          : html`<dw-button slot="actions" variant="primary" @click=${() => {
              this.#done();
              this.what = null;
            }}>${t('Close')}</dw-button>`
      }</dw-dialog>`;
  }

  #form(part: BulkPart): unknown {
    const options: readonly string[] =
      part === 'owner'
        ? (this.#owners.value ?? []).map(([, title]) => title)
        : (this.facets?.[part === 'domain' ? 'domain' : 'tag'] ?? [])
            .map(({ value }) => value)
            .filter((value) => value !== '-');
    const field = (name: 'value' | 'removed', label: string, help: string): unknown =>
      fieldOf(
        name,
        label,
        html`<input id=${name} maxlength="2000" list=${part === 'tags' ? nothing : 'options'} autocomplete="off" spellcheck="false" aria-describedby=${describedBy(name, { help })} .value=${this[name]} @input=${(
          event: Event,
        ) => {
          this[name] = textOf(event);
        }}>`,
        { help },
      );
    return html`<form class="stack" @submit=${this.#save}>
      ${part === 'owner' ? field('value', t('Owner'), t('A name, or an id: user:…, group:…. Empty takes the owner away.')) : nothing}
      ${part === 'domain' ? field('value', t('Domain'), t('Such as sales. Empty takes the domain away.')) : nothing}
      ${part === 'tags' ? html`${field('value', t('Put on'), t('Separated by commas.'))}${field('removed', t('Take off'), t('Separated by commas.'))}` : nothing}
      <datalist id="options">${options.map((title) => html`<option value=${title}></option>`)}</datalist>
      ${this.problem === null ? nothing : html`<dw-callout tone="danger" live>${this.problem}</dw-callout>`}<input type="submit" hidden></form>`;
  }

  #outcome(results: readonly BulkResult[]): unknown {
    const of = (outcome: BulkResult['outcome']): number =>
      results.filter((result) => result.outcome === outcome).length;
    const refused = results.filter(({ outcome }) => outcome === 'refused');
    return html`<dw-callout tone="warning" live>${t('{changed, number} changed, {unchanged, number} were so already, {refused, number} refused.', { changed: of('changed'), unchanged: of('unchanged'), refused: of('refused') })}</dw-callout>
      ${this.problem === null ? nothing : html`<dw-callout tone="danger">${this.problem}</dw-callout>`}
      <ul role="list">${refused.slice(0, MOST_SHOWN).map(({ urn, problem }) => html`<li><bdi class="mono small">${urn}</bdi><br><span class="muted">${t(problem?.message ?? '')}</span></li>`)}</ul>
      ${refused.length > MOST_SHOWN ? html`<p class="muted small">${t('and {n, number} more', { n: refused.length - MOST_SHOWN })}</p>` : nothing}`;
  }
}
