import {
  baseStyles,
  confirmAction,
  DataWaveElement,
  type DwSchemaForm,
  formStyles,
  layoutStyles,
  ProblemError,
  Resource,
  saidText,
  schemaFields,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { isRunning, type ListedPlugin, type PluginDetail } from './plugin-types.ts';
import { givenOf, type SettingsView, storedAfter, storedWithout } from './settings-change.ts';
import { drawOrigins } from './settings-origins.ts';
import { namesOf } from './switch-plugin.ts';

/** Drafts hold no secrets, and what stands for one that is kept in an entry of a list would be missing from it. */
const keepsInLists = ({ secrets }: SettingsView): boolean =>
  secrets.some((pointer) => /\/\d+\//.test(pointer));

/** A plugin's settings: where each comes from, changed on the running platform, and taken back. */
export class ShellPluginSettings extends DataWaveElement {
  static override properties = {
    plugin: { attribute: false },
    all: { attribute: false },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare plugin: PluginDetail | null;
  declare all: readonly ListedPlugin[];
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  readonly #settings = new Resource(
    this,
    () => (this.plugin !== null && this.shell.may('plugins:configure') ? this.plugin.id : null),
    (id, signal) => this.shell.api.getVersioned<SettingsView>(this.#path(id), { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      :host { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      .save { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-3); margin-block-start: var(--dw-space-5); }
      form { max-width: 52rem; }
      .above { display: grid; gap: var(--dw-space-3); margin-block-end: var(--dw-space-4); }
    `,
  ];

  constructor() {
    super();
    this.plugin = null;
    this.all = [];
    this.isSaving = false;
    this.problem = null;
  }

  /** The same object for the same view: the form begins anew with another one. */
  readonly #given = new WeakMap<SettingsView, Readonly<Record<string, unknown>>>();

  #givenOf(view: SettingsView): Readonly<Record<string, unknown>> {
    const given = this.#given.get(view) ?? givenOf(view);
    this.#given.set(view, given);
    return given;
  }

  #path(id: string): string {
    return `/plugins/${encodeURIComponent(id)}/settings`;
  }

  get #form(): DwSchemaForm | null {
    return this.renderRoot.querySelector<DwSchemaForm>('dw-schema-form');
  }

  async #save(event?: Event): Promise<void> {
    event?.preventDefault();
    const form = this.#form;
    const view = this.#settings.value?.value;
    if (form === null || view === undefined || !form.check()) return;
    await this.#put(storedAfter(view, form.value), t('The settings are changed.'));
    form.clearDraft();
  }

  async #reset(view: SettingsView, name: string | null): Promise<void> {
    const title =
      name === null ? '' : (schemaFields(view.schema).find((field) => field.name === name)?.title ?? name);
    const isConfirmed = await confirmAction(this, {
      heading:
        name === null ? t('Take back all that is stored?') : t('Take back {title}?', { title: t(title) }),
      text: t('The configuration file holds again, or the default where it says nothing. {restart}', {
        restart: this.#restart(view),
      }),
      action: t('Take back'),
      isDangerous: false,
    });
    if (isConfirmed) await this.#put(storedWithout(view, name), t('The configuration file holds again.'));
  }

  async #put(settings: Readonly<Record<string, unknown>>, said: string): Promise<void> {
    const { plugin } = this;
    const etag = this.#settings.value?.etag ?? null;
    if (plugin === null || this.isSaving) return;
    this.isSaving = true;
    this.problem = null;
    try {
      await this.shell.api.put(this.#path(plugin.id), { settings }, { ifMatch: etag });
      await this.#settings.reload();
      this.shell.notify({ tone: 'success', message: said });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error;
      if (error.status === 412) await this.#settings.reload();
      await this.updateComplete;
      if (error.errors.length > 0) await this.#form?.focusFault();
      else this.renderRoot.querySelector<HTMLElement>('.refused')?.focus();
    } finally {
      this.isSaving = false;
    }
    this.dispatchEvent(new Event('dw-plugins-changed', { bubbles: true, composed: true }));
  }

  #restart({ rebuilt, state }: SettingsView): string {
    if (state !== 'active' && state !== 'degraded') return t('They hold from its next start.');
    return rebuilt.length === 0
      ? t('It is started anew at once, in every process of the platform; nothing else stops.')
      : t(
          'It is started anew at once, in every process of the platform, and with it {names}; what runs in them pauses for a moment.',
          {
            names: namesOf(rebuilt, this.all),
          },
        );
  }

  override render(): unknown {
    if (!this.shell.may('plugins:configure'))
      return html`<dw-card><dw-empty icon="lock" heading=${t('You may not see these settings')}>${t('It takes the permission “See and change the settings of plugins”. Ask an administrator.')}</dw-empty></dw-card>`;
    return this.#settings.view({ ready: ({ value, etag }) => this.#shown(value, etag) });
  }

  #shown(view: SettingsView, etag: string | null): unknown {
    const isStored = Object.keys(view.stored).length > 0;
    const back = isStored
      ? html`<dw-button slot="actions" size="small" icon="undo" ?disabled=${this.isSaving} @click=${() => void this.#reset(view, null)}>${t('Take back all')}</dw-button>`
      : nothing;
    return html`<dw-card heading=${t('Settings')} note=${t('What is saved here wins over the configuration file, until it is taken back.')}>
        <form @submit=${(event: Event) => void this.#save(event)} novalidate>
          ${this.#notes(view)}
          <dw-schema-form draft=${keepsInLists(view) ? '' : 'settings'} .etag=${etag} .schema=${view.schema} .given=${this.#givenOf(view)} .stored=${view.secrets} .faults=${this.problem?.errors ?? []} .pointerBase=${'/settings'} ?disabled=${this.isSaving}
            @dw-submit=${() => void this.#save()}></dw-schema-form>
          <div class="save"><dw-button variant="primary" ?busy=${this.isSaving} @click=${() => void this.#save()}>${t('Save')}</dw-button><p class="muted small grow" aria-live="polite">${
            this.isSaving && this.plugin !== null && isRunning(this.plugin)
              ? t('The plugin is being started anew with these settings.')
              : this.#restart(view)
          }</p></div>
        </form>
      </dw-card>
      <dw-card flush heading=${t('Where each setting comes from')}>${back}${drawOrigins(view, {
        isBusy: this.isSaving,
        reset: (name) => void this.#reset(view, name),
      })}</dw-card>`;
  }

  #notes(view: SettingsView): unknown {
    const { problem } = this;
    const notes = [
      problem === null
        ? nothing
        : html`<dw-callout class="refused" tone="danger" tabindex="-1" live heading=${problem.status === 409 ? t('These settings do not work. The former ones are back.') : ''}><p>${problem.errors.length > 0 ? t('Please correct what is marked. Nothing was changed.') : problem.message}</p>${problem.hint === null || problem.errors.length > 0 ? nothing : html`<p>${problem.hint}</p>`}</dw-callout>`,
      view.problems.length === 0
        ? nothing
        : html`<dw-callout tone="danger" heading=${t('These settings are not valid as they are')}>${view.problems.map(({ pointer, message }) => html`<p><code>${pointer}</code> ${saidText(t(message))}</p>`)}</dw-callout>`,
      view.problems.length > 0 || view.fileProblems.length === 0
        ? nothing
        : html`<dw-callout tone="warning" heading=${t('The configuration file would not do by itself')}>${view.fileProblems.map(({ pointer, message }) => html`<p><code>${pointer}</code> ${message}</p>`)}</dw-callout>`,
      view.critical
        ? html`<dw-callout tone="warning">${t('It is critical: while it is started anew the platform answers little. If it does not start, the former settings come back by themselves.')}</dw-callout>`
        : nothing,
    ].filter((note) => note !== nothing);
    return notes.length === 0 ? nothing : html`<div class="above">${notes}</div>`;
  }
}
