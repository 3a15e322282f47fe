import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePackage, type PackageRecipe, packageJsonOf } from './make-package.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** An npm registry that may lie: each answer can be replaced. */
export class StandInRegistry {
  readonly #server: Server;
  readonly #packages = new Map<string, Map<string, Record<string, unknown>>>();
  readonly #tarballs = new Map<string, Uint8Array>();
  /** Paths that were asked for, with the authorization that came along. */
  readonly asked: { readonly path: string; readonly authorization: string | undefined }[] = [];
  /** Answers in place of the registry where it says so. */
  intercept: Answer = () => false;
  /** Changes the packument before it is sent. */
  lie: (packument: Record<string, unknown>) => unknown = (packument) => packument;

  constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Publishes a version. Answers the tarball. */
  async publish(recipe: PackageRecipe, dist: Readonly<Record<string, unknown>> = {}): Promise<Uint8Array> {
    const packageJson = packageJsonOf(recipe);
    const [name, version] = [String(packageJson['name']), String(packageJson['version'])];
    const bytes = await makePackage(recipe);
    const path = `/${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
    this.#tarballs.set(path, bytes);
    const versions = this.#packages.get(name) ?? new Map<string, Record<string, unknown>>();
    this.#packages.set(name, versions);
    versions.set(version, {
      ...packageJson,
      dist: {
        tarball: `${this.url.slice(0, -1)}${path}`,
        integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
        ...dist,
      },
    });
    return bytes;
  }

  /** Puts other bytes in place of a tarball. */
  replace(name: string, version: string, bytes: Uint8Array): void {
    this.#tarballs.set(`/${name}/-/${name.split('/').at(-1)}-${version}.tgz`, bytes);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url ?? '/');
    this.asked.push({ path, authorization: request.headers.authorization });
    if (this.intercept(request, response)) return;
    const tarball = this.#tarballs.get(path);
    if (tarball !== undefined) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(tarball);
      return;
    }
    if (path.startsWith('/-/datawave/plugins/')) {
      const asked = decodeURIComponent(path.slice('/-/datawave/plugins/'.length));
      const found = this.#listings('').find((one) => Object(one).name === asked);
      if (found === undefined) response.writeHead(404).end('{}');
      else this.#json(response, this.lie({ ...found, readme: '# Weather', versions: [], reviews: [] }));
      return;
    }
    if (path.startsWith('/-/datawave/plugins')) {
      this.#json(response, { items: this.#listings(new URL(path, this.url).searchParams.get('q') ?? '') });
      return;
    }
    const name = path.slice(1);
    const versions = this.#packages.get(name);
    if (versions === undefined) {
      response.writeHead(404).end('{}');
      return;
    }
    const latest = [...versions.keys()].at(-1);
    const packument = { name, 'dist-tags': { latest }, versions: Object.fromEntries(versions) };
    this.#json(response, this.lie(structuredClone(packument)));
  }

  #listings(query: string): readonly object[] {
    return [...this.#packages].flatMap(([name, versions]) => {
      const newest = [...versions.values()].at(-1) ?? {};
      const { id = '', title = '' } = Object(newest['datawave']) as Record<string, string>;
      if (!`${name} ${id} ${title}`.toLowerCase().includes(query.toLowerCase())) return [];
      return [
        {
          ...{ name, id, title, description: '', kinds: ['other'], version: newest['version'], sdk: '*' },
          ...{ publisher: { id: 'acme', title: 'Acme', verified: false }, permissions: [], needs: {} },
          ...{
            downloads: 0,
            rating: { mean: null, count: 0 },
            updatedAt: '2026-01-01T00:00:00Z',
            revoked: null,
          },
        },
      ];
    });
  }

  #json(response: ServerResponse, value: unknown): void {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  }
}
