import { DataWaveError, type HttpService } from '@datawave/plugin-sdk';
import type { MessageMerger } from './merged-messages.ts';

/** Mounts what the web shell reads its texts from. They are of the program, not of anybody's data: the sign-in needs them, too. */
export function mountMessageRoutes(http: HttpService, messages: MessageMerger): void {
  http.route({
    method: 'GET',
    path: '/ui/messages',
    permission: 'public',
    summary: 'Languages that the web shell can be shown in, besides English.',
    responses: {
      200: {
        description: 'BCP 47 tags.',
        schema: {
          type: 'object',
          properties: { items: { type: 'array', items: { type: 'string' } }, nextCursor: { type: 'null' } },
          required: ['items', 'nextCursor'],
        },
      },
    },
    handler: () => Promise.resolve({ body: { items: messages.locales(), nextCursor: null } }),
  });

  http.route<{ readonly locale: string }>({
    method: 'GET',
    path: '/ui/messages/:locale',
    permission: 'public',
    summary: 'Texts of the shell and of the running plugins in one language, by the English text.',
    params: {
      type: 'object',
      properties: {
        locale: { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$', maxLength: 30 },
      },
      required: ['locale'],
    },
    responses: {
      200: {
        description: 'One object of texts.',
        schema: { type: 'object', additionalProperties: { type: 'string' } },
      },
      404: { description: 'Nobody brings that language.' },
    },
    async handler({ params, headers }) {
      const merged = await messages.of(params.locale);
      if (merged === null) throw unknownLocale(params.locale, messages.locales());
      const accepted = headers['accept-encoding'] ?? '';
      const encoding = (['br', 'gzip'] as const).find((name) => new RegExp(`\\b${name}\\b`).test(accepted));
      return {
        // Each encoding is a representation of its own.
        version: `${merged.version}${encoding === undefined ? '' : `-${encoding}`}`,
        body: merged[encoding ?? 'json'],
        headers: {
          'content-type': 'application/json; charset=utf-8',
          // Anybody's, but plugins come and go: asked for again each time, and mostly answered with 304.
          'cache-control': 'public, no-cache',
          vary: 'accept-encoding',
          ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
        },
      };
    },
  });
}

const unknownLocale = (locale: string, known: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_UI_LOCALE_UNKNOWN',
    message: `There are no texts in "${locale}".`,
    hint: `Take one of: ${['en', ...known].join(', ')}.`,
    status: 404,
  });
