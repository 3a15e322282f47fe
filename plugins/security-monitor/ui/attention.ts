import { type AttentionItem, AttentionTeller, SEVERITIES, t } from '@datawave/plugin-sdk/ui';
import type { ListedIncident } from './api.ts';

const MOST = 100;

/** Incidents that nobody has closed. */
export class SecurityMonitorAttention extends AttentionTeller {
  protected override get follows(): readonly string[] {
    return ['security-incidents'];
  }

  protected override async items(signal: AbortSignal): Promise<readonly AttentionItem[]> {
    const { items } = await this.shell.api.list<ListedIncident>('/security-incidents', {
      query: { status: 'active', limit: MOST },
      signal,
    });
    const [only] = items;
    if (only === undefined) return [];
    const gravest = items.toSorted(
      (one, other) => SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity),
    )[0];
    return [
      {
        ...({ id: 'incidents', icon: 'alarm' } as const),
        severity: gravest?.severity ?? 'high',
        title: t('{n, plural, one {# security incident is open} other {# security incidents are open}}', {
          n: items.length,
        }),
        href:
          items.length === 1
            ? `/security-incidents/${encodeURIComponent(only.id)}`
            : '/security-incidents?status=active',
      },
    ];
  }
}
