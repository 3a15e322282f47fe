import {
  attempt,
  baseStyles,
  DataWaveElement,
  FormDraft,
  fieldOf,
  formatNumber,
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
import { isOpenToAll, type WorkspaceDetail, workspacePath } from './api.ts';

interface Departure {
  readonly goes: readonly { readonly plugin: string; readonly rows: number }[];
  readonly stays: readonly string[];
}

/** Renames a workspace, suspends and resumes it, and deletes it for good. Fires `dw-changed`. */
export class WorkspacesCare extends DataWaveElement {
  static override properties = {
    workspace: { attribute: false },
    name: { state: true },
    isDeleting: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare workspace: WorkspaceDetail;
  declare name: string;
  /** Whether it is being looked at what deleting it takes. */
  declare isDeleting: boolean;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  #filledWith: string | null = null;
  readonly #draft = new FormDraft<string>(this, () => 'workspace');
  #departure = new Resource(
    this,
    () => (this.isDeleting ? this.workspace.id : null),
    (id, signal) => this.shell.api.get<Departure>(`${workspacePath(id)}/deletion`, { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      :host { display: grid; gap: var(--dw-space-4); }
      ul { display: grid; gap: var(--dw-space-1); }
    `,
  ];

  constructor() {
    super();
    this.name = '';
    this.isDeleting = false;
    this.isSaving = false;
    this.problem = null;
  }

  override willUpdate(): void {
    if (this.#filledWith === this.workspace.id) return;
    this.#filledWith = this.workspace.id;
    this.name = this.#draft.take()?.values ?? this.workspace.title;
  }

  #changed(): void {
    this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
  }

  async #rename(): Promise<void> {
    const rename = async (): Promise<void> => {
      await this.shell.api.patch(workspacePath(this.workspace.id), { title: this.name.trim() });
      this.shell.notify({ tone: 'success', message: t('Saved.') });
      this.#changed();
    };
    await saveForm(this, rename, { draft: this.#draft });
  }

  async #put(state: 'active' | 'suspended', reason?: string): Promise<void> {
    await attempt(this.shell, async () => {
      await this.shell.api.patch(workspacePath(this.workspace.id), {
        state,
        ...(reason === undefined ? {} : { reason }),
      });
      const { title } = this.workspace;
      this.shell.notify({
        tone: 'success',
        message:
          state === 'active' ? t('{title} works again.', { title }) : t('{title} is suspended.', { title }),
      });
      this.#changed();
    });
  }

  async #delete(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const given = (name: string): string => String(data.get(name) ?? '').trim();
    await attempt(this.shell, async () => {
      await this.shell.api.post(`${workspacePath(this.workspace.id)}/deletion`, {
        ...{ key: given('key'), reason: given('reason') },
      });
      this.isDeleting = false;
      this.#changed();
    });
  }

  override render(): unknown {
    return html`${this.#renaming()}${this.workspace.state === 'deleting' || isOpenToAll(this.workspace) ? nothing : [this.#stopping(), this.#leaving()]}`;
  }

  #renaming(): unknown {
    const typed = (event: Event): void => {
      this.name = textOf(event);
      this.#draft.keep(this.name);
    };
    return html`<dw-card heading=${t('Name')}><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#rename();
    }}>${this.#draft.note(() => {
      this.name = this.workspace.title;
    })}
      ${fieldOf('title', t('Name'), html`<input id="title" required maxlength="200" autocomplete="off" .value=${this.name} @input=${typed}>`, { fault: this.problem === null ? null : t(this.problem.message) })}
      <div><dw-button type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button></div><input type="submit" hidden></form></dw-card>`;
  }

  #stopping(): unknown {
    if (this.workspace.state === 'suspended')
      return html`<dw-card heading=${t('Resume')}><div class="row apart"><p>${t('Nobody can work in it until it is resumed.')}</p>
        <dw-button variant="primary" @click=${() => void this.#put('active')}>${t('Resume')}</dw-button></div></dw-card>`;
    return html`<dw-card heading=${t('Suspend', {}, 'workspace')}><form class="stack" @submit=${(
      event: Event,
    ) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement)
        void this.#put('suspended', String(new FormData(event.currentTarget).get('reason') ?? '').trim());
    }}><p>${t('Nobody can work in it until somebody resumes it. Nothing is taken away.')}</p>
      ${fieldOf('reason', t('Reason'), html`<input id="reason" name="reason" required maxlength="1000" autocomplete="off">`)}
      <div><dw-button type="submit">${t('Suspend', {}, 'workspace')}</dw-button></div><input type="submit" hidden></form></dw-card>`;
  }

  #leaving(): unknown {
    if (!this.isDeleting)
      return html`<dw-card heading=${t('Delete')}><div class="row apart"><p>${t('With everything in it. Nothing brings it back.')}</p>
        <dw-button variant="danger" icon="trash" @click=${() => {
          this.isDeleting = true;
        }}>${t('See what goes')}</dw-button></div></dw-card>`;
    return html`<dw-card heading=${t('Delete')}>${this.#departure.view({ ready: (departure) => this.#departing(departure) })}</dw-card>`;
  }

  #departing({ goes, stays }: Departure): unknown {
    const { key } = this.workspace;
    const gone = goes.filter(({ rows }) => rows > 0);
    return html`<form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) void this.#delete(event.currentTarget);
    }}>
      ${gone.length === 0 ? html`<p>${t('There is nothing in it.')}</p>` : html`<p>${t('This goes for good:')}</p><ul role="list">${gone.map(({ plugin, rows }) => html`<li>${t(titleFromName(plugin))}: ${t('{n} entries', { n: formatNumber(rows) })}</li>`)}</ul>`}
      <p>${t('This stays:')}</p><ul role="list" class="muted">${stays.map((one) => html`<li>${t(one)}</li>`)}</ul>
      ${fieldOf('delete-reason', t('Reason'), html`<input id="delete-reason" name="reason" required maxlength="1000" autocomplete="off">`)}
      ${fieldOf('delete-key', t('Key'), html`<input id="delete-key" name="key" required pattern=${key} maxlength="63" autocomplete="off" spellcheck="false" autocapitalize="off" aria-describedby="delete-key-help">`, { help: t('Write {key}, so that no other one is deleted.', { key }) })}
      <div class="row"><dw-button variant="danger" type="submit">${t('Delete for good')}</dw-button><dw-button variant="quiet" @click=${() => {
        this.isDeleting = false;
      }}>${t('Cancel')}</dw-button></div><input type="submit" hidden></form>`;
  }
}
