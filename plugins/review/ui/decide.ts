import { type ApiClient, ProblemError, rich, t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import type { Act, DecisionBody, ReviewItem } from './api.ts';

/** Verdicts as they are after they were decided on. */
export type Decided = Pick<ReviewItem, 'id' | 'version' | 'column' | 'assetName' | 'infoType' | 'question'>;

/** What was decided at one go, so that it can be undone. */
export interface Done {
  readonly act: Act;
  readonly items: readonly Decided[];
  /** Verdicts that were decided alike besides, by what looks like the one. */
  readonly also: readonly string[];
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

/** Sends decisions, as many at one go as the server takes. Answers the ids of the verdicts that were decided. */
export async function decideBody(api: ApiClient, body: DecisionBody): Promise<readonly string[]> {
  const decided: string[] = [];
  const { verdicts = [], columns = [], ...rest } = body;
  const targets = [...verdicts, ...columns];
  for (let start = 0; start < targets.length; start += MOST_AT_ONCE) {
    const some = targets.slice(start, start + MOST_AT_ONCE);
    const part = {
      ...rest,
      verdicts: some.filter((target) => typeof target !== 'string'),
      ...(columns.length === 0 ? {} : { columns: some.filter((target) => typeof target === 'string') }),
    };
    const { outcomes } = await api.post<BulkAnswer>('/classifications/decisions', part);
    for (const { outcome, verdict } of outcomes)
      if (verdict !== null && (outcome === 'decided' || outcome === 'unchanged')) decided.push(verdict);
  }
  return decided;
}

/** Decides alike on many. Answers those that were decided as they are now; the others had changed meanwhile. */
export async function decideAll(
  api: ApiClient,
  items: readonly ReviewItem[],
  act: Act,
): Promise<readonly Decided[]> {
  const verdicts = items.map(({ id, version }) => ({ id, version }));
  const decided = new Set(await decideBody(api, { ...act, verdicts }));
  // Each decision raises a verdict's version by one.
  return items.filter(({ id }) => decided.has(id)).map((item) => ({ ...item, version: item.version + 1 }));
}

/** Takes decisions back. Answers how many were left, because somebody has decided otherwise since. */
export async function undo(api: ApiClient, { items, also }: Done): Promise<number> {
  const verdicts = [...items.map(({ id, version }) => ({ id, version })), ...also.map((id) => ({ id }))];
  const taken = await decideBody(api, { action: 'withdraw', verdicts });
  return verdicts.length - taken.length;
}

/** `Accepted as E-mail address`, for what was done to one verdict or several. */
export function describeDone({ act, items, also }: Done, infoTypeTitle: (id: string) => string): unknown {
  const [item] = items;
  const n = items.length + also.length;
  const b = (parts: unknown): unknown => html`<strong>${parts}</strong>`;
  if (n === 1 && item !== undefined) {
    const name = `${item.assetName}.${item.column}`;
    const type = item.infoType === '' ? '' : infoTypeTitle(item.infoType);
    if (act.action === 'correct')
      return rich('<b>{name}</b> corrected to {type}.', { name, b, type: infoTypeTitle(act.infoType) });
    if (act.action === 'accept') return rich('<b>{name}</b> accepted as {type}.', { name, b, type });
    return rich('<b>{name}</b> rejected as {type}.', { name, b, type });
  }
  if (act.action === 'correct')
    return rich('<b>{n, plural, one {# verdict} other {# verdicts}}</b> corrected to {type}.', {
      ...{ n, b, type: infoTypeTitle(act.infoType) },
    });
  return act.action === 'accept'
    ? rich('<b>{n, plural, one {# verdict} other {# verdicts}}</b> accepted.', { n, b })
    : rich('<b>{n, plural, one {# verdict} other {# verdicts}}</b> rejected.', { n, b });
}

/** What to tell a person about a failure. */
export const messageOf = (error: unknown): string =>
  error instanceof ProblemError ? error.message : t('It could not be decided.');

export const isLostRace = (error: unknown): boolean => error instanceof ProblemError && error.status === 412;

/** How a verdict stands by now, for whoever came second. */
export function otherWords(item: ReviewItem, infoTypeTitle: (id: string) => string): string {
  const who = item.decidedBy ?? '';
  const { column } = item;
  if (item.status === 'accepted')
    return t('{column} was accepted by {who} meanwhile: it is skipped.', { column, who });
  if (item.status === 'rejected')
    return t('{column} was rejected by {who} meanwhile: it is skipped.', { column, who });
  if (item.status === 'corrected')
    return t('{column} was corrected to {type} by {who} meanwhile: it is skipped.', {
      ...{ column, who, type: infoTypeTitle(item.decidedType ?? '') },
    });
  return t('{column} has changed meanwhile: look at it again.', { column });
}
