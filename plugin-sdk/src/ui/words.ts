import type { Severity } from '../governance/framework.ts';
import type { Sensitivity } from '../governance/info-types.ts';
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
