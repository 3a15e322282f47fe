import {
  baseStyles,
  count,
  DataWaveElement,
  enterField,
  FormDraft,
  fieldOf,
  formStyles,
  layoutStyles,
  type ProblemError,
  Resource,
  saveForm,
  t,
  textOf,
  titleFromName,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { otherFault, type TokenScopes } from './api.ts';

const LIFETIMES = [7, 30, 90, 180, 366] as const;
const USUAL = 90;

/** What stands in the fields; no days are the usual ones. */
interface Written {
  readonly name: string;
  readonly days: string;
  readonly roles: string;
}

interface TokenDraft extends Written {
  readonly chosen: readonly string[];
}

const NOTHING: Written = { name: '', days: '', roles: '' };

/** Makes an API token: its name, what it may do and until when. Fires `dw-made` with it, or `dw-cancel`. */
export class IdentityNewToken extends DataWaveElement {
  static override properties = {
    forService: { type: Boolean },
    written: { state: true },
    chosen: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  /** With roles of its own, instead of whoever makes it. */
  declare forService: boolean;
  declare written: Written;
  declare chosen: ReadonlySet<string>;
  /** The token itself is made by the server and never kept. */
  readonly #draft = new FormDraft<TokenDraft>(this, () => 'new-token');
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  #scopes = new Resource(
    this,
    () => 'scopes',
    (_, signal) => this.shell.api.get<TokenScopes>('/api-tokens/permissions', { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .two { display: grid; gap: var(--dw-space-4); grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); align-items: start; }
      .scopes { display: grid; gap: var(--dw-space-4); max-height: 24rem; overflow-y: auto; padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); }
      .group { display: grid; gap: var(--dw-space-2) var(--dw-space-4); grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); }
      .group legend { grid-column: 1 / -1; }
      .check label { display: grid; }
      .check code { color: var(--dw-text-muted); }
    `,
  ];

  constructor() {
    super();
    this.forService = false;
    this.written = NOTHING;
    this.chosen = new Set();
    this.isSaving = false;
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const left = this.#draft.take();
    if (left !== null) this.#fill(left.values);
  }

  #fill({ name, days, roles, chosen }: TokenDraft): void {
    this.written = { name, days, roles };
    this.chosen = new Set(chosen);
  }

  #keep(): void {
    this.#draft.keep({ ...this.written, chosen: [...this.chosen] });
  }

  #typed(name: keyof Written): (event: Event) => void {
    return (event) => {
      this.written = { ...this.written, [name]: textOf(event) };
      this.#keep();
    };
  }

  #cancel(): void {
    this.#draft.clear();
    this.dispatchEvent(new Event('dw-cancel'));
  }

  override firstUpdated(): void {
    void enterField(this.renderRoot, '#name');
  }

  #choose(id: string, isChosen: boolean): void {
    const chosen = new Set(this.chosen);
    if (isChosen) chosen.add(id);
    else chosen.delete(id);
    this.chosen = chosen;
    this.#keep();
  }

  readonly #make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const given = (name: string): string => String(data.get(name) ?? '').trim();
    const roles = given('roles')
      .split(/[\s,]+/)
      .filter((role) => role !== '');
    const make = async (): Promise<void> => {
      const detail = await this.shell.api.post<{ readonly name: string; readonly token: string }>(
        '/api-tokens',
        {
          name: given('name'),
          permissions: [...this.chosen],
          days: Number(given('days')),
          ...(this.forService ? { service: { roles } } : {}),
        },
      );
      this.dispatchEvent(new CustomEvent('dw-made', { detail }));
    };
    await saveForm(this, make, { draft: this.#draft });
  };

  override render(): unknown {
    return this.#scopes.view({ ready: (scopes) => this.#form(scopes) });
  }

  #form({ items, longestDays }: TokenScopes): unknown {
    const lifetimes = LIFETIMES.filter((days) => days <= longestDays);
    const offered = lifetimes.length === 0 ? [longestDays] : lifetimes;
    const usual = offered.findLast((days) => days <= USUAL) ?? offered[0];
    const fault = otherFault(this.problem);
    const reads = items.filter(({ id }) => id.endsWith(':read')).map(({ id }) => id);
    if (items.length === 0)
      return html`<dw-empty icon="lock" heading=${t('Nothing to make a token for')}>${t('A token may do what you may do, and no role lets you do anything here yet.')}</dw-empty>`;
    return html`<form class="stack" @submit=${this.#make}>${this.#draft.note(() => this.#fill({ ...NOTHING, chosen: [] }))}
      <div class="two">
        ${fieldOf('name', t('Name'), html`<input id="name" name="name" .value=${this.written.name} @input=${this.#typed('name')} required maxlength="100" autocomplete="off" aria-describedby="name-help">`, { help: t('What uses it, so that it can be told apart later.') })}
        ${fieldOf('days', t('Expires after'), html`<select id="days" name="days" @change=${this.#typed('days')}>${offered.map((days) => html`<option value=${days} ?selected=${String(days) === (this.written.days || String(usual))}>${count(days, 'day')}</option>`)}</select>`)}
        ${this.forService ? fieldOf('roles', t('Roles'), html`<input id="roles" name="roles" .value=${this.written.roles} @input=${this.#typed('roles')} required spellcheck="false" autocapitalize="off" aria-describedby="roles-help">`, { help: t('Keys such as viewer, separated by commas: what the service may do at most.') }) : nothing}
      </div>
      <div class="row apart"><span class="label" id="scopes">${t('What it may do')} <span class="optional">${t('{n, plural, one {# permission} other {# permissions}} chosen', { n: this.chosen.size })}</span></span>
        <span class="row"><dw-button size="small" @click=${() => {
          this.chosen = new Set(reads);
          this.#keep();
        }}>${t('Everything that reads')}</dw-button><dw-button size="small" variant="quiet" @click=${() => {
          this.chosen = new Set();
          this.#keep();
        }}>${t('Nothing')}</dw-button></span></div>
      <div class="scopes" role="group" aria-labelledby="scopes" tabindex="0">${[...Map.groupBy(items, ({ plugin }) => plugin)].map(([plugin, own]) => this.#group(plugin, own))}</div>
      ${fault === null ? nothing : html`<dw-callout tone="danger" live>${fault}</dw-callout>`}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving} ?disabled=${this.chosen.size === 0}>${t('Make the token')}</dw-button>
        <dw-button variant="quiet" @click=${() => this.#cancel()}>${t('Cancel')}</dw-button></div><input type="submit" hidden ?disabled=${this.chosen.size === 0}>
    </form>`;
  }

  #group(plugin: string, items: TokenScopes['items']): unknown {
    return html`<fieldset class="group"><legend>${t(titleFromName(plugin))}</legend>${items.map(
      ({ id, title }) =>
        html`<div class="check"><input type="checkbox" id="scope-${id}" .checked=${this.chosen.has(id)} @change=${(
          event: Event,
        ) => {
          if (event.target instanceof HTMLInputElement) this.#choose(id, event.target.checked);
        }}><label for="scope-${id}">${t(title)}<code class="small">${id}</code></label></div>`,
    )}</fieldset>`;
  }
}
