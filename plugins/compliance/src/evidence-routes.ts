import { closedSchema, type HttpService, pageQuerySchema, uuidSchema } from '@datawave/plugin-sdk';
import { type Assessment, type EvidenceFilter, listEvidence, toCsvLine, verifyEvidence } from './evidence.ts';
import { type RouteParts, urnSchema } from './routes.ts';

const date = { type: 'string', format: 'date' } as const;
const filterSchema = {
  framework: { type: 'string', maxLength: 100 },
  source: uuidSchema,
  asset: urnSchema,
  from: date,
  to: date,
  q: { type: 'string', maxLength: 200 },
};
/** Assessments that one export holds; more than a spreadsheet shows. */
const MOST_EXPORTED = 100_000;
const EXPORT_PAGE = 500;

/** Mounts `/assessments`. */
export function mountEvidenceRoutes(http: HttpService, { storage, labels, visible }: RouteParts): void {
  http.route<Record<string, never>, EvidenceFilter & { limit: number; cursor?: string }>({
    method: 'GET',
    path: '/assessments',
    permission: 'compliance:read',
    summary: 'What was assessed when, by which version of which framework, and what came of it',
    query: closedSchema({ ...pageQuerySchema, ...filterSchema }),
    handler: async ({ scope, query }) => {
      const { limit, cursor, ...filter } = query;
      const { predicate } = await visible(scope, 'compliance:read', 'assessments');
      const page = await storage.transaction(scope, (tx) =>
        listEvidence(storage, tx, filter, { limit, cursor, visible: predicate }),
      );
      const sources = await labels.sources(
        scope,
        page.items.map(({ sourceId }) => sourceId),
      );
      const items = page.items.map(({ content: _content, ...item }) => ({
        ...item,
        sourceTitle: sources.get(item.sourceId) ?? null,
      }));
      return { body: { ...page, items } };
    },
  });

  http.route<Record<string, never>, EvidenceFilter>({
    method: 'GET',
    path: '/assessments/verification',
    permission: 'compliance:read',
    summary: 'Whether what is kept of assessments is as it was written down',
    query: closedSchema(filterSchema),
    handler: async ({ scope, query }) => {
      const { predicate } = await visible(scope, 'compliance:read', 'assessments');
      return {
        body: await storage.transaction(scope, (tx) => verifyEvidence(storage, tx, query, predicate)),
      };
    },
  });

  http.route<Record<string, never>, EvidenceFilter & { format: 'csv' | 'json' }>({
    method: 'GET',
    path: '/assessments/export',
    permission: 'compliance:read',
    summary: 'The same as a file, with what each hash is over',
    query: closedSchema({ ...filterSchema, format: { enum: ['csv', 'json'], default: 'csv' } }),
    handler: async ({ scope, query }) => {
      const { format, ...filter } = query;
      const { predicate } = await visible(scope, 'compliance:read', 'assessments');
      const pages = async function* (): AsyncIterable<readonly Assessment[]> {
        let cursor: string | undefined;
        for (let told = 0; told < MOST_EXPORTED; told += EXPORT_PAGE) {
          const page = await storage.transaction(scope, (tx) =>
            listEvidence(storage, tx, filter, { limit: EXPORT_PAGE, cursor, visible: predicate }),
          );
          yield page.items;
          if (page.nextCursor === null) return;
          cursor = page.nextCursor;
        }
      };
      return {
        headers: {
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
          'content-disposition': `attachment; filename="evidence.${format}"`,
        },
        stream: format === 'csv' ? asCsv(pages()) : asJson(pages()),
      };
    },
  });
}

async function* asCsv(pages: AsyncIterable<readonly Assessment[]>): AsyncIterable<string> {
  yield toCsvLine([
    ...['at', 'asset', 'framework', 'frameworkVersion', 'violations', 'failedControls'],
    ...['number', 'previousHash', 'hash', 'content'],
  ]);
  for await (const page of pages)
    yield page
      .map((entry) =>
        toCsvLine([
          ...[entry.at, entry.asset, entry.framework, entry.frameworkVersion, entry.violations],
          Object.keys(entry.failed).sort().join('; '),
          ...[entry.number, entry.previousHash, entry.hash, entry.content],
        ]),
      )
      .join('');
}

async function* asJson(pages: AsyncIterable<readonly Assessment[]>): AsyncIterable<string> {
  yield '{"hash":"SHA-256 over the bytes of previousHash, if any, and content as UTF-8","assessments":[';
  let separator = '';
  for await (const page of pages)
    for (const entry of page) {
      yield `${separator}${JSON.stringify(entry)}`;
      separator = ',\n';
    }
  yield ']}\n';
}
