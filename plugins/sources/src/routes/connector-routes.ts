import {
  type AuditService,
  type HttpService,
  pageQuerySchema,
  type ScannerService,
} from '@datawave/plugin-sdk';
import type { SourceRegistry } from '../source-registry.ts';
import { config } from './source-schemas.ts';
import { tryAudited } from './try-audited.ts';

/** Mounts `/connectors`. */
export function mountConnectorRoutes({
  http,
  registry,
  scanner,
  audit,
}: {
  readonly http: HttpService;
  readonly registry: SourceRegistry;
  readonly scanner: ScannerService;
  readonly audit: AuditService;
}): void {
  http.route({
    method: 'GET',
    path: '/connectors',
    permission: 'sources:read',
    summary: 'Connectors that a source can be registered with',
    query: { type: 'object', additionalProperties: false, properties: pageQuerySchema },
    handler: async () => {
      const connectors = [...(await scanner.connectors())].sort((a, b) =>
        a.title.localeCompare(b.title, 'en'),
      );
      return { body: { items: connectors, nextCursor: null } };
    },
  });

  http.route<{ kind: string }, never, { config: Readonly<Record<string, unknown>> }>({
    method: 'POST',
    path: '/connectors/:kind/test',
    permission: 'sources:write',
    summary: 'Try settings before a source is registered with them',
    body: { type: 'object', required: ['config'], additionalProperties: false, properties: { config } },
    handler: async ({ params, body, scope }) => {
      const source = {
        connector: params.kind,
        source: ['test'],
        config: await registry.validate(params.kind, body.config),
        workspace: scope.workspace,
      };
      const entry = { action: 'sources.connector.tested', object: { type: 'connector', id: params.kind } };
      return { body: await tryAudited(audit, scope, entry, () => registry.test(source, scope.signal)) };
    },
  });
}
