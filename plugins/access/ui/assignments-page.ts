import {
  attempt,
  baseStyles,
  checkboxOf,
  choiceOf,
  confirmAction,
  DataWaveElement,
  enterField,
  fieldOf,
  filterStyles,
  formStyles,
  layoutStyles,
  namedHolder,
  PagedList,
  type PageLocation,
  type ProblemError,
  Resource,
  saveForm,
  suggestHolders,
  tableOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type Assignment, type Role, roleHref } from './api.ts';
import { refusalOf } from './faults.ts';
import { accessStyles } from './styles.ts';
import { byWhom } from './suggest.ts';
import { tabsOf } from './tabs.ts';

/** Who holds which role, through which group, where and until when. */
export class AccessAssignmentsPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isAdding: { state: true },
    isSaving: { state: true },
    everywhere: { state: true },
    problem: { state: true },
  };
  declare page: PageLocation;
  declare isAdding: boolean;
  declare isSaving: boolean;
  declare everywhere: boolean;
  declare problem: ProblemError | null;
  #assignments = new PagedList<Assignment>(this, () => ({
    path: '/role-assignments',
    query: this.#chosen(),
  }));
  #roles = new Resource(
    this,
    () => 'roles',
    (_, signal) => this.shell.api.all<Role>('/roles', { signal }),
  );
  #holders = new Resource(
    this,
    () => 'holders',
    (_, signal) => suggestHolders(this.shell, signal),
  );

  static override styles = [baseStyles, layoutStyles, formStyles, filterStyles, accessStyles];

  constructor() {
    super();
    this.isAdding = false;
    this.isSaving = false;
    this.everywhere = false;
    this.problem = null;
  }

  /** A link may ask for the form, as that on the page of an account does. */
  override firstUpdated(): void {
    if (this.page.query.get('give') !== null && this.shell.may('roles:assign')) this.isAdding = true;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.get('isAdding') === false && this.isAdding) void enterField(this.renderRoot, 'select#role');
  }

  #chosen(): { readonly role: string; readonly holder: string } {
    const { query } = this.page;
    return { role: query.get('role') ?? '', holder: query.get('holder') ?? '' };
  }

  async #give(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    const until = text('until');
    await saveForm(this, async () => {
      const holder = await namedHolder(this.shell, text('holder'), this.#holders.value ?? []);
      await this.shell.api.post('/role-assignments', {
        role: text('role'),
        holder,
        everywhere: this.everywhere,
        expiresAt: until === '' ? null : new Date(until).toISOString(),
      });
      this.isAdding = false;
      await this.#assignments.reload();
    });
  }

  /** What it was called when the role was given; else what it is called now. */
  #nameOf({ id, name }: Assignment['holder']): string {
    return name ?? this.#holders.value?.find(([one]) => one === id)?.[1] ?? id;
  }

  async #take({ id, role, holder }: Assignment): Promise<void> {
    const who = this.#nameOf(holder);
    const isSure = await confirmAction(this, {
      heading: `Take ${role.title} from ${who}?`,
      text: 'What it permits ends at once.',
      action: 'Take it back',
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`/role-assignments/${id}`);
      await this.#assignments.reload();
    });
  }

  override render(): unknown {
    const chosen = this.#chosen();
    const choose = (change: Partial<typeof chosen>): void =>
      this.shell.navigate(withQuery('/access/assignments', { ...chosen, ...change }), { replace: true });
    const roles = this.#roles.value ?? [];
    const only = this.#holders.value?.find(([id]) => id === chosen.holder)?.[1] ?? chosen.holder;
    return html`<dw-page-header heading="Who holds which role"><p slot="sub">Given here to accounts, services and groups. Accounts may hold roles by themselves, too, and members of a workspace in it.</p>
        ${
          this.shell.may('roles:assign')
            ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${this.isAdding ? 'true' : 'false'} @click=${() => {
                this.isAdding = !this.isAdding;
              }}>Give a role</dw-button>`
            : nothing
        }</dw-page-header>
      ${tabsOf(this.shell, '/access/assignments')}
      <div class="stack">
      ${this.isAdding ? this.#form(roles) : nothing}
      <div class="filters" role="search" aria-label="Filter assignments">
        ${choiceOf({ label: 'Role', any: 'Any role', value: chosen.role, options: roles.map(({ key, title }) => [key, title]), choose: (role) => choose({ role }) })}
        ${chosen.holder === '' ? nothing : html`<dw-button variant="quiet" icon="close" @click=${() => choose({ holder: '' })}>Only ${only}</dw-button>`}</div>
      <dw-card flush>${this.#assignments.view({ ready: (items) => this.#list(items) })}</dw-card></div>`;
  }

  #form(roles: readonly Role[]): unknown {
    const holders = this.#holders.value ?? [];
    const { holder } = this.#chosen();
    const asked = holders.find(([id]) => id === holder)?.[1] ?? holder;
    return html`<dw-card heading="Give a role"><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) void this.#give(event.currentTarget);
    }}>
      <div class="two">
      ${fieldOf('role', 'Role', html`<select id="role" name="role" required><option value="">Choose a role</option>${roles.map(({ key, title }) => html`<option value=${key} ?selected=${key === this.#chosen().role}>${title}</option>`)}</select>`)}
      ${fieldOf('holder', 'Who', html`<input id="holder" name="holder" required maxlength="300" value=${asked} list="holders" autocomplete="off" spellcheck="false" autocapitalize="off" aria-describedby="holder-help">`, { help: 'A name, or an id as accounts and groups show it: user:…, group:… or service:…' })}
      ${fieldOf('until', 'Until', html`<input id="until" name="until" type="datetime-local" aria-describedby="until-help">`, { help: 'Without an end where it is left empty.' })}</div>
      <datalist id="holders">${holders.map(([, title]) => html`<option value=${title}></option>`)}</datalist>
      ${checkboxOf('everywhere', 'In every workspace', this.everywhere, (isOn) => {
        this.everywhere = isOn;
      })}
      ${refusalOf(this.problem)}
      <div class="actions"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>Give</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }

  #list(assignments: readonly Assignment[]): unknown {
    if (assignments.length === 0)
      return html`<dw-empty icon="key" heading="No role was given here">Give one to a group, so that who joins it holds it, too.</dw-empty>`;
    const mayTake = this.shell.may('roles:assign');
    return tableOf<Assignment>({
      label: 'Who holds which role',
      rows: assignments,
      key: ({ id }) => id,
      columns: [
        {
          key: 'who',
          title: 'Who',
          grows: true,
          cell: ({ holder }) => html`<span title=${holder.id}>${this.#nameOf(holder)}</span>`,
        },
        {
          key: 'kind',
          title: 'Is',
          cell: ({ holder }) =>
            holder.kind === 'group'
              ? 'a group'
              : holder.id.startsWith('service:')
                ? 'a service'
                : 'an account',
        },
        {
          key: 'role',
          title: 'Role',
          cell: ({ role }) => html`<a href=${roleHref(role.id)}>${role.title}</a>`,
        },
        {
          key: 'where',
          title: 'Where',
          cell: ({ everywhere }) =>
            everywhere ? html`<dw-badge tone="info">every workspace</dw-badge>` : 'this workspace',
        },
        {
          key: 'until',
          title: 'Until',
          cell: ({ expiresAt, isExpired }) =>
            expiresAt === null
              ? nothing
              : isExpired
                ? html`<dw-badge tone="warning">over</dw-badge>`
                : html`<dw-time at=${expiresAt}></dw-time>`,
        },
        {
          key: 'given',
          title: 'Given',
          wide: true,
          cell: ({ createdAt, createdBy }) =>
            html`<span class="muted small"><dw-time at=${createdAt}></dw-time>${byWhom(createdBy, this.#holders.value)}</span>`,
        },
        {
          key: 'take',
          title: '',
          align: 'end',
          cell: (one) =>
            mayTake
              ? html`<dw-button size="small" variant="quiet" icon="trash" label="Take ${one.role.title} from ${this.#nameOf(one.holder)}" @click=${() => void this.#take(one)}></dw-button>`
              : nothing,
        },
      ],
    });
  }
}
