import { rich, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { Grants, PlannedChange } from './marketplace-types.ts';

/** A sentence for everything that a plugin asks for, what is new marked as such. */
export function askedGrants({ grants, added, from }: PlannedChange): unknown {
  const isUpdate = from !== null;
  const rows: readonly (readonly [
    key: keyof Grants,
    icon: string,
    say: (names: readonly string[]) => unknown,
  ])[] = [
    [
      'network',
      'globe',
      (names) => rich('Reaches <names></names> over the network', { names: () => codes(names) }),
    ],
    [
      'database',
      'database',
      ([kind]) =>
        kind === 'own'
          ? t('Keeps data in tables of its own')
          : t('Keeps data in tables of its own where there is a database'),
    ],
    [
      'secrets',
      'key',
      (names) => rich('Is given the secrets <names></names>', { names: () => codes(names) }),
    ],
    ['files', 'folder', (names) => rich('Reads the files <names></names>', { names: () => codes(names) })],
    [
      'api',
      'eye',
      (names) =>
        rich('Its pages ask for <names></names>, in the name of whoever looks at them', {
          names: () => codes(names),
        }),
    ],
    ['people', 'users', (ways) => ways.map(reachOf).join('; ')],
    [
      'permissions',
      'shield',
      (names) =>
        rich('Brings the permissions <names></names>, which roles may grant', { names: () => codes(names) }),
    ],
  ];
  const asked = rows.flatMap(([key, icon, say]) => {
    const all = listOf(grants[key]);
    if (all.length === 0) return [];
    const fresh = new Set(listOf(added[key]));
    const former = all.filter((name) => !fresh.has(name));
    const line = (names: readonly string[], isNew: boolean): unknown =>
      names.length === 0
        ? nothing
        : html`<li><dw-icon name=${icon}></dw-icon><span>${say(names)}</span>${isNew && isUpdate ? html`<dw-badge tone="warning">${t('new')}</dw-badge>` : nothing}</li>`;
    return [line([...fresh], true), line(former, false)];
  });
  return asked.length === 0
    ? html`<p class="muted">${t('It asks for nothing: no network, no data of its own, no secrets, no files.')}</p>`
    : html`<ul role="list" class="asked">${asked}</ul>`;
}

/** What is told of each way to reach people. */
const PEOPLE: Readonly<Record<string, () => string>> = {
  mail: () => t('Sends mail to members of the workspace'),
  search: () => t('Receives what people type into search'),
};

/** Before a route that answers anybody. */
const ANYBODY = 'anybody: ';

const reachOf = (way: string): string =>
  PEOPLE[way]?.() ??
  (way.startsWith(ANYBODY)
    ? t('Answers anybody, without a sign-in, at {route}', { route: way.slice(ANYBODY.length) })
    : way);

const listOf = (value: Grants[keyof Grants]): readonly string[] =>
  value === null || value === undefined ? [] : typeof value === 'string' ? [value] : value;

const codes = (names: readonly string[]): unknown =>
  names.map((name, index) => html`${index === 0 ? '' : ', '}<code>${name}</code>`);
