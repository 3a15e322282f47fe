import type { Severity } from '../governance/framework.ts';
import type { Sensitivity } from '../governance/info-types.ts';
import { msg } from './i18n/msg.ts';
import { t } from './i18n/translate.ts';
import type { Tone } from './shell-context.ts';

/** The tone in which a sensitivity is shown: the more sensitive, the more alarming. @public */
export const sensitivityTone = (level: Sensitivity): Tone =>
  level === 'restricted'
    ? 'danger'
    : level === 'confidential'
      ? 'warning'
      : level === 'internal'
        ? 'info'
        : 'success';

/** The tone in which a severity is shown. @public */
export const severityTone = (level: Severity): Tone =>
  level === 'critical' || level === 'high' ? 'danger' : level === 'medium' ? 'warning' : 'neutral';

const SENSITIVITY_WORDS: Readonly<Record<Sensitivity, string>> = {
  public: msg('public', 'sensitivity'),
  internal: msg('internal', 'sensitivity'),
  confidential: msg('confidential', 'sensitivity'),
  restricted: msg('restricted', 'sensitivity'),
};

/** What people call a sensitivity, in the chosen language: `confidential`. @public */
export const sensitivityWord = (level: Sensitivity): string => t(SENSITIVITY_WORDS[level], {}, 'sensitivity');

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  low: msg('low', 'severity'),
  medium: msg('medium', 'severity'),
  high: msg('high', 'severity'),
  critical: msg('critical', 'severity'),
};

/** What people call a severity, in the chosen language: `high`. @public */
export const severityWord = (level: Severity): string => t(SEVERITY_WORDS[level], {}, 'severity');
