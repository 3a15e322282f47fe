import {
  type AttentionItem,
  AttentionTeller,
  SEVERITIES,
  type Severity,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';

interface TrendDay {
  readonly opened: number;
}

/** A week: what came up within it is new. */
const DAYS = 7;

/** Violations that stand, the grave ones, with how many are new. */
export class ComplianceAttention extends AttentionTeller {
  protected override get follows(): readonly string[] {
    return ['violations'];
  }

  protected override async items(signal: AbortSignal): Promise<readonly AttentionItem[]> {
    const [{ bySeverity }, { items: days }] = await Promise.all([
      this.shell.api.get<{ readonly bySeverity: Readonly<Record<Severity, number>> }>('/violations/summary', {
        signal,
      }),
      this.shell.api.list<TrendDay>('/violations/trend', { query: { days: DAYS }, signal }),
    ]);
    const opened = days.reduce((sum, day) => sum + day.opened, 0);
    const grave = SEVERITIES.filter((severity) => severity === 'critical' || severity === 'high');
    return grave
      .filter((severity) => bySeverity[severity] > 0)
      .map((severity, index, told) => ({
        ...{
          id: severity,
          severity,
          icon: 'shield-alert' as const,
          href: withQuery('/compliance', { severity }),
        },
        title:
          severity === 'critical'
            ? t('{n, plural, one {# critical violation is open} other {# critical violations are open}}', {
                n: bySeverity[severity],
              })
            : t(
                '{n, plural, one {# violation of high severity is open} other {# violations of high severity are open}}',
                {
                  n: bySeverity[severity],
                },
              ),
        // Said once, beneath the gravest.
        ...(opened > 0 && index === told.length - 1
          ? {
              detail: t(
                '{n, plural, one {# violation of any kind came up within a week} other {# violations of any kind came up within a week}}',
                {
                  n: opened,
                },
              ),
            }
          : {}),
      }));
  }
}
