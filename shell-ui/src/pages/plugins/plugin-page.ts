import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  Resource,
  t,
  tabsOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type ListedPlugin, type PluginDetail, stateTone, stateWord } from './plugin-types.ts';
import { fallingWith, namesOf, switchPlugin, switchWord } from './switch-plugin.ts';

/** One plugin: what it brings, how it is set, what it reaches for, what it costs and what it went through. */
export class ShellPluginPage extends DataWaveElement {
  static override properties = { page: { attribute: false }, isChanging: { state: true } };
  declare page: PageLocation;
  declare isChanging: boolean;
  readonly #plugin = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) => this.shell.api.get<PluginDetail>(`/plugins/${encodeURIComponent(id)}`, { signal }),
    { follows: ['plugins'] },
  );
  readonly #all = new Resource(
    this,
    () => 'plugins',
    (_, signal) => this.shell.api.list<ListedPlugin>('/plugins', { signal }),
    { follows: ['plugins'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      shell-plugin-reason { margin-block-end: var(--dw-space-5); }
      .sub { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.page = { path: '/plugins', params: {}, query: new URLSearchParams() };
    this.isChanging = false;
  }

  async #toggle(plugin: PluginDetail): Promise<void> {
    try {
      const isChanged = await switchPlugin(this, plugin, this.#all.value?.items ?? [], () => {
        this.isChanging = true;
      });
      if (isChanged) await Promise.all([this.#plugin.reload(), this.#all.reload()]);
    } finally {
      this.isChanging = false;
    }
  }

  override render(): unknown {
    const crumbs = [{ title: t('Plugins'), href: '/plugins' }];
    return this.#plugin.view({
      ready: (plugin) => this.#shown(plugin),
      loading: () =>
        html`<dw-page-header heading=${this.page.params['id'] ?? ''} .crumbs=${crumbs}></dw-page-header><dw-loading></dw-loading>`,
      failed: (problem, retry) =>
        html`<dw-page-header heading=${this.page.params['id'] ?? ''} .crumbs=${crumbs}></dw-page-header><dw-problem .problem=${problem} @dw-retry=${retry}></dw-problem>`,
    });
  }

  #shown(plugin: PluginDetail): unknown {
    const all = this.#all.value?.items ?? [];
    const word = this.shell.may('plugins:manage') ? switchWord(plugin) : null;
    const crumbs = [{ title: t('Plugins'), href: '/plugins' }];
    const falling = fallingWith(plugin, all);
    return html`<dw-page-header heading=${t(plugin.title)} .crumbs=${crumbs}>
        <div slot="sub" class="sub"><dw-badge tone=${stateTone(plugin.state)} dot>${stateWord(plugin.state)}</dw-badge>${plugin.critical ? html`<dw-badge>${t('critical', {}, 'plugin')}</dw-badge>` : nothing}<span class="mono small">${plugin.name}</span><span class="small">${plugin.version}</span></div>
        ${word === null ? nothing : html`<dw-button slot="actions" ?busy=${this.isChanging} @click=${() => void this.#toggle(plugin)}>${word}</dw-button>`}
      </dw-page-header>
      <shell-plugin-reason .plugin=${plugin} .all=${all}></shell-plugin-reason>
      ${
        this.isChanging && falling.length > 0
          ? html`<dw-callout tone="info" live>${t('Stopping it and {names}.', { names: namesOf(falling, all) })}</dw-callout>`
          : nothing
      }
      ${tabsOf({
        label: t('About this plugin'),
        param: 'tab',
        selected: this.page.query.get('tab') ?? 'overview',
        tabs: [
          { key: 'overview', title: t('Overview') },
          ...(plugin.isConfigurable ? [{ key: 'settings', title: t('Settings') }] : []),
          { key: 'access', title: t('Access and needs') },
          { key: 'timing', title: t('Timing') },
          {
            key: 'history',
            title: t('History'),
            ...(plugin.problems.length > 0 ? { count: plugin.problems.length } : {}),
          },
        ],
        panel: this.#panel(plugin, all),
      })}`;
  }

  #panel(plugin: PluginDetail, all: readonly ListedPlugin[]): unknown {
    switch (this.page.query.get('tab')) {
      case 'settings':
        return plugin.isConfigurable
          ? html`<shell-plugin-settings .plugin=${plugin} .all=${all} @dw-plugins-changed=${() => void this.#plugin.reload()}></shell-plugin-settings>`
          : nothing;
      case 'access':
        return html`<shell-plugin-access .plugin=${plugin}></shell-plugin-access>`;
      case 'timing':
        return html`<shell-plugin-timing .plugin=${plugin} .all=${all}></shell-plugin-timing>`;
      case 'history':
        return html`<shell-plugin-history .plugin=${plugin}></shell-plugin-history>`;
      default:
        return html`<shell-plugin-overview .plugin=${plugin} .all=${all}></shell-plugin-overview>`;
    }
  }
}
