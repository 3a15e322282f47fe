import { type FieldFault, type MaintenanceWindow, type SourceLoad, t } from '@datawave/plugin-sdk/ui';

/** How a source is to be treated. */
export interface Care {
  readonly load: SourceLoad;
  readonly maintenance: readonly MaintenanceWindow[];
}

/** A load as somebody fills it in. */
export interface LoadFields {
  readonly maxConcurrency: string;
  readonly maxStatementsPerSecond: string;
  readonly statementSeconds: string;
}

export const loadFields = (load: SourceLoad): LoadFields => ({
  maxConcurrency: String(load.maxConcurrency),
  maxStatementsPerSecond: load.maxStatementsPerSecond === null ? '' : String(load.maxStatementsPerSecond),
  statementSeconds: String(load.statementTimeoutMs / 1000),
});

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')));

/** The load that was filled in, or what is wrong with it. */
export function toLoad(fields: LoadFields): SourceLoad | readonly FieldFault[] {
  const concurrency = numberOf(fields.maxConcurrency);
  const perSecond =
    fields.maxStatementsPerSecond.trim() === '' ? null : numberOf(fields.maxStatementsPerSecond);
  const seconds = numberOf(fields.statementSeconds);
  const faults: FieldFault[] = [];
  const fault = (name: string, message: string): void =>
    void faults.push({ pointer: `/load/${name}`, message });
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64)
    fault('maxConcurrency', t('is a whole number from 1 to 64'));
  if (perSecond !== null && !(perSecond > 0 && perSecond <= 10_000))
    fault('maxStatementsPerSecond', t('is a number above 0 and up to 10,000, or empty'));
  if (!(seconds >= 0.1 && seconds <= 3600))
    fault('statementTimeoutMs', t('is a number of seconds from 0.1 to 3,600'));
  if (faults.length > 0) return faults;
  return {
    maxConcurrency: concurrency,
    maxStatementsPerSecond: perSecond,
    statementTimeoutMs: Math.round(seconds * 1000),
  };
}

/** What is wrong with hours at first sight; the server looks at them again. */
export function windowFaults(windows: readonly MaintenanceWindow[]): readonly FieldFault[] {
  const isTime = (text: string): boolean => /^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(text);
  return windows.flatMap(({ days, from, to, timeZone }, index) => [
    ...(days.length === 0
      ? [{ pointer: `/maintenance/${index}/days`, message: t('Choose a day at least.') }]
      : []),
    ...(isTime(from) ? [] : [{ pointer: `/maintenance/${index}/from`, message: t('is a time of day') }]),
    ...(isTime(to) ? [] : [{ pointer: `/maintenance/${index}/to`, message: t('is a time of day') }]),
    ...(timeZone === ''
      ? [{ pointer: `/maintenance/${index}/timeZone`, message: t('Name a time zone.') }]
      : []),
  ]);
}
