import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  ProblemError,
  Resource,
  tableOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type Member, type Usage, type WorkspaceDetail, workspacePath } from './api.ts';

const CRUMBS = [{ title: 'Workspaces', href: '/workspaces' }];

/** One workspace: how much it has, and who is in it. */
export class WorkspacesDetailPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isSaving: { state: true },
    fault: { state: true },
  };
  declare page: PageLocation;
  declare isSaving: boolean;
  declare fault: string | null;
  #workspace = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) => this.shell.api.get<WorkspaceDetail>(workspacePath(id), { signal }),
  );
  #usage = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) =>
      this.shell.api.get<{ readonly items: readonly Usage[] }>(`${workspacePath(id)}/usage`, { signal }),
  );
  #members = new PagedList<Member>(this, () => ({ path: `${this.#path}/members`, query: {} }));

  static override styles = [baseStyles, layoutStyles, formStyles];

  constructor() {
    super();
    this.isSaving = false;
    this.fault = null;
  }

  get #path(): string {
    return workspacePath(this.page.params['id'] ?? '');
  }

  async #add(form: HTMLFormElement): Promise<void> {
    if (this.isSaving) return;
    const data = new FormData(form);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    const roles = text('roles')
      .split(/[\s,]+/)
      .filter((role) => role !== '');
    this.isSaving = true;
    try {
      await this.shell.api.post(`${this.#path}/members`, {
        holder: { kind: text('kind'), id: text('id') },
        roles,
      });
      form.reset();
      this.fault = null;
      await Promise.all([this.#members.reload(), this.#usage.reload()]);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.fault = error.message;
    } finally {
      this.isSaving = false;
    }
  }

  async #remove({ holder, name }: Member): Promise<void> {
    const who = name ?? holder.id;
    const isSure = await confirmAction(this, {
      heading: `Take ${who} out?`,
      text: 'They see nothing of this workspace any more, within five seconds at most.',
      action: 'Take out',
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`${this.#path}/members/${holder.kind}/${encodeURIComponent(holder.id)}`);
      await Promise.all([this.#members.reload(), this.#usage.reload()]);
    });
  }

  override render(): unknown {
    return this.#workspace.view({
      ready: ({ title, key, state, stateReason }) => html`
        <dw-page-header heading=${title} .crumbs=${CRUMBS}><p slot="sub"><code>${key}</code></p></dw-page-header>
        <div class="stack">
          ${state === 'active' ? nothing : html`<dw-callout tone="warning" heading=${state === 'suspended' ? 'This workspace is suspended' : 'This workspace is being deleted'}>${stateReason ?? ''}</dw-callout>`}
          <dw-card heading="Usage">${this.#usage.view({ ready: ({ items }) => html`<workspaces-usage-bars .usage=${items}></workspaces-usage-bars>` })}</dw-card>
          <dw-card heading="Members" flush>${this.#members.view({ ready: (members) => this.#list(members) })}</dw-card>
          ${this.shell.may('workspaces:members') && state !== 'deleting' ? this.#form() : nothing}
        </div>`,
    });
  }

  #list(members: readonly Member[]): unknown {
    const mayChange = this.shell.may('workspaces:members');
    if (members.length === 0)
      return html`<dw-empty icon="user" heading="Nobody was let in by name">Who holds a role in every workspace is here all the same, and in the default one everybody who can sign in.</dw-empty>`;
    return tableOf<Member>({
      label: 'Members',
      rows: members,
      key: ({ holder }) => `${holder.kind} ${holder.id}`,
      columns: [
        { key: 'name', title: 'Member', cell: ({ name, holder }) => name ?? holder.id },
        {
          key: 'kind',
          title: 'Is',
          cell: ({ holder }) => (holder.kind === 'group' ? 'a group' : 'an account'),
        },
        { key: 'roles', title: 'Roles', cell: ({ roles }) => roles.join(', '), grows: true },
        {
          key: 'remove',
          title: '',
          align: 'end',
          cell: (member) =>
            mayChange
              ? html`<dw-button size="small" variant="quiet" label="Take ${member.name ?? member.holder.id} out" icon="trash" @click=${() => void this.#remove(member)}></dw-button>`
              : nothing,
        },
      ],
    });
  }

  #form(): unknown {
    return html`<dw-card heading="Let somebody in"><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) void this.#add(event.currentTarget);
    }}>
      ${fieldOf('kind', 'Who', html`<select id="kind" name="kind"><option value="principal">An account</option><option value="group">A group</option></select>`)}
      ${fieldOf('id', 'Id', html`<input id="id" name="id" required maxlength="200" spellcheck="false" autocapitalize="off" aria-describedby="id-help">`, { help: 'As accounts and groups show it: user:… or group:…' })}
      ${fieldOf('roles', 'Roles', html`<input id="roles" name="roles" maxlength="1000" spellcheck="false" autocapitalize="off" aria-describedby="roles-help">`, { help: 'Keys such as steward or viewer, separated by commas; you can give those that you hold yourself.' })}
      ${this.fault === null ? nothing : html`<p class="fault" role="alert"><dw-icon name="error"></dw-icon>${this.fault}</p>`}
      <div><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>Let in</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }
}
