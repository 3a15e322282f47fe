import { msg, reasonText } from '@datawave/plugin-sdk/ui';

/** The forms in which a source says why it is in its state. */
export const REASONS: readonly string[] = [
  msg('registered', 'reason'),
  msg('found by {name}', 'reason'),
  msg('its settings answered a test', 'reason'),
  msg('its first scan was completed', 'reason'),
  msg('set on request', 'reason'),
  msg('deleted on request', 'reason'),
];

/** Why, in the chosen language. */
export const reasonWords = (reason: string): string => reasonText(reason, REASONS);
