import {
  baseStyles,
  confirmAction,
  count,
  DataWaveElement,
  formatDuration,
  layoutStyles,
  type PluginState,
  type PluginStatus,
  ProblemError,
  Resource,
  type Tone,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

interface ListedPlugin extends PluginStatus {
  readonly description?: string | null;
}

const TONES: Readonly<Record<PluginState, Tone>> = {
  discovered: 'neutral',
  resolved: 'neutral',
  migrating: 'info',
  'setting-up': 'info',
  active: 'success',
  degraded: 'warning',
  stopping: 'info',
  disabled: 'neutral',
  invalid: 'danger',
  blocked: 'warning',
  failed: 'danger',
};

const isRunning = (plugin: PluginStatus): boolean => plugin.state === 'active' || plugin.state === 'degraded';
const total = (plugin: PluginStatus): number =>
  Object.values(plugin.timing).reduce((sum, part) => sum + part, 0);

/** Every plugin with its state, the reason for it, and how long it took to start. */
export class ShellPluginsPage extends DataWaveElement {
  static override properties = { changing: { state: true } };
  declare changing: string | null;
  #plugins = new Resource(
    this,
    () => 'plugins',
    (_, signal) => this.shell.api.list<ListedPlugin>('/plugins', { signal }),
    { follows: ['plugins'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: var(--dw-space-1) var(--dw-space-4); padding: var(--dw-space-3) var(--dw-space-5); border-bottom: 1px solid var(--dw-border); }
      li:last-child { border-bottom: 0; }
      .end { display: flex; align-items: center; gap: var(--dw-space-3); }
      .reason { grid-column: 1 / -1; margin-top: var(--dw-space-1); }
      .time { min-width: 4rem; text-align: end; }
      @media (max-width: 640px) { li { padding-inline: var(--dw-space-4); } .time { display: none; } }
    `,
  ];

  constructor() {
    super();
    this.changing = null;
  }

  async #toggle(plugin: ListedPlugin): Promise<void> {
    const verb = isRunning(plugin) ? 'disable' : 'enable';
    if (verb === 'disable') {
      const isConfirmed = await confirmAction(this, {
        heading: `Disable ${plugin.title}?`,
        text: 'Its pages, routes and jobs go at once, and so does what depends on it. Its data stays.',
        action: 'Disable',
      });
      if (!isConfirmed) return;
    }
    this.changing = plugin.id;
    try {
      await this.shell.api.post(`/plugins/${encodeURIComponent(plugin.id)}/${verb}`);
      this.shell.notify({ tone: 'success', message: `${plugin.title} is ${verb}d.` });
    } catch (error) {
      this.shell.notify({
        tone: 'danger',
        message: error instanceof ProblemError ? error.message : `${plugin.title} could not be ${verb}d.`,
      });
    } finally {
      this.changing = null;
      await this.#plugins.reload();
      this.dispatchEvent(new Event('dw-plugins-changed', { bubbles: true, composed: true }));
    }
  }

  override render(): unknown {
    return html`<dw-page-header heading="Plugins"><p slot="sub">Everything here is a plugin. What is not running says why.</p></dw-page-header>
      <dw-card flush>${this.#plugins.view({ ready: (page) => this.#list(page.items) })}</dw-card>`;
  }

  #list(plugins: readonly ListedPlugin[]): unknown {
    if (plugins.length === 0)
      return html`<dw-empty icon="puzzle" heading="No plugins">The configuration names none.</dw-empty>`;
    const troubled = (plugin: ListedPlugin): number =>
      TONES[plugin.state] === 'danger' ? 0 : TONES[plugin.state] === 'warning' ? 1 : 2;
    const sorted = plugins.toSorted(
      (one, other) => troubled(one) - troubled(other) || one.title.localeCompare(other.title),
    );
    return html`<ul role="list" aria-label=${count(plugins.length, 'plugin')}>${repeat(
      sorted,
      (plugin) => plugin.id,
      (plugin) => html`
      <li>
        <div>
          <div class="row"><h2>${plugin.title}</h2><dw-badge tone=${TONES[plugin.state]} dot>${plugin.state}</dw-badge>${plugin.critical ? html`<dw-badge>critical</dw-badge>` : nothing}</div>
          <p class="muted small">${plugin.description ? html`${plugin.description} ` : nothing}<span class="mono">${plugin.name}</span> ${plugin.version}</p>
        </div>
        <div class="end">
          <span class="muted small number time" title="Time to start">${total(plugin) > 0 ? formatDuration(total(plugin)) : ''}</span>
          ${this.#button(plugin)}
        </div>
        ${
          plugin.reason === null
            ? nothing
            : html`<dw-callout class="reason" tone=${TONES[plugin.state] === 'danger' ? 'danger' : 'warning'}>${plugin.reason}${
                plugin.blockedBy.length === 0 ? nothing : html` Blocked by ${plugin.blockedBy.join(', ')}.`
              }</dw-callout>`
        }
      </li>`,
    )}</ul>`;
  }

  #button(plugin: ListedPlugin): unknown {
    if (!this.shell.may('plugins:manage')) return nothing;
    const canChange = isRunning(plugin) || plugin.state === 'disabled' || plugin.recoverable;
    if (!canChange) return nothing;
    const verb = isRunning(plugin) ? 'Disable' : plugin.state === 'disabled' ? 'Enable' : 'Try again';
    return html`<dw-button size="small" ?busy=${this.changing === plugin.id} ?disabled=${this.changing !== null && this.changing !== plugin.id}
      @click=${() => void this.#toggle(plugin)}>${verb}</dw-button>`;
  }
}
