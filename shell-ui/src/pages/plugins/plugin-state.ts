import { baseStyles, DataWaveElement, formatDate, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type ListedPlugin, severityWord, stateTone, whatToDo } from './plugin-types.ts';
import { namesOf } from './switch-plugin.ts';

/** Why a plugin is not well, and what can be done about it. Draws nothing for one that is. */
export class ShellPluginReason extends DataWaveElement {
  static override properties = { plugin: { attribute: false }, all: { attribute: false } };
  declare plugin: ListedPlugin | null;
  declare all: readonly ListedPlugin[];

  static override styles = [
    baseStyles,
    css`:host { display: block; } dw-callout + dw-callout { margin-block-start: var(--dw-space-2); } p { overflow-wrap: anywhere; } p + p { margin-block-start: var(--dw-space-1); }`,
  ];

  constructor() {
    super();
    this.plugin = null;
    this.all = [];
  }

  override render(): unknown {
    const { plugin } = this;
    if (plugin === null) return nothing;
    return html`${this.#revoked(plugin)}${this.#unwell(plugin)}`;
  }

  #revoked({ revoked, state }: ListedPlugin): unknown {
    if (revoked === null) return nothing;
    const { registry, reason, severity, action, at } = revoked;
    const isOff = action === 'disable' && state === 'disabled';
    return html`<dw-callout tone="danger"><p><strong>${t('The registry {registry} has revoked this version.', { registry })}</strong> ${severityWord(severity)} · ${formatDate(at)}</p><p>${reason}</p><p>${
      isOff
        ? t('It was switched off and stays so: update it to a version that is not revoked, or remove it.')
        : t('It runs on: update it to a version that is not revoked, or remove it.')
    }</p></dw-callout>`;
  }

  #unwell(plugin: ListedPlugin): unknown {
    if (plugin.reason === null || plugin.state === 'disabled') return nothing;
    const tone = stateTone(plugin.state);
    const todo = whatToDo(plugin);
    return html`<dw-callout tone=${tone === 'neutral' ? 'info' : tone}><p>${plugin.reason}</p>${
      plugin.blockedBy.length === 0
        ? nothing
        : html`<p>${t('It waits for {names}.', { names: namesOf(plugin.blockedBy, this.all) })}</p>`
    }${todo === null ? nothing : html`<p><strong>${todo}</strong></p>`}</dw-callout>`;
  }
}
