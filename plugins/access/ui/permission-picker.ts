import { baseStyles, DataWaveElement, formStyles, t, textOf, titleFromName } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Permission } from './api.ts';
import { byPlugin, kindTitle, means, type PermissionGroup, wildcardOf } from './permission-tree.ts';

/** Chooses permissions, by the plugins that declare them. Fires `change`; read {@link chosen}. */
export class AccessPermissionPicker extends DataWaveElement {
  static override properties = {
    permissions: { attribute: false },
    chosen: { attribute: false },
    words: { state: true },
    opened: { state: true },
  };
  declare permissions: readonly Permission[];
  /** Ids and patterns. */
  declare chosen: readonly string[];
  declare words: string;
  declare opened: ReadonlySet<string>;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; min-width: 0; }
      .top { display: grid; gap: var(--dw-space-3); margin-bottom: var(--dw-space-3); }
      .list { border: 1px solid var(--dw-border); border-radius: var(--dw-radius); }
      details { border-bottom: 1px solid var(--dw-border); }
      details:last-child { border-bottom: 0; }
      details > summary { display: flex; gap: var(--dw-space-2); align-items: center; margin: 0; padding: var(--dw-space-2) var(--dw-space-3); color: var(--dw-text); }
      details[open] > summary { margin: 0; }
      summary .muted { margin-inline-start: auto; font-weight: 400; }
      summary dw-icon { transition: rotate var(--dw-speed); }
      details[open] > summary dw-icon { rotate: 90deg; }
      .of { display: grid; gap: var(--dw-space-2); padding-block: var(--dw-space-2) var(--dw-space-3); padding-inline: var(--dw-space-6) var(--dw-space-3); }
      .check { min-height: 1.5rem; }
      .check label { overflow-wrap: anywhere; }
      .check code { color: var(--dw-text-muted); }
      .empty { padding: var(--dw-space-3); }
    `,
  ];

  constructor() {
    super();
    this.permissions = [];
    this.chosen = [];
    this.words = '';
    this.opened = new Set();
  }

  /** What is chosen already is seen at once. */
  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('permissions') || this.opened.size > 0) return;
    const held = this.permissions.filter(({ id }) => this.chosen.some((pattern) => means(pattern, id)));
    this.opened = new Set(held.map(({ plugin }) => plugin));
  }

  #toggle(pattern: string, isOn: boolean): void {
    this.chosen = isOn ? [...this.chosen, pattern] : this.chosen.filter((one) => one !== pattern);
    this.dispatchEvent(new Event('change'));
  }

  /** Chosen ones that no plugin declares any more, and wildcards over nothing. */
  #strangers(): readonly string[] {
    return this.chosen.filter(
      (pattern) => pattern !== '*' && !this.permissions.some(({ id }) => means(pattern, id)),
    );
  }

  override render(): unknown {
    const words = this.words.toLowerCase();
    const shown = this.permissions.filter(({ id, title, plugin }) =>
      `${id} ${title} ${t(title)} ${t(titleFromName(plugin))}`.toLowerCase().includes(words),
    );
    const groups = byPlugin(shown);
    const isAll = this.chosen.includes('*');
    return html`<div class="top">
        ${this.#check('*', t('Everything, also what plugins bring later'), false)}
        ${this.#strangers().map((pattern) => this.#check(pattern, html`<code>${pattern}</code> <dw-badge tone="warning">${t('no plugin declares it any more')}</dw-badge>`, false))}
        ${
          isAll
            ? nothing
            : html`<input type="search" aria-label=${t('Search permissions')} placeholder=${t('Search permissions')} autocomplete="off" spellcheck="false" .value=${this.words} @input=${(
                event: Event,
              ) => {
                this.words = textOf(event).trim();
              }}>`
        }
      </div>
      ${isAll ? nothing : html`<div class="list">${groups.map((group) => this.#group(group))}${groups.length === 0 ? html`<p class="empty muted">${t('No permission fits.')}</p>` : nothing}</div>`}`;
  }

  #group({ plugin, title, permissions }: PermissionGroup): unknown {
    const held = permissions.filter(({ id }) => this.chosen.some((pattern) => means(pattern, id))).length;
    const isOpen = this.words !== '' || this.opened.has(plugin);
    const wildcards = [...new Set(permissions.map(({ id }) => wildcardOf(id)))];
    const opened = (event: Event): void => {
      if (!(event.target instanceof HTMLDetailsElement) || this.words !== '') return;
      const next = new Set(this.opened);
      if (event.target.open) next.add(plugin);
      else next.delete(plugin);
      this.opened = next;
    };
    return html`<details .open=${live(isOpen)} @toggle=${opened}><summary><dw-icon name="chevron-right"></dw-icon>${title}<span class="muted small">${t('{held, number} of {n, plural, one {# permission} other {# permissions}}', { held, n: permissions.length })}</span></summary>
      <div class="of">${wildcards.map((wildcard) => [
        this.#check(
          wildcard,
          html`${t('Everything about {thing}', { thing: kindTitle(wildcard) })} <code>${wildcard}</code>`,
          false,
        ),
        permissions
          .filter(({ id }) => wildcardOf(id) === wildcard)
          .map(({ id, title: what, reach }) =>
            this.#check(
              id,
              html`${t(what)} <code>${id}</code>${reach === 'platform' ? html` <dw-badge tone="info">${t('whole platform')}</dw-badge>` : nothing}`,
              this.chosen.includes(wildcard),
            ),
          ),
      ])}</div></details>`;
  }

  #check(pattern: string, label: unknown, isMeant: boolean): unknown {
    const id = `may-${pattern}`;
    return html`<div class="check"><input type="checkbox" id=${id} ?disabled=${isMeant} .checked=${live(isMeant || this.chosen.includes(pattern))} @change=${(
      event: Event,
    ) => {
      event.stopPropagation();
      if (event.target instanceof HTMLInputElement) this.#toggle(pattern, event.target.checked);
    }}><label for=${id}>${label}</label></div>`;
  }
}
