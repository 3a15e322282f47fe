import type { ScannerService } from '@datawave/plugin-sdk';
import { MOST_WINDOWS } from '../maintenance/check-windows.ts';
import type { SourceDetail } from '../source-detail.ts';

/** Schemas of requests about sources. */
export const sourceId = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'string', format: 'uuid' } },
};

const globs = { type: 'array', maxItems: 200, items: { type: 'string', minLength: 1, maxLength: 500 } };
const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };

export const config = {
  type: 'object',
  description: "The connection's settings, by the connector's connectionSchema.",
};

/** What a source is registered with and what may be changed of it, but for its connector. */
export const sourceProperties = {
  title: { type: 'string', minLength: 1, maxLength: 200 },
  owner: {
    type: ['string', 'null'],
    minLength: 1,
    maxLength: 200,
    description: 'Who answers for it: a person or a team.',
  },
  config,
  include: globs,
  exclude: globs,
  load: {
    type: 'object',
    required: ['maxConcurrency', 'maxStatementsPerSecond', 'statementTimeoutMs'],
    additionalProperties: false,
    properties: {
      maxConcurrency: { type: 'integer', minimum: 1, maximum: 64 },
      maxStatementsPerSecond: { type: ['number', 'null'], minimum: 0.01, maximum: 10_000 },
      statementTimeoutMs: { type: 'integer', minimum: 100, maximum: 3_600_000 },
    },
  },
  maintenance: {
    type: 'array',
    maxItems: MOST_WINDOWS,
    items: {
      type: 'object',
      required: ['days', 'from', 'to', 'timeZone'],
      additionalProperties: false,
      properties: {
        days: {
          type: 'array',
          minItems: 1,
          maxItems: 7,
          uniqueItems: true,
          items: { type: 'integer', minimum: 1, maximum: 7 },
        },
        from: clock,
        to: clock,
        timeZone: { type: 'string', minLength: 1, maxLength: 64 },
      },
    },
  },
};

/** What people call the connectors, by kind. */
export const connectorTitles = async (scanner: ScannerService): Promise<ReadonlyMap<string, string>> =>
  new Map((await scanner.connectors()).map((info) => [info.kind, info.title]));

/** A source as clients see it. */
export const shownSource = async (
  scanner: ScannerService,
  source: SourceDetail,
): Promise<Readonly<Record<string, unknown>>> => ({
  ...source,
  connectorTitle: (await connectorTitles(scanner)).get(source.connector) ?? source.connector,
});
