import type { RoleHolder } from '../../governance/access.ts';
import { ProblemError } from '../client/problem.ts';
import { t } from '../i18n/translate.ts';
import type { ShellContext } from '../shell-context.ts';

/** A value that may be chosen, with what people call it. @public */
export type Suggestion = readonly [value: string, title: string];

/** Accounts, and groups, that are offered; those beyond are found by their names all the same. */
const MOST = 200;
const ID = /^[a-z][a-z-]*:\S+$/;

/** What is asked of a shell. @public */
export type HolderSource = Pick<ShellContext, 'api' | 'may'>;

/** What another plugin lists; nothing where it does not run, or not for whoever asks. */
async function listed<T>(
  shell: HolderSource,
  path: string,
  q: string | undefined,
  signal?: AbortSignal,
): Promise<readonly T[]> {
  if (!shell.may('users:read')) return [];
  try {
    return await shell.api.all<T>(path, { query: { q }, signal, limit: MOST });
  } catch (error) {
    // The kernel alone knows its administrator and no other account.
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

/** Accounts by their display names; two of one name are told apart by that with which they sign in. Empty for whom they are not to see. @public */
export async function suggestPeople(
  shell: HolderSource,
  signal?: AbortSignal,
  q?: string,
): Promise<readonly Suggestion[]> {
  const accounts = await listed<{ id: string; displayName: string; username: string }>(
    shell,
    '/users',
    q,
    signal,
  );
  return accounts.map(({ id, displayName, username }) => [
    id,
    displayName === username ? username : `${displayName} (${username})`,
  ]);
}

/** Groups by their names, with the directory that keeps them. Empty for whom they are not to see. @public */
export async function suggestGroups(
  shell: HolderSource,
  signal?: AbortSignal,
  q?: string,
): Promise<readonly Suggestion[]> {
  const groups = await listed<{ id: string; name: string; provider: string | null }>(
    shell,
    '/groups',
    q,
    signal,
  );
  return groups.map(({ id, name, provider }) => [id, provider === null ? name : `${name} (${provider})`]);
}

/** Groups and accounts, for a field in which {@link namedHolder} finds what was meant. @public */
export const suggestHolders = async (
  shell: HolderSource,
  signal?: AbortSignal,
  q?: string,
): Promise<readonly Suggestion[]> =>
  (await Promise.all([suggestGroups(shell, signal, q), suggestPeople(shell, signal, q)])).flat();

const lower = (text: string): string => text.trim().toLowerCase();

/** What may be typed for one: its id, its title, and either half of `Ann Lee (ann)`. */
function callings([id, title]: Suggestion): readonly string[] {
  const halves = /^(.*) \(([^()]*)\)$/.exec(title);
  return [id, title, ...(halves?.slice(1) ?? [])].map(lower);
}

/** The one that is called so; null where none is, or several are by a part of their titles alone. */
function calledSo(text: string, among: readonly Suggestion[]): Suggestion | null {
  const wanted = lower(text);
  const whole = among.find(([id, title]) => lower(id) === wanted || lower(title) === wanted);
  if (whole !== undefined) return whole;
  const [one, another] = among.filter((suggestion) => callings(suggestion).includes(wanted));
  return one === undefined || another !== undefined ? null : one;
}

/**
 * Who is meant by what somebody typed or chose: a name, that with which they sign in, or an id such as `user:…`, `group:…` or
 * `service:…`. Looked for among what was suggested, and then on the server, which may know more of them.
 * @throws ProblemError 422 at `/holder` where nobody is called so, or several are
 * @public
 */
export async function namedHolder(
  shell: HolderSource,
  text: string,
  suggested: readonly Suggestion[],
): Promise<RoleHolder & { readonly name?: string }> {
  const typed = text.trim();
  // What stands in brackets tells two of one name apart, and is no part of it.
  const sought = /^(.*) \([^()]*\)$/.exec(typed)?.[1] ?? typed;
  const found =
    calledSo(typed, suggested) ??
    (ID.test(typed) ? null : calledSo(typed, await suggestHolders(shell, undefined, sought)));
  if (found === null && !ID.test(typed))
    throw new ProblemError({
      status: 422,
      code: 'DW_UI_HOLDER_UNKNOWN',
      title: t('Not known'),
      detail: t('“{typed}” is nobody’s name here, or that of several.', { typed }),
      hint: t('Choose one from the list, or give an id such as user:…, group:… or service:…'),
      requestId: null,
      errors: [],
    });
  const id = found?.[0] ?? typed;
  return {
    kind: id.startsWith('group:') ? 'group' : 'principal',
    id,
    ...(found === null || found[1] === id ? {} : { name: found[1] }),
  };
}
