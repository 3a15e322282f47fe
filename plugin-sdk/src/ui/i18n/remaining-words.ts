import type { RemainingTime } from '../../governance/remaining-time.ts';
import { type RemainingSteps, remainingSteps } from '../../governance/remaining-words.ts';
import { t } from './translate.ts';

/** `about 4 minutes left (3 to 6)`: all three numbers in the unit that suits the likely one. @public */
export function remainingWords(remaining: RemainingTime): string {
  const steps = remainingSteps(remaining);
  if (steps === null) return t('a few seconds left');
  const { least, most } = steps;
  const text = aboutWords(steps);
  if (least === most) return text;
  return least === 0
    ? t('{time} (up to {most})', { time: text, most })
    : t('{time} ({least} to {most})', { time: text, least, most });
}

function aboutWords({ unit, about: n }: RemainingSteps): string {
  switch (unit) {
    case 'day':
      return t('about {n, plural, one {# day} other {# days}} left', { n });
    case 'hour':
      return t('about {n, plural, one {# hour} other {# hours}} left', { n });
    case 'minute':
      return t('about {n, plural, one {# minute} other {# minutes}} left', { n });
    case 'second':
      return t('about {n, plural, one {# second} other {# seconds}} left', { n });
  }
}
