import {
  baseStyles,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formatDuration,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  SearchBox,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import {
  type BootTiming,
  GROUPS,
  groupOf,
  kindChoices,
  kindOf,
  type ListedPlugin,
  type StateGroup,
  startTime,
  stateIcon,
  stateTone,
  stateWord,
} from './plugin-types.ts';
import { switchPlugin, switchWord } from './switch-plugin.ts';

interface Plugins {
  readonly items: readonly ListedPlugin[];
  readonly boot?: BootTiming;
}

/** Every plugin with its state, the reason for it and what can be done; searched, narrowed and switched here. */
export class ShellPluginsPage extends DataWaveElement {
  static override properties = { page: { attribute: false }, changing: { state: true } };
  declare page: PageLocation;
  declare changing: string | null;
  readonly #plugins = new Resource(
    this,
    () => 'plugins',
    (_, signal) => this.shell.api.get<Plugins>('/plugins', { signal }),
    { follows: ['plugins'] },
  );
  readonly #search = new SearchBox(this, (q) => this.#narrow({ q }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    css`
      ul.plugins { display: grid; }
      ul.plugins > li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: var(--dw-space-1) var(--dw-space-4); padding: var(--dw-space-3) var(--dw-space-5); border-block-end: 1px solid var(--dw-border); }
      ul.plugins > li:last-child { border-block-end: 0; }
      li > dw-icon { align-self: start; margin-block-start: 0.2rem; color: var(--dw-text-muted); }
      li > dw-icon.success { color: var(--dw-success-text); } li > dw-icon.warning { color: var(--dw-warning-text); } li > dw-icon.danger { color: var(--dw-danger-text); } li > dw-icon.info { color: var(--dw-info-text); }
      .end { display: flex; align-items: center; gap: var(--dw-space-3); }
      shell-plugin-reason { grid-column: 2 / -1; margin-block-start: var(--dw-space-1); }
      .time { min-width: 4rem; text-align: end; }
      h2 a { color: inherit; }
      .chips { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); margin-block-end: var(--dw-space-4); }
      .chips a { display: inline-flex; align-items: baseline; gap: 0.4rem; min-height: var(--dw-control-s); padding: 0.25rem 0.75rem; border: 1px solid var(--dw-border); border-radius: var(--dw-radius-full); background: var(--dw-surface); color: var(--dw-text); }
      .chips a:hover { background: var(--dw-surface-2); text-decoration: none; }
      .chips a[aria-current] { border-color: var(--dw-accent); box-shadow: inset 0 0 0 1px var(--dw-accent); }
      .chips strong { font-variant-numeric: tabular-nums; }
      dw-card + dw-card { margin-block-start: var(--dw-space-5); }
      @media (max-width: 640px) { ul.plugins > li { padding-inline: var(--dw-space-4); grid-template-columns: auto minmax(0, 1fr); } .end { grid-column: 2; } .time { display: none; } }
    `,
  ];

  constructor() {
    super();
    this.page = { path: '/plugins', params: {}, query: new URLSearchParams() };
    this.changing = null;
  }

  #asked(name: string): string {
    return this.page.query.get(name) ?? '';
  }

  #address(change: Readonly<Record<string, string>>): string {
    const asked = { q: this.#asked('q'), state: this.#asked('state'), kind: this.#asked('kind') };
    return withQuery('/plugins', { ...asked, ...change });
  }

  #narrow(change: Readonly<Record<string, string>>): void {
    this.shell.navigate(this.#address(change), { replace: true });
  }

  async #toggle(plugin: ListedPlugin, all: readonly ListedPlugin[]): Promise<void> {
    try {
      const isChanged = await switchPlugin(this, plugin, all, () => {
        this.changing = plugin.id;
      });
      if (isChanged) await this.#plugins.reload();
    } finally {
      this.changing = null;
    }
  }

  override render(): unknown {
    return html`<dw-page-header heading=${t('Plugins')}><p slot="sub">${t('Everything here is a plugin. What does not run says why, and what can be done.')}</p></dw-page-header>
      ${this.#plugins.view({ ready: (page) => this.#all(page) })}`;
  }

  #all({ items, boot }: Plugins): unknown {
    if (items.length === 0)
      return html`<dw-card><dw-empty icon="puzzle" heading=${t('No plugins')}>${t('The configuration names none.')}</dw-empty></dw-card>`;
    const words = this.#asked('q').toLowerCase();
    const kind = this.#asked('kind');
    const state = this.#asked('state');
    const shown = items
      .filter((plugin) =>
        [plugin.id, plugin.name, plugin.title, t(plugin.title), t(plugin.description ?? '')].some((text) =>
          text.toLowerCase().includes(words),
        ),
      )
      .filter((plugin) => kind === '' || kindOf(plugin.id) === kind)
      .filter((plugin) => state === '' || groupOf(plugin.state) === state)
      .toSorted(
        (one, other) =>
          Number(one.revoked === null) - Number(other.revoked === null) ||
          GROUP_RANK[groupOf(one.state)] - GROUP_RANK[groupOf(other.state)] ||
          t(one.title).localeCompare(t(other.title)),
      );
    return html`${this.#chips(items)}
      <div class="filters" role="search" aria-label=${t('Filter plugins')}>${this.#search.view(this.#asked('q'), t('Name, what it does, package'))}
        ${choiceOf({ label: t('Kind', {}, 'plugin'), any: t('All kinds', {}, 'plugin'), value: kind, options: kindChoices(), choose: (value) => this.#narrow({ kind: value }) })}</div>
      <dw-card flush>${
        shown.length === 0
          ? html`<dw-empty icon="search" heading=${t('No plugin matches')}><dw-button @click=${() => this.shell.navigate('/plugins', { replace: true })}>${t('Show all')}</dw-button></dw-empty>`
          : html`<ul role="list" class="plugins" aria-label=${t('{n, plural, one {# plugin} other {# plugins}}', { n: shown.length })}>${repeat(
              shown,
              ({ id }) => id,
              (plugin) => this.#row(plugin, items),
            )}</ul>`
      }</dw-card>
      ${boot === undefined ? nothing : html`<dw-card heading=${t('The last start')}><shell-boot-timing .boot=${boot} .plugins=${items}></shell-boot-timing></dw-card>`}`;
  }

  #chips(items: readonly ListedPlugin[]): unknown {
    const asked = this.#asked('state');
    const words: Readonly<Record<StateGroup, string>> = {
      running: t('running', {}, 'plugins'),
      troubled: t('with problems', {}, 'plugins'),
      changing: t('changing', {}, 'plugins'),
      off: t('switched off', {}, 'plugins'),
    };
    const chip = (group: StateGroup | '', word: string, count: number): unknown =>
      html`<a href=${this.#address({ state: group })} aria-current=${asked === group ? 'true' : nothing}><strong>${count}</strong>${word}</a>`;
    return html`<nav class="chips" aria-label=${t('Plugins by state')}>${chip('', t('all', {}, 'plugins'), items.length)}${GROUPS.map(
      (group) => {
        const count = items.filter(({ state }) => groupOf(state) === group).length;
        return count === 0 && asked !== group ? nothing : chip(group, words[group], count);
      },
    )}</nav>`;
  }

  #row(plugin: ListedPlugin, all: readonly ListedPlugin[]): unknown {
    const time = startTime(plugin);
    const word = this.shell.may('plugins:manage') ? switchWord(plugin) : null;
    return html`<li>
      <dw-icon name=${stateIcon(plugin.state)} class=${stateTone(plugin.state)}></dw-icon>
      <div>
        <div class="row"><h2><a href="/plugins/${encodeURIComponent(plugin.id)}">${t(plugin.title)}</a></h2><dw-badge tone=${stateTone(plugin.state)} dot>${stateWord(plugin.state)}</dw-badge>${plugin.critical ? html`<dw-badge>${t('critical', {}, 'plugin')}</dw-badge>` : nothing}</div>
        <p class="muted small">${plugin.description ? html`${t(plugin.description)} ` : nothing}<span class="mono">${plugin.name}</span> ${plugin.version}</p>
      </div>
      <div class="end">
        <span class="muted small number time" title=${t('Time to start')}>${time > 0 ? formatDuration(time) : ''}</span>
        ${
          word === null
            ? nothing
            : html`<dw-button size="small" ?busy=${this.changing === plugin.id} ?disabled=${this.changing !== null && this.changing !== plugin.id} @click=${() => void this.#toggle(plugin, all)}>${word}<span class="visually-hidden"> ${t(plugin.title)}</span></dw-button>`
        }
      </div>
      ${isWell(plugin) ? nothing : html`<shell-plugin-reason .plugin=${plugin} .all=${all}></shell-plugin-reason>`}
    </li>`;
  }
}

/** Whether nothing is to be told of it. */
const isWell = ({ reason, state, revoked }: ListedPlugin): boolean =>
  revoked === null && (reason === null || state === 'disabled');

const GROUP_RANK: Readonly<Record<StateGroup, number>> = { troubled: 0, changing: 1, running: 2, off: 3 };
