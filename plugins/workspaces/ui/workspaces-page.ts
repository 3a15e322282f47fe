import {
  attempt,
  baseStyles,
  DataWaveElement,
  enterField,
  fieldOf,
  formatNumber,
  formStyles,
  layoutStyles,
  PagedList,
  ProblemError,
  t,
  tableOf,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type ListedWorkspace, stateTitle, usageTitle, workspacePath } from './api.ts';

const TONES = { active: 'success', suspended: 'warning', deleting: 'danger' } as const;
/** What lists tell of the usage; the rest stands with the workspace. */
const TOLD = ['sources', 'assets', 'members'];

/** Workspaces that one may enter: which one is worked in, and how much each has. */
export class WorkspacesPage extends DataWaveElement {
  static override properties = {
    isAdding: { state: true },
    isSaving: { state: true },
    fault: { state: true },
    draft: { state: true },
  };
  declare isAdding: boolean;
  declare isSaving: boolean;
  declare fault: string | null;
  declare draft: { readonly key: string; readonly title: string };
  #workspaces = new PagedList<ListedWorkspace>(this, () => ({ path: '/workspaces', query: {} }));

  static override styles = [baseStyles, layoutStyles, formStyles];

  constructor() {
    super();
    this.isAdding = false;
    this.isSaving = false;
    this.fault = null;
    this.draft = { key: '', title: '' };
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
      this.draft = { key: '', title: '' };
      this.fault = null;
      await this.#workspaces.reload();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.fault = error.message;
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
      <dw-card flush>${this.#workspaces.view({ ready: (items) => this.#list(items) })}</dw-card></div>`;
  }

  #form(): unknown {
    const { key, title } = this.draft;
    const change = (part: Partial<typeof this.draft>): void => {
      this.draft = { ...this.draft, ...part };
    };
    return html`<dw-card heading=${t('Add a workspace')}><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#add();
    }}>
      ${fieldOf('title', t('Name'), html`<input id="title" required maxlength="200" .value=${title} @input=${(event: Event) => change({ title: textOf(event) })}>`)}
      ${fieldOf('key', t('Key'), html`<input id="key" required pattern="[a-z0-9][a-z0-9\\-]*" maxlength="63" spellcheck="false" autocapitalize="off" aria-describedby="key-help" .value=${key} @input=${(event: Event) => change({ key: textOf(event) })}>`, { help: t('Lower case letters, digits and hyphens: requests name it in X-Workspace.') })}
      ${this.fault === null ? nothing : html`<p class="fault" role="alert"><dw-icon name="error"></dw-icon>${this.fault}</p>`}
      <div><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Add')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }

  #list(workspaces: readonly ListedWorkspace[]): unknown {
    const managesAll = this.shell.may('workspaces:manage');
    return tableOf<ListedWorkspace>({
      label: t('Workspaces'),
      rows: workspaces,
      key: ({ id }) => id,
      ...(managesAll ? { href: ({ id }: ListedWorkspace) => workspacePath(id) } : {}),
      columns: [
        {
          key: 'title',
          title: t('Workspace'),
          cell: ({ title, id, isCurrent }) =>
            isCurrent && !managesAll ? html`<a href=${workspacePath(id)}>${title}</a>` : title,
        },
        { key: 'key', title: t('Key'), cell: ({ key }) => html`<code>${key}</code>` },
        {
          key: 'state',
          title: t('State'),
          cell: ({ state, isCurrent }) =>
            html`<dw-badge tone=${TONES[state]} dot>${stateTitle(state)}</dw-badge>${isCurrent ? html` <dw-badge tone="info">${t('you are here')}</dw-badge>` : nothing}`,
        },
        { key: 'roles', title: t('Your roles'), cell: ({ roles }) => roles.join(', '), wide: true },
        { key: 'usage', title: t('Holds'), cell: usageOf, wide: true, grows: true },
        {
          key: 'enter',
          title: '',
          align: 'end',
          cell: ({ key, title, state, isCurrent }) =>
            isCurrent || state !== 'active'
              ? nothing
              : html`<dw-button class="above" size="small" @click=${() => void this.#enter(key)}>${t('Work here')}<span class="visually-hidden">: ${title}</span></dw-button>`,
        },
      ],
    });
  }
}

const usageOf = ({ usage = [] }: ListedWorkspace): unknown =>
  html`<span class="muted small">${usage
    .filter(({ resource, used }) => TOLD.includes(resource) && used !== null)
    .map(
      ({ resource, used, limit }) =>
        `${usageTitle(resource)} ${limit === null ? formatNumber(used ?? 0) : t('{used} of {limit}', { used: used ?? 0, limit })}`,
    )
    .join(', ')}</span>`;
