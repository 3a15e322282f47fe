import { closedSchema, type HttpService, type StorageService } from '@datawave/plugin-sdk';
import { noRoot, unknownTrustFile } from './trust-errors.ts';
import type { TrustStore } from './trust-store.ts';

const YEAR_S = 31_536_000;
/** How long a client may take the newest state for granted. */
const TIMESTAMP_S = 60;

/** Mounts the signed index: what has a version or a hash in its name never changes, and only the timestamp is asked for again. */
export function mountTrustRoutes(
  http: HttpService,
  {
    reads,
    storage,
    store,
  }: { readonly reads: string; readonly storage: StorageService; readonly store: TrustStore },
): void {
  const audience = reads === 'public' ? 'public' : 'private';
  http.route<{ file: string }>({
    method: 'GET',
    path: '/npm/-/datawave/trust/:file',
    permission: reads,
    summary:
      'A file of the signed index: metadata as The Update Framework defines it, begun with timestamp.json',
    params: closedSchema(
      {
        file: {
          type: 'string',
          maxLength: 100,
          pattern: '^(timestamp|[0-9]+\\.[a-z]+(-[0-9a-f]+)?|[0-9a-f]{64}\\.revocations)\\.json$',
        },
      },
      ['file'],
    ),
    handler: async ({ scope, params: { file } }) => {
      const bytes = await storage.transaction(scope, (tx) => store.file(tx, file), { isKeyed: true });
      if (bytes === null) throw file === 'timestamp.json' ? noRoot() : unknownTrustFile(file);
      const lifetime =
        file === 'timestamp.json'
          ? `max-age=${TIMESTAMP_S}, must-revalidate`
          : `max-age=${YEAR_S}, immutable`;
      return {
        body: bytes,
        headers: { 'content-type': 'application/json', 'cache-control': `${audience}, ${lifetime}` },
      };
    },
  });
}
