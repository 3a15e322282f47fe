import {
  baseStyles,
  DataWaveElement,
  describedBy,
  fieldOf,
  formStyles,
  layoutStyles,
  ProblemError,
  Resource,
  t,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { AssetFacets, Stewardship } from './api.ts';
import { suggestOwners } from './suggest-owners.ts';
import { tagsOf } from './tags-of.ts';

interface Draft {
  /** A name that was suggested, or an id. */
  readonly owner: string;
  readonly domain: string;
  /** Separated by commas. */
  readonly tags: string;
}

/** Whose an asset is, its domain and its tags, to see and, for whom it is theirs to say, to change. Fires `dw-changed`. */
export class CatalogStewardshipCard extends DataWaveElement {
  static override properties = {
    urn: { type: String },
    draft: { state: true },
    problem: { state: true },
    isSaving: { state: true },
  };
  declare urn: string;
  /** Null while it is only shown. */
  declare draft: Draft | null;
  declare problem: ProblemError | null;
  declare isSaving: boolean;
  #stewardship = new Resource(
    this,
    () => this.urn,
    (urn, signal) =>
      this.shell.api.getVersioned<Stewardship>(`/assets/${encodeURIComponent(urn)}/stewardship`, { signal }),
  );
  #known = new Resource(
    this,
    () => (this.draft === null ? null : 'known'),
    async (_, signal) => {
      const { facets } = await this.shell.api.list<unknown, AssetFacets>('/assets', {
        ...{ query: { limit: 1, facets: true }, signal },
      });
      return {
        owners: await suggestOwners(this.shell, facets?.owner ?? [], signal),
        domains: (facets?.domain ?? []).map(({ value }) => value).filter((value) => value !== '-'),
        tags: (facets?.tag ?? []).map(({ value }) => value),
      };
    },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .tags { display: flex; flex-wrap: wrap; gap: var(--dw-space-1); }
      .tags a { padding: 0 0.5rem; border-radius: 999px; background: var(--dw-neutral-soft); color: var(--dw-neutral-text); font-size: var(--dw-font-size-s); }
      .fields { display: grid; align-items: start; gap: var(--dw-space-4); grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); }
    `,
  ];

  constructor() {
    super();
    this.urn = '';
    this.draft = null;
    this.problem = null;
    this.isSaving = false;
  }

  #edit({ owner, ownerName, domain, tags }: Stewardship): void {
    this.problem = null;
    this.draft = { owner: ownerName ?? owner ?? '', domain: domain ?? '', tags: tags.join(', ') };
  }

  async #save({ owner, ownerName }: Stewardship, etag: string | null): Promise<void> {
    const { draft } = this;
    if (draft === null || this.isSaving) return;
    const named = draft.owner.trim();
    const known = this.#known.value?.owners.find(([id, title]) => title === named || id === named)?.[0];
    const chosen = named === '' ? null : named === (ownerName ?? owner) ? owner : (known ?? named);
    this.isSaving = true;
    this.problem = null;
    try {
      await this.shell.api.patch(
        `/assets/${encodeURIComponent(this.urn)}/stewardship`,
        {
          ...(chosen === owner ? {} : { owner: chosen }),
          domain: draft.domain.trim() === '' ? null : draft.domain,
          tags: tagsOf(draft.tags),
        },
        { ifMatch: etag },
      );
      this.draft = null;
      await this.#stewardship.reload();
      this.shell.announce(t('Saved'));
      this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error;
      // What somebody else said meanwhile stands beside what was written here.
      if (error.status === 412) await this.#stewardship.reload();
    } finally {
      this.isSaving = false;
    }
  }

  override render(): unknown {
    return this.#stewardship.view({
      ready: ({ value, etag }) => html`<dw-card heading=${t('Stewardship')}>
        ${value.mayChange && this.draft === null ? html`<dw-button slot="actions" size="small" variant="quiet" icon="edit" @click=${() => this.#edit(value)}>${t('Edit')}</dw-button>` : nothing}
        ${this.draft === null ? this.#facts(value) : this.#form(this.draft, value, etag)}</dw-card>`,
      loading: () => html`<dw-card heading=${t('Stewardship')}><dw-loading lines="2"></dw-loading></dw-card>`,
    });
  }

  #facts({ owner, ownerName, domain, tags }: Stewardship): unknown {
    const none = html`<span class="muted">${t('none')}</span>`;
    return html`<dl class="facts">
      <div><dt>${t('Owner')}</dt><dd>${owner === null ? none : html`<a href=${withQuery('/assets', { owner })}>${ownerName ?? owner}</a>`}</dd></div>
      <div><dt>${t('Domain')}</dt><dd>${domain === null ? none : html`<a href=${withQuery('/assets', { domain })}>${domain}</a>`}</dd></div>
      <div><dt>${t('Tags')}</dt><dd>${tags.length === 0 ? none : html`<span class="tags">${tags.map((tag) => html`<a href=${withQuery('/assets', { tag })}>${tag}</a>`)}</span>`}</dd></div>
    </dl>`;
  }

  #form(draft: Draft, now: Stewardship, etag: string | null): unknown {
    const { owners = [], domains = [], tags = [] } = this.#known.value ?? {};
    const fault = (name: string): string | null =>
      this.problem?.errors.find(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`))
        ?.message ?? null;
    const field = (
      name: keyof Draft,
      label: string,
      help: string,
      list: string | typeof nothing,
    ): unknown => {
      const notes = { help, fault: fault(name) };
      return fieldOf(
        name,
        label,
        html`<input id=${name} maxlength="2000" list=${list} autocomplete="off" spellcheck="false" autocapitalize="off" aria-describedby=${describedBy(name, notes)} aria-invalid=${notes.fault === null ? nothing : 'true'} .value=${draft[name]} @input=${(
          event: Event,
        ) => {
          this.draft = { ...draft, [name]: textOf(event) };
        }}>`,
        notes,
      );
    };
    const isOver = this.problem?.status === 412;
    return html`<form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#save(now, etag);
    }}>
      <div class="fields">
        ${field('owner', t('Owner'), t('A name, or an id: user:…, group:…'), 'owners')}
        ${field('domain', t('Domain'), t('Such as sales.'), 'domains')}
        ${field('tags', t('Tags'), tags.length === 0 ? t('Separated by commas.') : t('Separated by commas. Others carry {tags}.', { tags: tags.slice(0, 5).join(', ') }), nothing)}</div>
      <datalist id="owners">${owners.map(([, title]) => html`<option value=${title}></option>`)}</datalist>
      <datalist id="domains">${domains.map((domain) => html`<option value=${domain}></option>`)}</datalist>
      ${this.problem === null ? nothing : html`<dw-callout tone=${isOver ? 'warning' : 'danger'} live>${isOver ? t('Somebody has changed it meanwhile, to owner {owner}, domain {domain}, tags {tags}. Save again to put yours in its place.', { owner: now.ownerName ?? now.owner ?? t('none'), domain: now.domain ?? t('none'), tags: now.tags.join(', ') || t('none') }) : this.problem.message}</dw-callout>`}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button>
        <dw-button @click=${() => {
          this.draft = null;
        }}>${t('Cancel')}</dw-button></div><input type="submit" hidden>
    </form>`;
  }
}
