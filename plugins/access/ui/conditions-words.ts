import type { Conditions, PolicyDraft, Subjects, ValueCondition } from './api.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `a, b or c`. */
export function listOf(words: readonly string[], last: 'or' | 'and'): string {
  const head = words.slice(0, -1);
  const tail = words.at(-1) ?? '';
  return head.length === 0 ? tail : `${head.join(', ')} ${last} ${tail}`;
}

/** What conditions demand, one sentence's part each: `the sensitivity is confidential or higher`. */
export function conditionWords(when: Conditions): readonly string[] {
  const words: string[] = [];
  const { owner, domain, sensitivity, tags, source, time, network } = when;
  if (owner !== undefined) {
    const one = [
      ...(owner.isMe === true ? ['whoever asks'] : []),
      ...(owner.isMyGroup === true ? ['a group of whoever asks'] : []),
      ...(owner.in ?? []),
      ...(owner.orNone === true ? ['nobody'] : []),
    ];
    if (one.length > 0) words.push(`the owner is ${listOf(one, 'or')}`);
    if (owner.notIn !== undefined) words.push(`the owner is not ${listOf(owner.notIn, 'or')}`);
  }
  words.push(...valueWords('domain', domain), ...valueWords('source', source));
  if (sensitivity !== undefined) words.push(sensitivityWords(sensitivity));
  if (tags?.any !== undefined)
    words.push(
      tags.any.length === 1
        ? `it is tagged ${tags.any[0]}`
        : `it has one of the tags ${listOf(tags.any, 'or')}`,
    );
  if (tags?.all !== undefined)
    words.push(
      tags.all.length === 1
        ? `it is tagged ${tags.all[0]}`
        : `it has all of the tags ${listOf(tags.all, 'and')}`,
    );
  if (tags?.none !== undefined) words.push(`it is not tagged ${listOf(tags.none, 'or')}`);
  if (time !== undefined) words.push(timeWords(time));
  if (network?.in !== undefined) words.push(`the request comes from ${listOf(network.in, 'or')}`);
  if (network?.notIn !== undefined)
    words.push(`the request does not come from ${listOf(network.notIn, 'or')}`);
  return words;
}

function valueWords(name: string, condition: ValueCondition | undefined): readonly string[] {
  if (condition === undefined) return [];
  const one = [...(condition.in ?? []), ...(condition.orNone === true ? ['unknown'] : [])];
  return [
    ...(one.length === 0 ? [] : [`the ${name} is ${listOf(one, 'or')}`]),
    ...(condition.notIn === undefined ? [] : [`the ${name} is not ${listOf(condition.notIn, 'or')}`]),
  ];
}

function sensitivityWords({ atLeast, atMost, orNone }: NonNullable<Conditions['sensitivity']>): string {
  const none = orNone === true ? ', or nothing was recognised' : '';
  if (atLeast !== undefined && atMost !== undefined)
    return atLeast === atMost
      ? `the sensitivity is ${atLeast}${none}`
      : `the sensitivity is between ${atLeast} and ${atMost}${none}`;
  if (atLeast !== undefined)
    return `the sensitivity is ${atLeast}${atLeast === 'restricted' ? '' : ' or higher'}${none}`;
  if (atMost !== undefined)
    return `the sensitivity is ${atMost}${atMost === 'public' ? '' : ' or lower'}${none}`;
  return 'nothing was recognised in it';
}

function timeWords({ zone, days, from, to }: NonNullable<Conditions['time']>): string {
  const named = days === undefined ? [] : [...days].sort().map((day) => DAYS[day - 1] ?? String(day));
  const isWorkweek = named.length === 5 && named[0] === 'Monday' && named[4] === 'Friday';
  const on = days === undefined ? '' : isWorkweek ? ' from Monday to Friday' : ` on ${listOf(named, 'and')}`;
  const span =
    from !== undefined && to !== undefined
      ? ` between ${from} and ${to}`
      : from !== undefined
        ? ` after ${from}`
        : to !== undefined
          ? ` before ${to}`
          : '';
  return `it is asked${on}${span} (${zone})`;
}

/** Whom a policy is about. */
export function subjectWords(
  { roles = [], groups = [], principals = [] }: Subjects,
  nameOf: (id: string) => string = (id) => id,
): string {
  const parts = [
    ...(roles.length === 0
      ? []
      : [`${roles.length === 1 ? 'the role' : 'the roles'} ${listOf(roles, 'and')}`]),
    ...(groups.length === 0
      ? []
      : [`${groups.length === 1 ? 'the group' : 'the groups'} ${listOf(groups.map(nameOf), 'and')}`]),
    ...principals.map(nameOf),
  ];
  return parts.length === 0 ? 'everybody' : listOf(parts, 'and');
}

/** A whole policy as a sentence. */
export function policyWords(
  { effect, permissions, subjects, when }: Pick<PolicyDraft, 'effect' | 'permissions' | 'subjects' | 'when'>,
  nameOf?: (id: string) => string,
): string {
  const what =
    permissions.length === 0
      ? 'nothing yet'
      : permissions.includes('*')
        ? 'everything'
        : listOf(permissions, 'and');
  const conditions = conditionWords(when);
  const where = conditions.length === 0 ? '' : `, where ${listOf(conditions, 'and')}`;
  return `${effect === 'allow' ? 'Allows' : 'Denies'} ${subjectWords(subjects, nameOf)} ${what}${where}.`;
}
