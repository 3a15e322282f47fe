import { SENSITIVITIES, sensitivityWord, t } from '@datawave/plugin-sdk/ui';
import type { Conditions, PolicyDraft, Subjects, ValueCondition } from './api.ts';

/** What people call what a policy names by ids and keys; each answers the id itself where it knows nothing. */
export interface PolicyNames {
  /** Of an account, a service or a group. */
  readonly holder?: (id: string) => string;
  readonly role?: (key: string) => string;
  readonly permission?: (pattern: string) => string;
  readonly source?: (key: string) => string;
}

const same = (text: string): string => text;

/** Written from right to left, or turning around what follows. */
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name that keeps its direction to itself: in the middle of a sentence it would turn the rest of it around. */
export const isolated = (name: string): string => (TURNS.test(name) ? `\u2068${name}\u2069` : name);

const weekday = (day: number): string =>
  [...[t('Monday'), t('Tuesday'), t('Wednesday'), t('Thursday'), t('Friday'), t('Saturday'), t('Sunday')]][
    day - 1
  ] ?? String(day);

/** `a, b or c`. */
export function listOf(words: readonly string[], last: 'or' | 'and'): string {
  const head = words.slice(0, -1);
  const tail = words.at(-1) ?? '';
  if (head.length === 0) return tail;
  const values = { head: head.join(', '), tail };
  return last === 'or' ? t('{head} or {tail}', values) : t('{head} and {tail}', values);
}

const oneOf = (words: readonly string[], named: (id: string) => string = same): string =>
  listOf(
    words.map((word) => isolated(named(word))),
    'or',
  );

/** What people call a sensitivity; what is none is shown as it is. */
export const levelWord = (level: string): string => {
  const known = SENSITIVITIES.find((one) => one === level);
  return known === undefined ? level : sensitivityWord(known);
};

/** What conditions demand, one sentence's part each: `the sensitivity is confidential or higher`. */
export function conditionWords(when: Conditions, names: PolicyNames = {}): readonly string[] {
  const { owner, domain, sensitivity, tags, source, time, network } = when;
  return [
    ...ownerWords(owner, names),
    ...valueWords(domain, {
      is: (values) => t('the domain is {values}', { values }),
      isNot: (values) => t('the domain is not {values}', { values }),
    }),
    ...valueWords(source, {
      is: (values) => t('the source is {values}', { values }),
      isNot: (values) => t('the source is not {values}', { values }),
      named: names.source ?? same,
    }),
    ...(sensitivity === undefined ? [] : [sensitivityWords(sensitivity)]),
    ...tagWords(tags),
    ...(time === undefined ? [] : [timeWords(time)]),
    ...(network?.in === undefined
      ? []
      : [t('the request comes from {values}', { values: oneOf(network.in) })]),
    ...(network?.notIn === undefined
      ? []
      : [t('the request does not come from {values}', { values: oneOf(network.notIn) })]),
  ];
}

function ownerWords(owner: Conditions['owner'], { holder = same }: PolicyNames): readonly string[] {
  if (owner === undefined) return [];
  const one = [
    ...(owner.isMe === true ? [t('whoever asks')] : []),
    ...(owner.isMyGroup === true ? [t('a group of whoever asks')] : []),
    ...(owner.in ?? []).map((id) => isolated(holder(id))),
    ...(owner.orNone === true ? [t('nobody', {}, 'owner')] : []),
  ];
  return [
    ...(one.length === 0 ? [] : [t('the owner is {values}', { values: listOf(one, 'or') })]),
    ...(owner.notIn === undefined
      ? []
      : [t('the owner is not {values}', { values: oneOf(owner.notIn, holder) })]),
  ];
}

function valueWords(
  condition: ValueCondition | undefined,
  words: {
    readonly is: (values: string) => string;
    readonly isNot: (values: string) => string;
    readonly named?: (value: string) => string;
  },
): readonly string[] {
  if (condition === undefined) return [];
  const { named = same } = words;
  const one = [
    ...(condition.in ?? []).map((value) => isolated(named(value))),
    ...(condition.orNone === true ? [t('unknown', {}, 'value')] : []),
  ];
  return [
    ...(one.length === 0 ? [] : [words.is(listOf(one, 'or'))]),
    ...(condition.notIn === undefined ? [] : [words.isNot(oneOf(condition.notIn, named))]),
  ];
}

function tagWords(tags: Conditions['tags']): readonly string[] {
  if (tags === undefined) return [];
  const { any, all, none } = tags;
  const tagged = (tag: string | undefined): string => t('it is tagged {tag}', { tag: isolated(tag ?? '') });
  return [
    ...(any === undefined
      ? []
      : [any.length === 1 ? tagged(any[0]) : t('it has one of the tags {tags}', { tags: oneOf(any) })]),
    ...(all === undefined
      ? []
      : [
          all.length === 1
            ? tagged(all[0])
            : t('it has all of the tags {tags}', { tags: listOf(all.map(isolated), 'and') }),
        ]),
    ...(none === undefined ? [] : [t('it is not tagged {tags}', { tags: oneOf(none) })]),
  ];
}

function sensitivityWords({ atLeast, atMost, orNone }: NonNullable<Conditions['sensitivity']>): string {
  const said = sensitivityRange(atLeast, atMost);
  if (said === null) return t('nothing was recognised in it');
  return orNone === true ? t('{condition}, or nothing was recognised', { condition: said }) : said;
}

type Level = NonNullable<NonNullable<Conditions['sensitivity']>['atLeast']>;

function sensitivityRange(atLeast: Level | undefined, atMost: Level | undefined): string | null {
  if (atLeast !== undefined && atMost !== undefined && atLeast !== atMost)
    return t('the sensitivity is between {low} and {high}', {
      ...{ low: levelWord(atLeast), high: levelWord(atMost) },
    });
  const level = atLeast ?? atMost;
  if (level === undefined) return null;
  const word = levelWord(level);
  const isExact = atLeast === atMost || atLeast === 'restricted' || atMost === 'public';
  if (isExact) return t('the sensitivity is {level}', { level: word });
  return atLeast === undefined
    ? t('the sensitivity is {level} or lower', { level: word })
    : t('the sensitivity is {level} or higher', { level: word });
}

function timeWords({ zone, days, from, to }: NonNullable<Conditions['time']>): string {
  const sorted = days?.toSorted() ?? [];
  const isWorkweek = sorted.join() === '1,2,3,4,5';
  const on =
    days === undefined
      ? ''
      : isWorkweek
        ? ` ${t('from Monday to Friday')}`
        : ` ${t('on {days}', { days: listOf(sorted.map(weekday), 'and') })}`;
  const span =
    from !== undefined && to !== undefined
      ? ` ${t('between {from} and {to}', { from, to }, 'time')}`
      : from !== undefined
        ? ` ${t('after {time}', { time: from })}`
        : to !== undefined
          ? ` ${t('before {time}', { time: to })}`
          : '';
  return t('it is asked{when} ({zone})', { when: `${on}${span}`, zone });
}

/** Whom a policy is about. */
export function subjectWords(
  { roles = [], groups = [], principals = [] }: Subjects,
  { role = same, holder = same }: PolicyNames = {},
): string {
  const named = (ids: readonly string[], name: (id: string) => string): string =>
    listOf(
      ids.map((id) => isolated(name(id))),
      'and',
    );
  const parts = [
    ...(roles.length === 0
      ? []
      : [
          t('{n, plural, one {the role} other {the roles}} {names}', {
            ...{ n: roles.length, names: named(roles, role) },
          }),
        ]),
    ...(groups.length === 0
      ? []
      : [
          t('{n, plural, one {the group} other {the groups}} {names}', {
            ...{ n: groups.length, names: named(groups, holder) },
          }),
        ]),
    ...principals.map((id) => isolated(holder(id))),
  ];
  return parts.length === 0 ? t('everybody', {}, 'policy') : listOf(parts, 'and');
}

/** A whole policy as a sentence. */
export function policyWords(
  { effect, permissions, subjects, when }: Pick<PolicyDraft, 'effect' | 'permissions' | 'subjects' | 'when'>,
  names: PolicyNames = {},
): string {
  const { permission = same } = names;
  const what =
    permissions.length === 0
      ? t('nothing yet', {}, 'policy')
      : permissions.includes('*')
        ? t('everything', {}, 'policy')
        : listOf(permissions.map(permission), 'and');
  const conditions = conditionWords(when, names);
  const does =
    effect === 'allow'
      ? t('Allows {who} {what}', { who: subjectWords(subjects, names), what })
      : t('Denies {who} {what}', { who: subjectWords(subjects, names), what });
  return conditions.length === 0
    ? `${does}.`
    : t('{sentence}, where {conditions}.', { sentence: does, conditions: listOf(conditions, 'and') });
}
