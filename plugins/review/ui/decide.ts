import { type ApiClient, ProblemError } from '@datawave/plugin-sdk/ui';
import type { Act, ReviewItem } from './api.ts';

/** What was decided last, so that it can be undone. */
export interface Done {
  readonly act: Act;
  readonly items: readonly ReviewItem[];
}

/** Most that the server decides on at one go. */
const MOST_AT_ONCE = 200;

interface BulkAnswer {
  readonly decided: number;
  readonly outcomes: readonly {
    readonly outcome: 'decided' | 'unchanged' | 'changed' | 'unknown';
    readonly verdict: string | null;
  }[];
}

/** Decides on one verdict as it was shown. @throws ProblemError with status 412 when it is not what was shown any more */
export function decideOne(
  api: ApiClient,
  item: Pick<ReviewItem, 'id' | 'version'>,
  act: Act,
  note: string | null,
): Promise<ReviewItem> {
  const body = act.action === 'correct' ? { infoType: act.infoType, note } : { note };
  return api.post<ReviewItem>(`/classifications/${item.id}/${act.action}`, body, {
    ifMatch: `"${item.version}"`,
  });
}

/** Decides alike on many. Answers those that were decided; the others had changed meanwhile. */
export async function decideAll(
  api: ApiClient,
  items: readonly ReviewItem[],
  act: Act,
): Promise<readonly ReviewItem[]> {
  const decided = new Set<string>();
  for (let start = 0; start < items.length; start += MOST_AT_ONCE) {
    const verdicts = items.slice(start, start + MOST_AT_ONCE).map(({ id, version }) => ({ id, version }));
    const { outcomes } = await api.post<BulkAnswer>('/classifications/decisions', { ...act, verdicts });
    for (const { outcome, verdict } of outcomes)
      if (verdict !== null && (outcome === 'decided' || outcome === 'unchanged')) decided.add(verdict);
  }
  return items.filter(({ id }) => decided.has(id));
}

/** Takes decisions back. */
export async function undo(api: ApiClient, { items }: Done): Promise<void> {
  for (let start = 0; start < items.length; start += MOST_AT_ONCE) {
    const verdicts = items.slice(start, start + MOST_AT_ONCE).map(({ id }) => ({ id }));
    await api.post('/classifications/decisions', { action: 'withdraw', verdicts });
  }
}

/** `Accepted as E-mail address`, for what was done to one verdict or several. */
export function describeAct(
  act: Act,
  infoType: string | null,
  infoTypeTitle: (id: string) => string,
): string {
  if (act.action === 'correct') return `corrected to ${infoTypeTitle(act.infoType)}`;
  const what = infoType === null || infoType === '' ? '' : ` as ${infoTypeTitle(infoType)}`;
  return act.action === 'accept' ? `accepted${what}` : `rejected${what}`;
}

/** What to tell a person about a failure. */
export const messageOf = (error: unknown): string =>
  error instanceof ProblemError ? error.message : 'It could not be decided.';

export const isLostRace = (error: unknown): boolean => error instanceof ProblemError && error.status === 412;
