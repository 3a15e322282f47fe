import { schemaFields, t, tableOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { SettingOrigin, SettingsView } from './settings-change.ts';

interface Row {
  readonly name: string;
  readonly title: string;
  readonly value: unknown;
  readonly origin: SettingOrigin;
}

const LONGEST = 120;

/** A value in a line; of a secret no more than that it is set. */
function shown(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return html`<span class="muted">–</span>`;
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(
    /secret:\/\/kept#[^"]*/g,
    '••••••',
  );
  if (text === '••••••') return html`<span class="muted">${t('set, never shown')}</span>`;
  return html`<code>${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}</code>`;
}

function source({ origin, value }: Row): unknown {
  switch (origin.source) {
    case 'stored':
      return html`<dw-badge tone="info">${t('saved here')}</dw-badge>${
        origin.fileValue === undefined
          ? nothing
          : html` <span class="muted small">${t('in the file:')} ${shown(origin.fileValue)}</span>`
      }`;
    case 'environment':
      return html`<dw-badge>${t('environment', {}, 'setting')}</dw-badge> <code class="small">${origin.variables.join(', ')}</code>`;
    case 'file':
      return html`<dw-badge>${t('configuration file')}</dw-badge>${origin.location === null ? nothing : html` <code class="small">${origin.location}</code>`}`;
    default:
      return value === undefined
        ? html`<span class="muted">${t('not set')}</span>`
        : html`<span class="muted">${t('default')}</span>`;
  }
}

/** Every setting with its value, where it comes from, and a way back to the file for what is stored. */
export function drawOrigins(
  view: SettingsView,
  options: { readonly isBusy: boolean; readonly reset: (name: string) => void },
): unknown {
  const titles = new Map(schemaFields(view.schema).map(({ name, title }) => [name, title]));
  const names = [...new Set([...titles.keys(), ...Object.keys(view.settings)])];
  const none: SettingOrigin = { source: 'default', location: null, variables: [] };
  const rows = names.map(
    (name): Row => ({
      ...{ name, title: t(titles.get(name) ?? name), value: view.settings[name] },
      origin: view.origins[name] ?? none,
    }),
  );
  if (rows.length === 0)
    return html`<dw-empty icon="settings" heading=${t('It has no settings')}></dw-empty>`;
  return tableOf<Row>({
    label: t('Where each setting comes from'),
    rows,
    key: ({ name }) => name,
    columns: [
      { key: 'title', title: t('Setting'), cell: ({ title }) => title },
      { key: 'value', title: t('Value'), cell: ({ value }) => shown(value), grows: true },
      { key: 'source', title: t('From', {}, 'setting'), cell: source },
      {
        key: 'act',
        title: '',
        align: 'end',
        cell: ({ name, origin, title }) =>
          origin.source === 'stored'
            ? html`<dw-button size="small" variant="quiet" ?disabled=${options.isBusy} @click=${() => options.reset(name)}>${t('Back to the file')}<span class="visually-hidden"> ${title}</span></dw-button>`
            : nothing,
      },
    ],
  });
}
