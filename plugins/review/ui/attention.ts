import { type AttentionItem, AttentionTeller, t } from '@datawave/plugin-sdk/ui';
import type { ReviewSummary } from './api.ts';

/** Verdicts that wait for a person. */
export class ReviewAttention extends AttentionTeller {
  protected override get follows(): readonly string[] {
    return ['review'];
  }

  protected override async items(signal: AbortSignal): Promise<readonly AttentionItem[]> {
    const { waiting, byReason } = await this.shell.api.get<ReviewSummary>('/classifications/summary', {
      signal,
    });
    const { returned = 0 } = byReason;
    return [
      ...(returned === 0
        ? []
        : [
            {
              ...({
                id: 'returned',
                severity: 'high',
                icon: 'undo',
                href: '/review?reason=returned',
              } as const),
              title: t(
                '{n, plural, one {# decided verdict is back because the evidence changed} other {# decided verdicts are back because the evidence changed}}',
                { n: returned },
              ),
            },
          ]),
      ...(waiting - returned <= 0
        ? []
        : [
            {
              ...({ id: 'waiting', severity: 'medium', icon: 'inbox', href: '/review' } as const),
              title: t(
                '{n, plural, one {# verdict waits for a decision} other {# verdicts wait for a decision}}',
                {
                  n: waiting - returned,
                },
              ),
            },
          ]),
    ];
  }
}
