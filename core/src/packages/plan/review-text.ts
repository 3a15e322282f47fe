import { printable } from '@datawave/plugin-sdk';
import type { ChangeRow } from '../apply/change-rows.ts';
import { ANYBODY, type PluginGrants } from '../lock/plugin-lock.ts';
import type { PlannedChange } from './plan.ts';

const VERBS: Readonly<Record<PlannedChange['action'], string>> = {
  install: 'Install',
  update: 'Update',
  downgrade: 'Go back with',
  replace: 'Replace',
  remove: 'Remove',
};

const TRUST: Readonly<Record<PlannedChange['trust'], string>> = {
  'first-party': 'part of the platform',
  verified: 'verified publisher',
  community: 'community',
  local: 'from a file, taken for one of the community',
};

const PEOPLE: Readonly<Record<string, string>> = {
  mail: 'sends mail to members of the workspace',
  search: 'receives what people type into search',
};

/** What is longer is cut, and says so: something may stand in the rest. */
const LONGEST = 300;

/** Terminals take what a stranger wrote for commands; nothing but what is printed comes through. */
export function plain(text: string): string {
  const shown = printable(text);
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST)}… (cut, ${shown.length} characters)`;
}

/** Letters of several alphabets in one word, or where an address stands: it may be made to be taken for another. */
const alike = (text: string, isAddress = false): string =>
  (isAddress && /[^\x20-\x7e]/.test(text)) || hasMixedWord(text)
    ? '  (LETTERS OF OTHER ALPHABETS: may look like something else)'
    : '';

const hasMixedWord = (text: string): boolean =>
  (text.match(/\p{L}+/gu) ?? []).some(
    (word) =>
      /\p{Script=Latin}/u.test(word) &&
      /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(word),
  );

const bytes = (count: number): string =>
  count < 1_000_000 ? `${Math.ceil(count / 1000)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;

/** How a plugin reaches people, in words. */
export const saidOf = (way: string): string =>
  PEOPLE[way] ??
  (way.startsWith(ANYBODY)
    ? `answers anybody, without a sign-in: ${plain(way.slice(ANYBODY.length))}`
    : plain(way));

function grantLines(grants: PluginGrants, added: PluginGrants, isNew: boolean): readonly string[] {
  const mark = (one: string, list: readonly string[]): string =>
    `${plain(one)}${!isNew && list.includes(one) ? '  (new)' : ''}${alike(one, true)}`;
  const lists = (['permissions', 'network', 'secrets', 'files', 'api'] as const).flatMap((what) =>
    grants[what].map((one) => [what, mark(one, added[what])] as const),
  );
  const database =
    grants.database === null
      ? []
      : [['database', `${grants.database}${!isNew && added.database !== null ? '  (new)' : ''}`] as const];
  const people = (grants.people ?? []).map(
    (way) =>
      ['people', `${saidOf(way)}${!isNew && added.people?.includes(way) === true ? '  (new)' : ''}`] as const,
  );
  return [...lists, ...database, ...people].map(([what, text]) => `    ${what.padEnd(12)}${text}`);
}

function builtLines({ provenance, provenanceState }: PlannedChange): readonly string[] {
  if (provenance === null)
    return [
      `  built from  ${provenanceState === 'unverified' ? 'told, and not verified: no trusted root is configured' : 'not told'}`,
    ];
  const { repository, commit, workflow, builder } = provenance;
  return [
    `  built from  ${repository === null ? 'no repository is named' : plain(repository)}${commit === null ? '' : `, commit ${plain(commit)}`}`,
    `  built by    ${[workflow, builder].flatMap((one) => (one === null ? [] : [plain(one)])).join(', proven by ')}`,
  ];
}

/** One plugin of a change, line by line. */
export function reviewLines(change: PlannedChange): readonly string[] {
  const { action, name, title, from, to, why, trust, registry, publisher, isSigned, keyids } = change;
  const { size, unpackedSize, isolation, data, grants, added } = change;
  const versions = from === null || to === null ? (to ?? from ?? '') : `${from} → ${to}`;
  const head = `${VERBS[action]} ${name} ${versions}  ${plain(title)}${alike(title)}${why === 'asked' ? '' : ` (required by ${why})`}`;
  if (action === 'remove')
    return [head, `  data        ${data.purged ? 'deleted for good' : data.keepsData ? 'kept' : 'none'}`];
  const asked = grantLines(grants, added, from === null);
  return [
    head,
    `  from        ${registry === null ? 'a file' : `registry ${registry}`}${publisher === null ? '' : `, published by ${plain(publisher)}`}`,
    `  trust       ${TRUST[trust]}; ${isSigned ? 'signed by the registry' : 'nobody vouches for it'}${keyids.length === 0 ? '' : `, key ${keyids.map((id) => id.slice(0, 16)).join(', ')}`}`,
    ...builtLines(change),
    `  sha256      ${change.sha256 ?? ''}`,
    ...(size === null
      ? []
      : [`  size        ${bytes(size)}${unpackedSize ? `, ${bytes(unpackedSize)} unpacked` : ''}`]),
    ...(asked.length === 0 ? ['  asks for    nothing'] : ['  asks for', ...asked]),
    ...(isolation === null
      ? []
      : [
          `  runs        ${isolation.isAvailable ? isolation.level : `not: ${isolation.reason ?? ''}`}`,
          ...isolation.enforced.map((line) => `    holds       ${plain(line)}`),
          ...isolation.notEnforced.map((line) => `    does not    ${plain(line)}`),
        ]),
    ...dataLines(change),
  ];
}

/** What its schema has, what will be run on it, and whether there is a way back. */
function dataLines({ data, from }: PlannedChange): readonly string[] {
  if (!data.keepsData) return [];
  const { applied, pending, forbidding, unknown } = data;
  const names = (list: readonly string[]): string => list.map(plain).join(', ');
  const isOpen = forbidding.length === 0 && !data.mayForbidRollback;
  return [
    ...(applied.length === 0 ? [] : [`  schema      has ${names(applied)}`]),
    ...(unknown.length === 0 ? [] : [`    unknown     ${names(unknown)}: this version does not know them`]),
    `  migrations  ${pending === null ? 'not known' : pending.length === 0 ? 'none' : names(pending)}`,
    ...(from === null
      ? []
      : [
          `  way back    ${isOpen ? 'open' : forbidding.length === 0 ? 'may be closed by its migrations' : `closed by ${names(forbidding)}`}`,
        ]),
  ];
}

/** A change as people review it on a terminal. */
export function reviewText({ plan, id, hash }: Pick<ChangeRow, 'plan' | 'id' | 'hash'>): string {
  const lines = [
    ...plan.changes.flatMap((change) => [...reviewLines(change), '']),
    ...plan.notices.map(({ text }) => `! ${plain(text)}`),
    ...(plan.notices.length > 0 ? [''] : []),
    `Plan ${id}, hash ${hash.slice(0, 16)}`,
  ];
  return `${lines.join('\n')}\n`;
}
