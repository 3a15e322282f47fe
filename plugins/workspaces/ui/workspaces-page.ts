import {
  attempt,
  baseStyles,
  DataWaveElement,
  enterField,
  FormDraft,
  fieldOf,
  formStyles,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  t,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import type { GridState } from '@datawave/plugin-sdk/ui/grid';
import { html, nothing } from 'lit';
import { type ListedWorkspace, type Role, workspacePath } from './api.ts';
import { workspaceColumns, workspaceStyles } from './workspace-columns.ts';

/** Workspaces that one list holds. */
const MOST = 2_000;
/** From so many on a list of them can be narrowed. */
const MANY = 8;

interface Draft {
  readonly key: string;
  readonly title: string;
}

const EMPTY: Draft = { key: '', title: '' };

/** Workspaces that one may enter: which one is worked in, and how much each has. */
export class WorkspacesPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isAdding: { state: true },
    isSaving: { state: true },
    fault: { state: true },
    draft: { state: true },
  };
  declare page: PageLocation;
  declare isAdding: boolean;
  declare isSaving: boolean;
  declare fault: string | null;
  declare draft: Draft;
  #grid = new Resource(
    this,
    () => 'grid',
    () => import('@datawave/plugin-sdk/ui/grid'),
  );
  #workspaces = new Resource(
    this,
    () => 'workspaces',
    (_, signal) => this.shell.api.all<ListedWorkspace>('/workspaces', { signal, limit: MOST }),
    { follows: ['workspaces', 'session'] },
  );
  #roles = new Resource(
    this,
    () => (this.shell.may('roles:read') ? 'roles' : null),
    (_, signal) => this.shell.api.all<Role>('/roles', { signal }),
  );
  readonly #draft = new FormDraft<Draft>(this, () => 'new-workspace');

  static override styles = [baseStyles, layoutStyles, formStyles];

  constructor() {
    super();
    this.isAdding = false;
    this.isSaving = false;
    this.fault = null;
    this.draft = EMPTY;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const left = this.#draft.take();
    if (left === null) return;
    this.draft = left.values;
    this.isAdding = this.shell.may('workspaces:create');
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.get('isAdding') === false && this.isAdding) void enterField(this.renderRoot, 'form input');
  }

  async #enter(key: string): Promise<void> {
    await attempt(this.shell, async () => {
      await this.shell.api.put('/workspaces/current', { key });
      // Everything on screen is of the workspace that was left.
      location.assign(withQuery('/', { workspace: key }));
    });
  }

  async #add(): Promise<void> {
    if (this.isSaving) return;
    this.isSaving = true;
    try {
      await this.shell.api.post('/workspaces', this.draft);
      this.isAdding = false;
      this.shell.notify({ tone: 'success', message: t('{title} is added.', { title: this.draft.title }) });
      this.draft = EMPTY;
      this.#draft.clear();
      this.fault = null;
      await this.#workspaces.reload();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.fault = t(error.message);
    } finally {
      this.isSaving = false;
    }
  }

  override render(): unknown {
    const add = this.shell.may('workspaces:create')
      ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${this.isAdding ? 'true' : 'false'} @click=${() => {
          this.isAdding = !this.isAdding;
        }}>${t('Add workspace')}</dw-button>`
      : nothing;
    return html`<dw-page-header heading=${t('Workspaces')}><p slot="sub">${t('What belongs to one workspace is seen in no other.')}</p>${add}</dw-page-header>
      <div class="stack">${this.isAdding ? this.#form() : nothing}
      ${this.#workspaces.view({ ready: (items) => this.#list(items) })}</div>`;
  }

  #form(): unknown {
    const { key, title } = this.draft;
    const change = (part: Partial<typeof this.draft>): void => {
      this.draft = { ...this.draft, ...part };
      this.#draft.keep(this.draft);
    };
    return html`<dw-card heading=${t('Add a workspace')}><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#add();
    }}>${this.#draft.note(() => {
      this.draft = EMPTY;
    })}
      ${fieldOf('title', t('Name'), html`<input id="title" required maxlength="200" .value=${title} @input=${(event: Event) => change({ title: textOf(event) })}>`)}
      ${fieldOf('key', t('Key'), html`<input id="key" required pattern="[a-z0-9][a-z0-9\\-]*" maxlength="63" spellcheck="false" autocapitalize="off" aria-describedby="key-help" .value=${key} @input=${(event: Event) => change({ key: textOf(event) })}>`, { help: t('Lower case letters, digits and hyphens: requests name it in X-Workspace.') })}
      ${this.fault === null ? nothing : html`<p class="fault" role="alert"><dw-icon name="error"></dw-icon>${this.fault}</p>`}
      <div><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Add')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }

  #list(workspaces: readonly ListedWorkspace[]): unknown {
    return this.#grid.view({
      loading: () => html`<dw-card><dw-loading lines="4"></dw-loading></dw-card>`,
      ready: ({ gridOf, gridQuery, gridStateIn }) => {
        const managesAll = this.shell.may('workspaces:manage');
        const columns = workspaceColumns({
          managesAll,
          roleTitle: (key) => t(this.#roles.value?.find((role) => role.key === key)?.title ?? key),
        });
        const keep = (state: GridState): void =>
          this.shell.navigate(
            withQuery('/workspaces', Object.fromEntries(gridQuery(state, this.page.query))),
            { replace: true },
          );
        return html`<dw-card flush>${gridOf<ListedWorkspace>({
          ...{ label: t('Workspaces'), columns, rows: workspaces, most: MOST, storageKey: 'workspaces' },
          key: ({ id }) => id,
          href: ({ id, isCurrent }) => (managesAll || isCurrent ? workspacePath(id) : undefined),
          plain: workspaces.length < MANY,
          state: gridStateIn(this.page.query, columns),
          onState: keep,
          actions: ({ key, title, state, isCurrent }) =>
            isCurrent || state !== 'active'
              ? nothing
              : html`<dw-button size="small" @click=${() => void this.#enter(key)}>${t('Work here')}<span class="visually-hidden">: ${title}</span></dw-button>`,
          actionsWidth: 150,
          styles: workspaceStyles,
        })}</dw-card>`;
      },
    });
  }
}
