import { join } from 'node:path';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

/** What a SCIM client is answered. */
export interface ScimReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends requests as one SCIM client does. */
export type ScimCall = (
  method: string,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<ScimReply>;

const PLUGINS = join(import.meta.dirname, '../..');

/** A running platform with clients `entra`, by external id, and `okta`, by user name. */
export class ServedScim {
  readonly test: TestKernel;

  constructor(test: TestKernel) {
    this.test = test;
  }

  static async start(): Promise<ServedScim> {
    const test = await createTestKernel({
      http: 'always',
      plugins: [
        { directory: join(PLUGINS, 'access'), config: {} },
        { directory: join(PLUGINS, 'identity'), config: {} },
        {
          directory: join(PLUGINS, 'identity-scim'),
          config: {
            clients: [
              { key: 'entra', service: 'Entra ID' },
              { key: 'okta', subject: 'userName', onDelete: 'deactivate' },
            ],
          },
        },
      ],
    });
    const { state, reason } = test.plugin('identity-scim');
    expect(state, String(reason)).to.equal('active');
    const role = await test.request('POST', '/api/v1/roles', {
      body: { key: 'provisioner', title: 'Provisioner', permissions: ['scim:write'], everywhere: true },
    });
    expect(role.status, JSON.stringify(role.body)).to.equal(201);
    return new ServedScim(test);
  }

  /** An API token of a service. */
  async token(
    name: string,
    permissions: readonly string[] = ['scim:write'],
    roles = ['provisioner'],
  ): Promise<string> {
    const made = await this.test.request('POST', '/api/v1/api-tokens', {
      body: { name, permissions, service: { roles } },
    });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    return String(Object(made.body)['token']);
  }

  /** With a token, or without any. */
  as(token: string | null): ScimCall {
    return async (method, path, body, headers = {}) => {
      const url = new URL(`/api/v1/scim/v2${path}`, this.test.kernel.address ?? '');
      const reply = await fetch(url, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
          accept: 'application/scim+json',
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await reply.text();
      const parsed: unknown = text === '' ? {} : JSON.parse(text);
      return { status: reply.status, headers: reply.headers, body: { ...Object(parsed) } };
    };
  }

  async stop(): Promise<void> {
    await this.test.stop();
  }
}

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The body of a PATCH. */
export const patchOf = (...Operations: readonly object[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

/** Resources of a list. */
export const resourcesOf = ({ body }: ScimReply): readonly Readonly<Record<string, unknown>>[] => {
  const list: unknown = body['Resources'];
  return Array.isArray(list) ? list.map((one: unknown) => ({ ...Object(one) })) : [];
};
