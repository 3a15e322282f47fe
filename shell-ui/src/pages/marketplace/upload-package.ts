import {
  baseStyles,
  DataWaveElement,
  formatBytes,
  isAborted,
  layoutStyles,
  ProblemError,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Change } from './marketplace-types.ts';

const PACKAGE = /\.(?:tgz|tar\.gz)$/i;
const BUNDLE = /\.dwbundle$/i;
/** The server takes no older version than the installed one unless that is meant. */
const DOWNGRADE = 'DW_PACKAGES_DOWNGRADE';

/** Bytes of a file, at most. */
interface Limits {
  readonly packageBytes: number;
  readonly bundleBytes: number;
}

/** What stands against a file. */
interface Refusal {
  readonly message: string;
  readonly hint: string | null;
  readonly code: string | null;
}

/** Sends a package or a bundle that lies in a file, and leads to the plan that is made of it. */
export class ShellUploadPackage extends DataWaveElement {
  static override properties = {
    file: { state: true },
    sent: { state: true },
    refusal: { state: true },
    isOver: { state: true },
  };
  /** What is being sent, or was refused. */
  declare file: File | null;
  /** Bytes that have gone; null while nothing is being sent. */
  declare sent: number | null;
  declare refusal: Refusal | null;
  /** Whether a file is held over the place for it. */
  declare isOver: boolean;
  #sending: AbortController | null = null;
  readonly #limits = new Resource(
    this,
    () => 'limits',
    async (_, signal) => {
      const query = { limit: 1 };
      return (await this.shell.api.get<{ uploads: Limits }>('/plugin-changes', { query, signal })).uploads;
    },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: block; }
      .drop { display: grid; justify-items: center; gap: var(--dw-space-3); padding: var(--dw-space-6) var(--dw-space-4); border: 2px dashed var(--dw-border-strong, var(--dw-border)); border-radius: var(--dw-radius); text-align: center; }
      .drop.over { border-color: var(--dw-accent); background: var(--dw-surface-2); }
      .drop dw-icon { font-size: 1.75rem; color: var(--dw-text-muted); }
      .sending { display: grid; gap: var(--dw-space-3); justify-items: start; }
      .sending dw-progress { inline-size: 100%; }
      .name { overflow-wrap: anywhere; }
      dw-callout { display: block; margin-block-end: var(--dw-space-4); }
      .buttons { margin-block-start: var(--dw-space-3); }
    `,
  ];

  constructor() {
    super();
    this.file = null;
    this.sent = null;
    this.refusal = null;
    this.isOver = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(() => this.#sending?.abort());
  }

  override render(): unknown {
    return html`<dw-card heading=${t('From a file')} note=${t('A package (.tgz) that somebody gave you, or a bundle (.dwbundle) for a platform without a network.')}>
      ${this.#refused()}${this.sent === null ? this.#place() : this.#sendingNow(this.sent)}</dw-card>`;
  }

  #place(): unknown {
    const limits = this.#limits.value;
    return html`<div class="drop ${this.isOver ? 'over' : ''}" @dragover=${(event: DragEvent) => this.#over(event)} @dragleave=${() => {
      this.isOver = false;
    }} @drop=${(event: DragEvent) => this.#drop(event)}>
      <dw-icon name="upload"></dw-icon>
      <p>${t('Drop the file here, or choose it.')}</p>
      <input type="file" hidden accept=".tgz,.gz,.dwbundle" @change=${(event: Event) => this.#chosen(event)}>
      <dw-button variant="primary" @click=${() => this.renderRoot.querySelector('input')?.click()}>${t('Choose a file')}</dw-button>
      <p class="muted small">${t('It is looked at, and you see what it asks for; nothing is installed before you agree.')}${
        limits === undefined
          ? nothing
          : html` ${t('A package can be up to {package}, a bundle up to {bundle}.', { package: formatBytes(limits.packageBytes), bundle: formatBytes(limits.bundleBytes) })}`
      }</p></div>`;
  }

  #sendingNow(sent: number): unknown {
    const { name = '', size = 0 } = this.file ?? {};
    const isSent = sent >= size;
    const says = isSent
      ? t('It has arrived, and is being looked at.')
      : t('{sent} of {size} sent', { sent: formatBytes(sent), size: formatBytes(size) });
    return html`<div class="sending"><p class="name"><strong>${name}</strong></p>
      <dw-progress .value=${isSent ? null : sent / size} label=${t('Sending {file}', { file: name })}></dw-progress>
      <p class="muted small"><span role="status">${isSent ? says : t('The file is being sent.')}</span>${isSent ? nothing : html` ${says}`}</p>
      <dw-button variant="quiet" @click=${() => this.#sending?.abort()}>${t('Cancel')}</dw-button></div>`;
  }

  #refused(): unknown {
    if (this.refusal === null) return nothing;
    const { message, hint, code } = this.refusal;
    const heading =
      this.file === null
        ? t('Nothing was sent')
        : t('“{file}” cannot be installed', { file: this.file.name });
    return html`<dw-callout tone="danger" live heading=${heading}>${message} ${hint ?? ''}${code === null ? nothing : html` <code>${code}</code>`}${
      code === DOWNGRADE
        ? html`<p class="buttons"><dw-button size="small" @click=${() => void this.#again()}>${t('The older version is meant')}</dw-button></p>`
        : nothing
    }</dw-callout>`;
  }

  #over(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    this.isOver = true;
  }

  #drop(event: DragEvent): void {
    event.preventDefault();
    this.isOver = false;
    void this.#take([...(event.dataTransfer?.files ?? [])]);
  }

  #chosen({ target }: Event): void {
    if (!(target instanceof HTMLInputElement)) return;
    const files = [...(target.files ?? [])];
    // So that the same file can be chosen once more, after it was mended.
    target.value = '';
    void this.#take(files);
  }

  async #take(files: readonly File[]): Promise<void> {
    const [file, ...others] = files;
    if (file === undefined) return;
    this.file = others.length === 0 ? file : null;
    const reason = others.length > 0 ? t('One file at a time.') : this.#fault(file);
    this.refusal = reason === null ? null : { message: reason, hint: null, code: null };
    if (reason === null) await this.#send(file, false);
  }

  /** Why it need not even be sent; null when it may. */
  #fault({ name, size }: File): string | null {
    if (!PACKAGE.test(name) && !BUNDLE.test(name))
      return t('It is neither a package (.tgz) nor a bundle (.dwbundle).');
    if (size === 0) return t('It is empty.');
    const limits = this.#limits.value;
    const most = BUNDLE.test(name) ? limits?.bundleBytes : limits?.packageBytes;
    if (most === undefined || size <= most) return null;
    return t(
      'It has {size}, and {most} at most are taken here. “datawave plugin install” takes larger ones.',
      {
        ...{ size: formatBytes(size), most: formatBytes(most) },
      },
    );
  }

  async #again(): Promise<void> {
    if (this.file === null) return;
    this.refusal = null;
    await this.#send(this.file, true);
  }

  async #send(file: File, allowDowngrade: boolean): Promise<void> {
    if (this.sent !== null) return;
    const sending = new AbortController();
    this.#sending = sending;
    this.sent = 0;
    try {
      const path = BUNDLE.test(file.name) ? '/plugin-changes/bundles' : '/plugin-changes/packages';
      const change = await this.shell.api.upload<Change>(path, file, {
        query: allowDowngrade ? { allowDowngrade } : {},
        signal: sending.signal,
        onProgress: (bytes) => {
          this.sent = bytes;
        },
      });
      this.shell.navigate(`/plugin-changes/${change.id}`);
    } catch (error) {
      if (error instanceof ProblemError)
        this.refusal = { message: error.message, hint: error.hint, code: error.code };
      else if (!isAborted(error)) throw error;
    } finally {
      this.sent = null;
      this.#sending = null;
    }
  }
}
