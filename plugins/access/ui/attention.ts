import { type AttentionItem, AttentionTeller, t } from '@datawave/plugin-sdk/ui';
import type { Elevation } from './api.ts';

/** Requests looked at; where there are more, they are said to be so many at least. */
const MOST = 50;

/** Roles for a time that somebody asks for and that one may decide on. */
export class AccessAttention extends AttentionTeller {
  protected override get follows(): readonly string[] {
    return ['elevations'];
  }

  protected override async items(signal: AbortSignal): Promise<readonly AttentionItem[]> {
    const { items } = await this.shell.api.list<Elevation>('/elevations', {
      query: { state: 'requested', limit: MOST },
      signal,
    });
    const [first] = items;
    if (first === undefined) return [];
    return [
      {
        ...({
          id: 'elevations',
          severity: 'medium',
          icon: 'role',
          href: '/elevations?state=requested',
        } as const),
        title: t('{n, plural, one {# person asks for a role} other {# requests for a role wait for you}}', {
          n: items.length,
        }),
        detail: t('{name} asks for {role}', { name: first.principal.name, role: first.role.title }),
      },
    ];
  }
}
