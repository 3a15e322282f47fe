import type { NotificationRequest } from '@datawave/plugin-sdk';
import { invalidNotification } from './notification-errors.ts';

const TOPIC = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;
const MOST_RECIPIENTS = 1_000;
const MOST_VALUES = 20;
const LONGEST = 500;

/** @throws DataWaveError DW_NOTIFICATION_INVALID */
export function checkRequest({ to, topic, title, values = {}, href, dedupeKey }: NotificationRequest): void {
  if (!TOPIC.test(topic) || topic.length > 100) throw invalidNotification('its topic has no such name');
  if (title === '' || title.length > LONGEST) throw invalidNotification('its title is empty or too long');
  if (to.length > MOST_RECIPIENTS) throw invalidNotification('it has too many recipients');
  const given = Object.entries(values);
  const isTooLong = given.some(([name, value]) => name.length > 50 || String(value).length > LONGEST);
  if (given.length > MOST_VALUES || isTooLong)
    throw invalidNotification('its values are too many or too long');
  if (href !== undefined && !leadsInside(href))
    throw invalidNotification('its link leads out of the platform');
  if (dedupeKey !== undefined && (dedupeKey === '' || dedupeKey.length > LONGEST))
    throw invalidNotification('its key is empty or too long');
}

/** A path of the shell: `//host` and `/\host` are other hosts to a browser, and what is before a colon a scheme. */
function leadsInside(href: string): boolean {
  if (href.length > 2_000 || !/^\/(?![/\\])/.test(href) || /[\0-\x20\\]/.test(href)) return false;
  return new URL(href, 'https://here.invalid').origin === 'https://here.invalid';
}
