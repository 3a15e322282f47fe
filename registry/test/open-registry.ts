import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { coreServices, definePlugin, type Principal } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { type PackageFixture, packageFixture } from '../../plugin-sdk/test/package-fixture.ts';

/** Somebody whose roles are the permissions that they have. */
export const person = (name: string, ...permissions: readonly string[]): Principal => ({
  id: `user:${name}`,
  kind: 'user',
  displayName: name,
  roles: permissions,
});

export const PUBLISHER = ['registry:read', 'registry:publish', 'registry:review'] as const;

/** Lets everybody do what their roles name, and `admin` everything: who has which is for other tests. */
const byRoles = {
  manifest: { manifestVersion: 1 as const, id: 'test-roles', apiVersion: '*' },
  plugin: definePlugin()({
    deps: { access: coreServices.access },
    setup({ deps: { access }, onDispose }) {
      onDispose(
        access.use({
          decide: ({ principal: { roles } }, { permission }) => ({
            allowed: roles.includes('admin') || roles.includes(permission),
            reason: 'As the test has it.',
          }),
          filter: () => {
            throw new Error('nothing here is listed by attributes');
          },
        }),
      );
      return {};
    },
  }),
};

/** The registry alone, without accounts, over a database that tests share. */
export class OpenRegistry implements AsyncDisposable {
  readonly test: TestKernel;

  private constructor(test: TestKernel) {
    this.test = test;
  }

  static async start(
    config: object = {},
    settings: Readonly<Record<string, unknown>> = {},
  ): Promise<OpenRegistry> {
    const test = await createTestKernel({
      plugins: [byRoles, { directory: join(import.meta.dirname, '..'), config }],
      settings,
    });
    const { state, reason } = test.plugin('registry');
    expect(state, String(reason)).to.equal('active');
    return new OpenRegistry(test);
  }

  /** Below `/api/v1/npm`; as the administrator unless somebody is given. */
  ask(
    method: string,
    path: string,
    options: {
      readonly as?: Principal | null;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<TestResponse> {
    return this.test.request(method, `/api/v1/npm${path}`, options);
  }

  /** Publishes what a fixture makes, as npm would send it. */
  async publish(
    as: Principal,
    fixture: PackageFixture & { readonly name: string; readonly version: string },
  ): Promise<TestResponse> {
    const bytes = await packageFixture({
      ...fixture,
      manifest: { id: fixture.name.replace(/^@/, '').replace(/[/._]/g, '-'), ...fixture.manifest },
    });
    return this.send(as, fixture.name, fixture.version, bytes);
  }

  /** Publishes these very bytes. */
  send(
    as: Principal,
    name: string,
    version: string,
    bytes: Uint8Array,
    over: Readonly<Record<string, unknown>> = {},
  ): Promise<TestResponse> {
    return this.ask('PUT', `/${name.replace('/', '%2f')}`, {
      as,
      body: { ...publishDocument(name, version, bytes), ...over },
    });
  }

  stop(): Promise<void> {
    return this.test.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** What `npm publish` sends. */
export const publishDocument = (name: string, version: string, bytes: Uint8Array): object => ({
  _id: name,
  name,
  'dist-tags': { latest: version },
  versions: {
    [version]: {
      ...{ name, version },
      dist: {
        integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
        shasum: createHash('sha1').update(bytes).digest('hex'),
      },
    },
  },
  _attachments: {
    [`${name}-${version}.tgz`]: {
      content_type: 'application/octet-stream',
      data: Buffer.from(bytes).toString('base64'),
      length: bytes.length,
    },
  },
});

/** A field of an answer's body, and one of that. */
export function field(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value instanceof Object && 'body' in value ? value.body : value,
  );
}
