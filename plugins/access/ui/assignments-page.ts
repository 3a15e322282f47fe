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
  type PageLocation,
  type ProblemError,
  Resource,
  saveForm,
  suggestHolders,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import type { GridSelected, GridState } from '@datawave/plugin-sdk/ui/grid';
import { html, nothing } from 'lit';
import type { Assignment, Role } from './api.ts';
import { assignmentColumns, assignmentStyles } from './assignment-columns.ts';
import { refusalOf } from './faults.ts';
import { accessStyles } from './styles.ts';
import { tabsOf } from './tabs.ts';

/** Assignments that one list holds; a role or a holder narrows it. */
const MOST = 2_000;

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
  #grid = new Resource(
    this,
    () => 'grid',
    () => import('@datawave/plugin-sdk/ui/grid'),
  );
  #assignments = new Resource(
    this,
    () => this.#chosen(),
    (query, signal) => this.shell.api.all<Assignment>('/role-assignments', { query, signal, limit: MOST }),
    { follows: ['roles'] },
  );
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
      this.shell.notify({ tone: 'success', message: t('The role is given.') });
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
      heading: t('Take {role} from {who}?', { role: t(role.title), who }),
      text: t('What it permits ends at once.'),
      action: t('Take it back'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`/role-assignments/${id}`);
      await this.#assignments.reload();
    });
  }

  async #takeAll({ rows, clear }: GridSelected<Assignment>): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: t('Take {n, plural, one {# role} other {# roles}} back?', { n: rows.length }),
      text: t('What they permit ends at once.'),
      action: t('Take back'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      for (const { id } of rows) await this.shell.api.delete(`/role-assignments/${id}`);
    });
    clear();
    await this.#assignments.reload();
  }

  override render(): unknown {
    const chosen = this.#chosen();
    const choose = (change: Partial<typeof chosen>): void =>
      this.shell.navigate(withQuery('/access/assignments', { ...chosen, ...change }), { replace: true });
    const roles = this.#roles.value ?? [];
    const only = this.#holders.value?.find(([id]) => id === chosen.holder)?.[1] ?? chosen.holder;
    return html`<dw-page-header heading=${t('Who holds which role')}><p slot="sub">${t('Given here to accounts, services and groups. Accounts may hold roles by themselves, too, and members of a workspace in it.')}</p>
        ${
          this.shell.may('roles:assign')
            ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${this.isAdding ? 'true' : 'false'} @click=${() => {
                this.isAdding = !this.isAdding;
              }}>${t('Give a role')}</dw-button>`
            : nothing
        }</dw-page-header>
      ${tabsOf(this.shell, '/access/assignments')}
      <div class="stack">
      ${this.isAdding ? this.#form(roles) : nothing}
      <div class="filters" role="search" aria-label=${t('Filter assignments')}>
        ${choiceOf({ label: t('Role'), any: t('Any role'), value: chosen.role, options: roles.map(({ key, title }) => [key, t(title)]), choose: (role) => choose({ role }) })}
        ${chosen.holder === '' ? nothing : html`<dw-button variant="quiet" icon="close" @click=${() => choose({ holder: '' })}>${t('Only {name}', { name: only })}</dw-button>`}</div>
      ${this.#assignments.view({ ready: (items) => this.#list(items) })}</div>`;
  }

  #form(roles: readonly Role[]): unknown {
    const holders = this.#holders.value ?? [];
    const { holder } = this.#chosen();
    const asked = holders.find(([id]) => id === holder)?.[1] ?? holder;
    return html`<dw-card heading=${t('Give a role')}><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) void this.#give(event.currentTarget);
    }}>
      <div class="two">
      ${fieldOf('role', t('Role'), html`<select id="role" name="role" required><option value="">${t('Choose a role')}</option>${roles.map(({ key, title }) => html`<option value=${key} ?selected=${key === this.#chosen().role}>${t(title)}</option>`)}</select>`)}
      ${fieldOf('holder', t('Who'), html`<input id="holder" name="holder" required maxlength="300" value=${asked} list="holders" autocomplete="off" spellcheck="false" autocapitalize="off" aria-describedby="holder-help">`, { help: t('A name, or an id as accounts and groups show it: user:…, group:… or service:…') })}
      ${fieldOf('until', t('Until'), html`<input id="until" name="until" type="datetime-local" aria-describedby="until-help">`, { help: t('Without an end where it is left empty.') })}</div>
      <datalist id="holders">${holders.map(([, title]) => html`<option value=${title}></option>`)}</datalist>
      ${checkboxOf('everywhere', t('In every workspace'), this.everywhere, (isOn) => {
        this.everywhere = isOn;
      })}
      ${refusalOf(this.problem)}
      <div class="actions"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Give')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }

  #list(assignments: readonly Assignment[]): unknown {
    return this.#grid.view({
      loading: () => html`<dw-card><dw-loading lines="6"></dw-loading></dw-card>`,
      ready: ({ gridOf, gridQuery, gridStateIn }) => {
        const columns = assignmentColumns((holder) => this.#nameOf(holder), this.#holders.value);
        const mayTake = this.shell.may('roles:assign');
        const keep = (state: GridState): void =>
          this.shell.navigate(
            withQuery('/access/assignments', Object.fromEntries(gridQuery(state, this.page.query))),
            { replace: true },
          );
        return html`<dw-card flush>${gridOf<Assignment>({
          ...{
            label: t('Who holds which role'),
            columns,
            rows: assignments,
            most: MOST,
            storageKey: 'role-assignments',
          },
          key: ({ id }) => id,
          fileName: 'role-assignments',
          state: gridStateIn(this.page.query, columns),
          onState: keep,
          ...(mayTake
            ? {
                actions: (one: Assignment) =>
                  html`<dw-button size="small" variant="quiet" icon="trash" label=${t('Take {role} from {who}', { role: t(one.role.title), who: this.#nameOf(one.holder) })} @click=${() => void this.#take(one)}></dw-button>`,
                bulk: [
                  {
                    ...({ label: t('Take back'), icon: 'trash', variant: 'danger' } as const),
                    run: (selected: GridSelected<Assignment>) => this.#takeAll(selected),
                  },
                ],
              }
            : {}),
          empty: {
            ...{ icon: 'key', heading: t('No role was given here') },
            text: t('Give one to a group, so that who joins it holds it, too.'),
          },
          styles: assignmentStyles,
        })}</dw-card>`;
      },
    });
  }
}
