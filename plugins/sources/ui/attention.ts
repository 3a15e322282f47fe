import { type AttentionItem, AttentionTeller, t } from '@datawave/plugin-sdk/ui';
import type { SourcesSummary } from './api.ts';

/** Names told of several. */
const MOST_NAMES = 3;

/** Sources that do not answer, and those that refuse the credentials. */
export class SourcesAttention extends AttentionTeller {
  protected override get follows(): readonly string[] {
    return ['sources'];
  }

  protected override async items(signal: AbortSignal): Promise<readonly AttentionItem[]> {
    const { unreachable } = await this.shell.api.get<SourcesSummary>('/sources/summary', { signal });
    const refusing = unreachable.filter(({ isRefused }) => isRefused);
    const silent = unreachable.filter(({ isRefused }) => !isRefused);
    const of = (
      id: string,
      sources: SourcesSummary['unreachable'],
      title: string,
    ): readonly AttentionItem[] => {
      const [only] = sources;
      if (only === undefined) return [];
      const more = sources.length - MOST_NAMES;
      const names = sources
        .slice(0, MOST_NAMES)
        .map((source) => source.title)
        .join(', ');
      return [
        {
          ...{ id, severity: 'high', icon: 'plug', title },
          detail:
            more > 0 ? t('{names} and {n, plural, one {# more} other {# more}}', { names, n: more }) : names,
          href:
            sources.length === 1
              ? `/sources/${encodeURIComponent(only.id)}?tab=health`
              : '/sources?f.health=unreachable',
        },
      ];
    };
    return [
      ...of(
        'refusing',
        refusing,
        t('{n, plural, one {# source refuses its credentials} other {# sources refuse their credentials}}', {
          n: refusing.length,
        }),
      ),
      ...of(
        'silent',
        silent,
        t('{n, plural, one {# source does not answer} other {# sources do not answer}}', {
          n: silent.length,
        }),
      ),
    ];
  }
}
