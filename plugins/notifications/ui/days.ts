import { formatDate, t } from '@datawave/plugin-sdk/ui';

/** Things of one day, under what people call it. */
export interface Day<T> {
  readonly heading: string;
  readonly items: readonly T[];
}

const dayOf = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();

const nameOf = (day: number, today: Date): string => {
  if (day === dayOf(today)) return t('Today');
  const yesterday = new Date(today);
  yesterday.setDate(today.getDate() - 1);
  return day === dayOf(yesterday) ? t('Yesterday') : formatDate(new Date(day));
};

/** Groups what comes in the order of time by day. */
export function byDay<T>(
  items: readonly T[],
  at: (item: T) => string,
  today = new Date(),
): readonly Day<T>[] {
  const days = new Map<number, T[]>();
  for (const item of items) {
    const day = dayOf(new Date(at(item)));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, own]) => ({ heading: nameOf(day, today), items: own }));
}
