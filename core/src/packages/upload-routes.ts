import { readFile } from 'node:fs/promises';
import type { ExecutionScope, RouteResponse } from '@datawave/plugin-sdk';
import type { KernelHttpService } from '../http/mounted-route.ts';
import type { ReceivedFile } from '../http/received-file.ts';
import type { ChangeRow } from './apply/change-rows.ts';
import type { Installer } from './installer.ts';
import { changeSchema } from './package-schemas.ts';

/** A file is sent over the line of whoever is at a browser, and looked at then. */
const UPLOAD_MS = 900_000;
/** A bundle holds several packages. */
const PACKAGES_IN_BUNDLE = 4;
const MOST_BUNDLE_BYTES = 268_435_456;

const query = {
  type: 'object',
  properties: {
    allowDowngrade: { enum: ['true', 'false'], description: 'Whether an older version is meant.' },
  },
};
interface Query {
  readonly allowDowngrade?: 'true' | 'false';
}

const responses = {
  201: { description: 'The plan.', schema: changeSchema },
  400: { description: 'The connection ended before the file did.' },
  409: { description: 'It does not fit what is there; the reason is in the answer.' },
  413: { description: 'The file is too large.' },
  415: { description: 'It was not sent as application/octet-stream.' },
  422: { description: 'The file is not accepted; the reason is in the answer.' },
} as const;

/** How many bytes a package and a bundle may have that are sent. */
export const uploadLimits = (
  maxBytes: number,
): { readonly packageBytes: number; readonly bundleBytes: number } => ({
  packageBytes: maxBytes,
  bundleBytes: Math.min(PACKAGES_IN_BUNDLE * maxBytes, MOST_BUNDLE_BYTES),
});

/**
 * Mounts what plans an installation from a file that somebody brings: a package, which counts as local whoever has signed it, or a bundle,
 * which is verified by the root of its registry. Nothing goes over the network.
 */
export function mountUploadRoutes(
  http: KernelHttpService,
  parts: {
    readonly maxBytes: number;
    installer(): Promise<Installer>;
    show(change: ChangeRow): object;
  },
): void {
  const mount = (
    path: string,
    summary: string,
    bodyLimit: number,
    propose: (bytes: Uint8Array, allowDowngrade: boolean, scope: ExecutionScope) => Promise<ChangeRow>,
  ): void =>
    void http.route<Record<string, string>, Query, ReceivedFile>({
      method: 'POST',
      path,
      permission: 'plugins:manage',
      recentSignIn: true,
      summary,
      description: `At most ${bodyLimit} bytes. The answer is the same as of POST /plugin-changes, and applied in the same way.`,
      receivesFile: true,
      ...{ bodyLimit, query, responses },
      timeoutMs: UPLOAD_MS,
      handler: async ({ body, query: { allowDowngrade }, scope }): Promise<RouteResponse> => {
        const change = await propose(await readFile(body.path), allowDowngrade === 'true', scope);
        return {
          status: 201,
          body: parts.show(change),
          headers: { location: `/api/v1/plugin-changes/${change.id}` },
        };
      },
    });

  const { packageBytes, bundleBytes } = uploadLimits(parts.maxBytes);
  mount(
    '/plugin-changes/packages',
    'Plan to install a plugin from the file of its package, to be looked at.',
    packageBytes,
    async (bytes, allowDowngrade, scope) =>
      (await parts.installer()).propose({ files: [bytes], allowDowngrade }, scope),
  );
  mount(
    '/plugin-changes/bundles',
    'Plan to install the plugins of a bundle, to be looked at.',
    bundleBytes,
    async (bytes, allowDowngrade, scope) => {
      const limits = { packedBytes: bundleBytes, unpackedBytes: 2 * bundleBytes };
      return (await parts.installer()).proposeBundle(bytes, { allowDowngrade, limits }, scope);
    },
  );
}
