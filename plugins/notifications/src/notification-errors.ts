import { DataWaveError } from '@datawave/plugin-sdk';

/** What a plugin wants to tell cannot be told. */
export const invalidNotification = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_NOTIFICATION_INVALID',
    message: `A notification cannot be sent: ${what}.`,
    hint: 'Correct what the plugin sends; see the contract of notifications in the SDK.',
    status: 400,
  });

/** There is none, or none of whoever asks. */
export const unknownNotification = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_NOTIFICATION_UNKNOWN',
    message: 'There is no such notification among yours.',
    hint: 'GET /api/v1/notifications lists them.',
    status: 404,
  });

/** No plugin that runs tells of it. */
export const unknownTopic = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_NOTIFICATION_TOPIC_UNKNOWN',
    message: 'There is no such topic of notifications.',
    hint: 'GET /api/v1/notifications/preferences lists them.',
    status: 404,
  });

/** A message waits for a channel that nobody brings. */
export const missingChannel = (channel: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_NOTIFICATION_CHANNEL_MISSING',
    message: `No plugin that runs brings the channel "${channel}".`,
    hint: 'Enable its plugin, or take the channel out of the settings of notifications.',
    status: 503,
  });
