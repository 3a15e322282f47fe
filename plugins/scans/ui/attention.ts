import { type AttentionItem, AttentionTeller, t } from '@datawave/plugin-sdk/ui';
import { scanHref } from './api.ts';

/** A run that wants attention, as the API tells it. */
interface WantingRun {
  readonly id: string;
  readonly source: { readonly id: string; readonly title: string };
  readonly at: string;
}

/** What of scans wants attention. */
interface WantingRuns {
  readonly failed: readonly WantingRun[];
  readonly withProblems: readonly WantingRun[];
  readonly paused: readonly WantingRun[];
  readonly drifted: readonly (WantingRun & { readonly assets: number })[];
}

/** Names told of several. */
const MOST_NAMES = 3;

/** `Shop, Staff and 2 more`. */
export function namesOf(titles: readonly string[]): string {
  const names = titles.slice(0, MOST_NAMES).join(', ');
  const more = titles.length - MOST_NAMES;
  return more > 0 ? t('{names} and {n, plural, one {# more} other {# more}}', { names, n: more }) : names;
}

/** Scans that failed, ended with problems or wait for somebody, and assets that have another shape. */
export class ScansAttention extends AttentionTeller {
  protected override get follows(): readonly string[] {
    return ['scans'];
  }

  protected override async items(signal: AbortSignal): Promise<readonly AttentionItem[]> {
    const { failed, withProblems, paused, drifted } = await this.shell.api.get<WantingRuns>(
      '/scans/attention',
      { signal },
    );
    const of = (
      runs: readonly WantingRun[],
      item: Omit<AttentionItem, 'href' | 'detail'> & { readonly all: string },
    ): readonly AttentionItem[] => {
      const [only] = runs;
      if (only === undefined) return [];
      const { all, ...told } = item;
      const detail = namesOf(runs.map(({ source }) => source.title));
      return [{ ...told, detail, href: runs.length === 1 ? scanHref(only.id) : all }];
    };
    const assets = drifted.reduce((sum, run) => sum + run.assets, 0);
    return [
      ...of(failed, {
        ...{ id: 'failed', severity: 'high', icon: 'error', all: '/scans?f.state=failed' },
        title: t(
          '{n, plural, one {The last scan of # source failed} other {The last scans of # sources failed}}',
          {
            n: failed.length,
          },
        ),
      }),
      ...of(withProblems, {
        ...{
          id: 'problems',
          severity: 'medium',
          icon: 'warning',
          all: '/scans?f.state=completed-with-errors',
        },
        title: t(
          '{n, plural, one {# scan could not read everything} other {# scans could not read everything}}',
          {
            n: withProblems.length,
          },
        ),
      }),
      ...of(paused, {
        ...{ id: 'paused', severity: 'low', icon: 'pause', all: '/scans' },
        title: t(
          '{n, plural, one {# scan is paused for more than an hour} other {# scans are paused for more than an hour}}',
          {
            n: paused.length,
          },
        ),
      }),
      ...of(drifted, {
        ...{ id: 'drift', severity: 'medium', icon: 'compare', all: '/scans/drift' },
        title: t(
          '{n, plural, one {# asset has another shape than before} other {# assets have another shape than before}}',
          {
            n: assets,
          },
        ),
      }),
    ];
  }
}
