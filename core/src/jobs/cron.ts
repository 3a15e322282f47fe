import { DataWaveError } from '@datawave/plugin-sdk';
import { CronExpressionParser } from 'cron-parser';

/**
 * The first tick after an instant. Across a change of the clocks, a wall time that does not exist is run once at
 * the instant that follows the gap, one that exists twice is run once.
 * @throws DataWaveError DW_JOB_SCHEDULE when the expression or the time zone cannot be read
 */
export function nextTick(cron: string, timeZone: string, after: Date): Date {
  const fields = cron.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6)
    throw invalid(cron, timeZone, `it has ${fields} fields instead of five or six`);
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw invalid(cron, timeZone, 'the time zone is not known', cause);
  }
  try {
    return CronExpressionParser.parse(cron, { currentDate: after, tz: timeZone }).next().toDate();
  } catch (cause) {
    throw invalid(cron, timeZone, 'it cannot be read as cron fields', cause);
  }
}

function invalid(cron: string, timeZone: string, reason: string, cause?: unknown): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_SCHEDULE',
    message: `Schedule "${cron}" in ${timeZone} is not usable: ${reason}.`,
    hint: 'Give five or six cron fields and an IANA time zone such as Europe/Berlin.',
    status: 400,
    cause,
  });
}
