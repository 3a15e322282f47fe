import {
  attempt,
  baseStyles,
  DataWaveElement,
  layoutStyles,
  Resource,
  t,
  tableOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Change, type Lock, trustTone, trustWord } from './marketplace-types.ts';
import { saidSentences } from './said-sentences.ts';

type Installed = Lock['plugins'][number];

/** What was installed from registries and files, and former states that one can go back to. */
export class ShellInstalledPlugins extends DataWaveElement {
  static override properties = { asking: { state: true } };
  /** Of what a plan is being made. */
  declare asking: string | null;
  readonly #locks = new Resource(
    this,
    () => 'locks',
    (_, signal) => this.shell.api.list<Lock>('/plugin-locks', { query: { limit: 50 }, signal }),
    { follows: ['plugins'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      .buttons { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); justify-content: flex-end; }
    `,
  ];

  constructor() {
    super();
    this.asking = null;
  }

  async #plan(of: string, path: string, wanted: object): Promise<void> {
    this.asking = of;
    await attempt(this.shell, async () => {
      const change = await this.shell.api.post<Change>(path, wanted);
      this.shell.navigate(`/plugin-changes/${change.id}`);
    });
    this.asking = null;
  }

  override render(): unknown {
    return this.#locks.view({ ready: ({ items }) => this.#all(items) });
  }

  #all(locks: readonly Lock[]): unknown {
    const installed = locks.find(({ isCurrent }) => isCurrent)?.plugins ?? [];
    return html`<dw-card flush heading=${t('Installed')} note=${t('Beside the plugins that the configuration file names.')}>${
      installed.length === 0
        ? html`<dw-empty icon="puzzle" heading=${t('Nothing is installed yet')}>${t('What you install is listed here, with the way to update, remove and go back.')}</dw-empty>`
        : html`${this.#installed(installed)}`
    }</dw-card>
    ${
      locks.length === 0
        ? nothing
        : html`<dw-card flush heading=${t('Former states')} note=${t('Each change makes a new one; what went wrong is taken back by itself.')}>${this.#former(locks)}</dw-card>`
    }`;
  }

  #installed(rows: readonly Installed[]): unknown {
    const button = (name: string, wanted: object, what: 'update' | 'remove'): unknown =>
      html`<dw-button size="small" variant="quiet" icon=${what === 'update' ? 'refresh' : 'trash'} ?busy=${this.asking === `${what} ${name}`} ?disabled=${this.asking !== null}
        @click=${() => void this.#plan(`${what} ${name}`, '/plugin-changes', wanted)}>${what === 'update' ? t('Update') : t('Remove')}<span class="visually-hidden"> ${name}</span></dw-button>`;
    return tableOf({
      label: t('Installed plugins'),
      rows,
      key: ({ name }) => name,
      columns: [
        { key: 'name', title: t('Plugin'), cell: ({ name }) => html`<code>${name}</code>`, grows: true },
        { key: 'version', title: t('Version'), cell: ({ version }) => version },
        {
          key: 'trust',
          title: t('Trust'),
          cell: ({ trust }) => html`<dw-badge tone=${trustTone(trust)}>${trustWord(trust)}</dw-badge>`,
        },
        { key: 'registry', title: t('From'), cell: ({ registry }) => registry ?? t('a file') },
        {
          key: 'actions',
          title: t('Actions'),
          cell: ({ name, registry }) =>
            html`<span class="buttons">${registry === null ? nothing : button(name, { update: [name] }, 'update')}${button(name, { remove: [name] }, 'remove')}</span>`,
        },
      ],
    });
  }

  #former(rows: readonly Lock[]): unknown {
    const words = {
      applied: t('applied', {}, 'plugin change'),
      failed: t('failed', {}, 'plugin change'),
      'rolled-back': t('taken back', {}, 'plugin change'),
    };
    return tableOf({
      label: t('Former states'),
      rows,
      key: ({ number }) => String(number),
      columns: [
        {
          key: 'number',
          title: t('Number'),
          cell: ({ number, change }) =>
            change === null ? html`${number}` : html`<a href=${`/plugin-changes/${change}`}>${number}</a>`,
        },
        {
          key: 'plugins',
          title: t('Plugins'),
          cell: ({ plugins }) =>
            plugins.length === 0
              ? t('None')
              : plugins.map(({ name, version }) => `${name} ${version}`).join(', '),
          grows: true,
        },
        { key: 'when', title: t('When'), cell: ({ createdAt }) => html`<dw-time at=${createdAt}></dw-time>` },
        {
          key: 'outcome',
          title: t('Outcome'),
          cell: ({ state, isCurrent, reason }) =>
            html`<dw-badge tone=${isCurrent || state === 'applied' ? 'success' : 'warning'}>${isCurrent ? t('in use') : words[state]}</dw-badge>${reason === null ? nothing : html` <span class="muted small">${saidSentences(reason)}</span>`}`,
        },
        {
          key: 'actions',
          title: t('Actions'),
          cell: ({ number, isCurrent, state }) =>
            isCurrent || state !== 'applied'
              ? nothing
              : html`<span class="buttons"><dw-button size="small" variant="quiet" icon="history" ?busy=${this.asking === `state ${number}`} ?disabled=${this.asking !== null}
                  @click=${() => void this.#plan(`state ${number}`, `/plugin-locks/${number}/rollback`, {})}>${t('Go back to this')}<span class="visually-hidden"> ${number}</span></dw-button></span>`,
        },
      ],
    });
  }
}
