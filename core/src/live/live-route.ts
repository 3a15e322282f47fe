import type { HttpService } from '@datawave/plugin-sdk';
import { type LiveStreamParts, liveStream } from './live-stream.ts';

/** Mounts what tells browsers which topics have changed. */
export function mountLiveRoute(http: HttpService, parts: LiveStreamParts): void {
  http.route({
    method: 'GET',
    path: '/ui/events',
    permission: 'signed-in',
    summary: 'Follow which topics change, to load again what is on the screen.',
    description:
      'Server-sent events. `changed` names topics that have changed, of those that the caller may know of; `resync` says that too much has happened since `Last-Event-ID` to tell, so that everything is to be loaded again. Neither says what has changed.',
    responses: {
      200: {
        description: 'The stream.',
        schema: {
          type: 'object',
          properties: { topics: { type: 'array', items: { type: 'string' } } },
          required: ['topics'],
        },
      },
    },
    handler: ({ scope, headers }) =>
      Promise.resolve({ events: liveStream(parts, scope, headers['last-event-id']) }),
  });
}
