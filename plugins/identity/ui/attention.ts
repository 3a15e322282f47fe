import { type AttentionItem, AttentionTeller, formatRelative, t } from '@datawave/plugin-sdk/ui';
import type { ApiToken } from './api.ts';

/** One's own tokens are warned of so many days ahead. */
const DAYS = 14;

/** One's own API tokens that will be over soon. */
export class IdentityAttention extends AttentionTeller {
  protected override get follows(): readonly string[] {
    return ['own-api-tokens'];
  }

  protected override async items(signal: AbortSignal): Promise<readonly AttentionItem[]> {
    const { items } = await this.shell.api.list<ApiToken>('/api-tokens', { query: { limit: 100 }, signal });
    const now = Date.now();
    const soon = items
      .filter(({ expiresAt }) => {
        const left = Date.parse(expiresAt) - now;
        return left > 0 && left < DAYS * 86_400_000;
      })
      .sort((one, other) => Date.parse(one.expiresAt) - Date.parse(other.expiresAt));
    const [first] = soon;
    if (first === undefined) return [];
    return [
      {
        ...({ id: 'tokens', severity: 'low', icon: 'key', href: '/account?tab=tokens' } as const),
        title: t(
          '{n, plural, one {# of your API tokens will be over soon} other {# of your API tokens will be over soon}}',
          {
            n: soon.length,
          },
        ),
        detail: t('{name}: {when}', { name: first.name, when: formatRelative(new Date(first.expiresAt)) }),
      },
    ];
  }
}
