import { type HttpService, INFO_TYPES, type TextDetectionService } from '@datawave/plugin-sdk';

/** Largest text that is looked at over HTTP, in UTF-16 code units; the body may be as large in bytes, and a little more. */
const LARGEST_TEXT = 1_000_000;

interface Body {
  readonly text: string;
  readonly minConfidence?: number;
  readonly infoTypes?: readonly string[];
}

/** Mounts `/text-detections`. The text is looked at and forgotten: not stored, not logged, not echoed. */
export function mountRoutes(http: HttpService, detection: TextDetectionService): void {
  http.route<Record<string, string>, Record<string, unknown>, Body>({
    method: 'POST',
    path: '/text-detections',
    permission: 'free-text:detect',
    summary: 'Find personal and secret data in a text',
    description:
      'Answers where in the text something stands and of what info type, never what. Offsets count UTF-16 code units. The text is not kept.',
    bodyLimit: 2 * LARGEST_TEXT,
    body: {
      type: 'object',
      required: ['text'],
      additionalProperties: false,
      properties: {
        text: { type: 'string', maxLength: LARGEST_TEXT },
        minConfidence: { type: 'number', minimum: 0, maximum: 1, default: 0.35 },
        infoTypes: {
          type: 'array',
          maxItems: 500,
          items: { type: 'string', maxLength: 100 },
          description: `Only these, e.g. ${INFO_TYPES.slice(0, 3)
            .map((type) => type.id)
            .join(', ')}; DATE is given only when named here.`,
        },
      },
    },
    responses: {
      200: {
        description: 'Spans in the order of the text, not overlapping; how much was examined; warnings.',
      },
    },
    handler: async ({ body: { text, minConfidence, infoTypes } }) => ({
      body: await detection.detect(text, {
        ...(minConfidence === undefined ? {} : { minConfidence }),
        ...(infoTypes === undefined ? {} : { infoTypes }),
      }),
    }),
  });
}
