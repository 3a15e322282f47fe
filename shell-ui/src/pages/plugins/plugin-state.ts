import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type ListedPlugin, stateTone, whatToDo } from './plugin-types.ts';
import { namesOf } from './switch-plugin.ts';

/** Why a plugin is not well, and what can be done about it. Draws nothing for one that is. */
export class ShellPluginReason extends DataWaveElement {
  static override properties = { plugin: { attribute: false }, all: { attribute: false } };
  declare plugin: ListedPlugin | null;
  declare all: readonly ListedPlugin[];

  static override styles = [
    baseStyles,
    css`:host { display: block; } p { overflow-wrap: anywhere; } p + p { margin-block-start: var(--dw-space-1); }`,
  ];

  constructor() {
    super();
    this.plugin = null;
    this.all = [];
  }

  override render(): unknown {
    const { plugin } = this;
    if (plugin === null || plugin.reason === null || plugin.state === 'disabled') return nothing;
    const tone = stateTone(plugin.state);
    const todo = whatToDo(plugin);
    return html`<dw-callout tone=${tone === 'neutral' ? 'info' : tone}><p>${plugin.reason}</p>${
      plugin.blockedBy.length === 0
        ? nothing
        : html`<p>${t('It waits for {names}.', { names: namesOf(plugin.blockedBy, this.all) })}</p>`
    }${todo === null ? nothing : html`<p><strong>${todo}</strong></p>`}</dw-callout>`;
  }
}
