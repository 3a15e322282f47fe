import { formatDateTime, t } from '@datawave/plugin-sdk/ui';
import { isolated } from './conditions-words.ts';

/** What people call roles and permissions; each answers the key itself where it knows nothing. */
export interface ReasonNames {
  readonly role: (key: string) => string;
  readonly permission: (id: string) => string;
}

/** `role steward, which inherits viewer, through group Finance until 2026-07-01T12:00:00.000Z`, as the server says it. */
const WAY =
  /^role (?<role>[a-z][a-z0-9-]*)(?<inherits>(?:, which inherits [a-z][a-z0-9-]*)*),?(?: through (?:group (?<group>.*?)|(?<elevation>an elevation))|(?<member> as a member of the workspace))?(?: until (?<until>\d{4}-\d\d-\d\dT[\d:.]+Z))?$/u;

/** The way by which somebody holds a role, in words; null where it is said otherwise. */
function wayWords(way: string, { role }: ReasonNames): string | null {
  const found = WAY.exec(way)?.groups;
  if (found === undefined) return null;
  const { role: key = '', inherits = '', group, elevation, member, until } = found;
  const heirs = inherits.split(', which inherits ').filter((one) => one !== '');
  const held = heirs.reduce(
    (words, one) => t('{role}, which inherits {parent}', { role: words, parent: isolated(role(one)) }),
    isolated(role(key)),
  );
  const through =
    group !== undefined
      ? t('{role}, through the group {group}', { role: held, group: isolated(group) })
      : elevation !== undefined
        ? t('{role}, held for a time', { role: held })
        : member !== undefined
          ? t('{role}, as a member of the workspace', { role: held })
          : held;
  return until === undefined
    ? through
    : t('{role}, until {when}', { role: through, when: formatDateTime(new Date(until)) });
}

const REASONS: readonly (readonly [
  RegExp,
  (parts: readonly string[], names: ReasonNames) => string | null,
])[] = [
  [
    /^Allowed by (role .*)\.$/su,
    ([way = ''], names) => {
      const words = wayWords(way, names);
      return words === null ? null : t('Allowed by the role {role}.', { role: words });
    },
  ],
  [
    /^Allowed by policy "(.*)"\.$/su,
    ([policy = '']) => t('Allowed by policy "{policy}".', { policy: isolated(policy) }),
  ],
  [
    /^Denied by policy "(.*)"\.$/su,
    ([policy = '']) => t('Denied by policy "{policy}".', { policy: isolated(policy) }),
  ],
  [
    /^Denied by policy "(.*)": not everything that it looks at is known\.$/su,
    ([policy = '']) =>
      t('Denied by policy "{policy}": not everything that it looks at is known.', {
        policy: isolated(policy),
      }),
  ],
  [
    /^(.*) holds no role that grants "([^"]*)"(?: on .*)?\.$/su,
    ([who = '', id = ''], names) =>
      t('{who} holds no role that grants “{permission}”.', {
        ...{ who: isolated(who), permission: names.permission(id) },
      }),
  ],
  [
    /^No role and no policy lets (.*) use "([^"]*)"(?: on .*)?(?:: .* would, for other things)?\.$/su,
    ([who = '', id = ''], names) =>
      t('No role and no policy lets {who} use “{permission}” here.', {
        ...{ who: isolated(who), permission: names.permission(id) },
      }),
  ],
  [
    /^The token of (.*) is not made for "([^"]*)"\.$/su,
    ([who = '', id = ''], names) =>
      t('The token of {who} is not made for “{permission}”.', {
        ...{ who: isolated(who), permission: names.permission(id) },
      }),
  ],
];

/** Why the server decides as it does, in the chosen language and with what people call things; as it said it where it is none of what is known. */
export function reasonWords(reason: string, names: ReasonNames): string {
  for (const [pattern, words] of REASONS) {
    const found = pattern.exec(reason);
    if (found !== null) return words(found.slice(1), names) ?? reason;
  }
  return t(reason);
}

/** The way by which a role grants something, without the sentence around it. */
export function grantWords(grant: string, names: ReasonNames): string {
  const way = /^Allowed by (role .*)\.$/su.exec(grant)?.[1];
  return (way === undefined ? null : wayWords(way, names)) ?? grant;
}
