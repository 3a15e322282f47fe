import {
  baseStyles,
  DataWaveElement,
  EditGuard,
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
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { limitTitle, type Quotas, workspacePath } from './api.ts';

/** Texts of the fields by resource: empty for what the configuration says, `-` for no limit. */
type Limits = Readonly<Record<string, string>>;

const UNLIMITED = '-';

/** How much a workspace may have: limits of its own in the place of those that hold otherwise. */
export class WorkspacesQuotas extends DataWaveElement {
  static override properties = {
    workspace: { type: String },
    values: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  /** Id. */
  declare workspace: string;
  declare values: Limits;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  readonly #draft = new FormDraft<Limits>(this, () => 'quotas');
  readonly #guard = new EditGuard<Limits>(this, {
    topic: 'workspaces',
    load: async (signal) => {
      const { value, etag } = await this.#read(signal);
      return { value: limitsOf(value), etag };
    },
    mine: () => this.values,
    take: (values) => {
      this.values = values;
    },
    fields: () =>
      Object.fromEntries(Object.keys(this.values).map((resource) => [resource, limitTitle(resource)])),
  });
  #quotas = new Resource(
    this,
    () => this.workspace,
    async (_, signal) => {
      const { value, etag } = await this.#read(signal);
      const left = this.#draft.take();
      this.values = left?.values ?? limitsOf(value);
      this.#guard.begin(limitsOf(value), left === null ? etag : left.etag);
      return value;
    },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .limits { display: grid; gap: var(--dw-space-4); grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); }
    `,
  ];

  constructor() {
    super();
    this.workspace = '';
    this.values = {};
    this.isSaving = false;
    this.problem = null;
  }

  #read(signal?: AbortSignal): Promise<{ readonly value: Quotas; readonly etag: string | null }> {
    const path = `${workspacePath(this.workspace)}/quotas`;
    return this.shell.api.getVersioned<Quotas>(path, signal === undefined ? {} : { signal });
  }

  #change(resource: string, text: string): void {
    this.values = { ...this.values, [resource]: text };
    this.#draft.keep(this.values, { etag: this.#guard.etag });
  }

  async #save(): Promise<void> {
    const save = async (): Promise<void> => {
      await this.shell.api.put(`${workspacePath(this.workspace)}/quotas`, sentOf(this.values), {
        ifMatch: this.#guard.etag,
      });
      this.shell.notify({ tone: 'success', message: t('The limits hold from now on.') });
      this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
    };
    await saveForm(this, save, { draft: this.#draft, guard: this.#guard });
    if (this.problem === null) await this.#quotas.reload();
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Limits')} note=${t('What there is above a limit stays; nothing more is added.')}>${this.#quotas.view({ ready: (quotas) => this.#form(quotas) })}</dw-card>`;
  }

  #form({ effective, limits }: Quotas): unknown {
    return html`<form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#save();
    }}>
      ${this.#guard.note()}${this.#draft.note(() => void this.#quotas.reload())}
      <p class="muted small">${t('Left empty, the configuration of the platform says how much; a hyphen is as much as there is room for.')}</p>
      <div class="limits">${Object.keys(effective).map((resource) => this.#field(resource, effective[resource] ?? null, resource in limits))}</div>
      ${this.problem === null ? nothing : html`<dw-callout tone="danger" live>${t(this.problem.message)} ${t(this.problem.hint ?? '')}</dw-callout>`}
      <div><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button></div><input type="submit" hidden>
    </form>`;
  }

  #field(resource: string, effective: number | null, isOwn: boolean): unknown {
    const now = effective === null ? t('no limit') : formatNumber(effective);
    const notes = isOwn ? { help: t('A limit of its own.') } : {};
    return fieldOf(
      resource,
      limitTitle(resource),
      html`<input id=${resource} inputmode="numeric" pattern="[0-9]{1,10}|-" maxlength="10" autocomplete="off" placeholder=${isOwn ? nothing : now} aria-describedby=${isOwn ? `${resource}-help` : nothing} .value=${this.values[resource] ?? ''} @input=${(event: Event) => this.#change(resource, textOf(event).trim())}>`,
      notes,
    );
  }
}

/** Of resources without a limit of their own the empty text. */
const limitsOf = ({ limits, effective }: Quotas): Limits =>
  Object.fromEntries(
    Object.keys(effective).map((resource) => {
      const own = limits[resource];
      return [resource, own === undefined ? '' : own === null ? UNLIMITED : String(own)];
    }),
  );

const sentOf = (values: Limits): object =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, text]) => text !== '')
      .map(([resource, text]) => [resource, text === UNLIMITED ? null : Number(text)]),
  );
