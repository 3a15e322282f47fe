import {
  ProblemError,
  rich,
  type ShellContext,
  type Suggestion,
  suggestGroups,
  suggestPeople,
} from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

const MOST = 200;

/** What another plugin lists; nothing where it does not run, or not for whoever asks. */
async function listed<T>(
  shell: ShellContext,
  permission: string,
  path: string,
  signal: AbortSignal,
): Promise<readonly T[]> {
  if (!shell.may(permission)) return [];
  try {
    return await shell.api.all<T>(path, { signal, limit: MOST });
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

/** What somebody is called; null where the id alone is known: nobody recognises an account by that. */
export const nameOfWhom = (id: string | null, known: readonly Suggestion[] = []): string | null =>
  known.find(([one]) => one === id)?.[1] ?? (id?.startsWith('user:') === true ? null : id);

/** A holder of a role with the way to its page; a group is told from an account. */
export function holderLink(
  {
    kind,
    id,
    name,
  }: { readonly kind: 'principal' | 'group'; readonly id: string; readonly name: string | null },
  known: readonly Suggestion[] = [],
): unknown {
  const title = html`<bdi>${name ?? known.find(([one]) => one === id)?.[1] ?? id}</bdi>`;
  const [place] = id.split(':');
  const shown =
    place === 'user'
      ? html`<a href="/users/${encodeURIComponent(id)}">${title}</a>`
      : place === 'group'
        ? html`<a href="/users/groups/${encodeURIComponent(id)}">${title}</a>`
        : title;
  return kind === 'group' ? rich('Group {name}', { name: shown }) : shown;
}

/** What conditions can name, as far as there is something that is so. */
export interface ValueSuggestions {
  readonly people: readonly Suggestion[];
  readonly groups: readonly Suggestion[];
  readonly domains: readonly Suggestion[];
  readonly tags: readonly Suggestion[];
  readonly sources: readonly Suggestion[];
}

interface Facet {
  readonly value: string;
}

export async function suggestValues(shell: ShellContext, signal: AbortSignal): Promise<ValueSuggestions> {
  const facets = async (): Promise<{
    readonly domain?: readonly Facet[];
    readonly tag?: readonly Facet[];
  }> => {
    if (!shell.may('catalog:read')) return {};
    try {
      const page = await shell.api.list<
        unknown,
        { readonly facets?: { readonly domain?: readonly Facet[]; readonly tag?: readonly Facet[] } }
      >('/assets', {
        ...{ query: { limit: 1, facets: true }, signal },
      });
      return page.facets ?? {};
    } catch (error) {
      if (error instanceof ProblemError) return {};
      throw error;
    }
  };
  const [people, groups, sources, { domain = [], tag = [] }] = await Promise.all([
    suggestPeople(shell, signal),
    suggestGroups(shell, signal),
    listed<{ key: string; title: string }>(shell, 'sources:read', '/sources', signal),
    facets(),
  ]);
  const plain = ({ value }: Facet): Suggestion => [value, value];
  return {
    people,
    groups,
    domains: domain.filter(({ value }) => value !== '-').map(plain),
    tags: tag.map(plain),
    sources: sources.map(({ key, title }) => [key, key === title ? key : `${title} (${key})`]),
  };
}
