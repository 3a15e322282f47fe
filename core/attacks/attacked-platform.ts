import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  DataWaveError,
  DEFAULT_WORKSPACE,
  definePlugin,
  type ExecutionScope,
  type Logger,
  notificationsService,
  signInProviderPoint,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestPlugin } from '@datawave/plugin-sdk/testing';
import { loadConfig } from '../src/config/load-config.ts';
import type { OpenApiDocument } from '../src/http/openapi.ts';
import type { InlinePlugin } from '../src/plugins/discover.ts';
import { createPasswords } from '../src/security/password.ts';
import { endOf, pluginFolder, StagedSource, withDatabase } from '../test/platform/index.ts';
import { type Caller, makeCallers } from './callers.ts';
import { type Endpoint, endpointsOf, PREFIX } from './endpoints.ts';
import { type HeldThings, makeHeldThings } from './held-things.ts';
import { jsonOf, type RawAnswer, RawClient } from './send-raw.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');
/** Whoever sends this may do everything, and has always just signed in: for what is made before an attack. */
const OPERATOR = 'Bearer attack-operator';
export const PASSWORD = 'a long walk along the shore 7';
/** The provider that redirects; where it sends the browser. */
export const PROVIDER = { key: 'elsewhere', url: 'https://login.example/authorize' } as const;

/** Somebody with an account. */
export interface Person {
  readonly id: string;
  readonly username: string;
  /** Access token. */
  readonly token: string;
  readonly sessionId: string;
}

/** What is sent in a request of the operator. */
interface Asked {
  readonly body?: unknown;
  readonly workspace?: string;
}

/** The plugins of the standard configuration over a database of their own, with people and things in two workspaces, asked over HTTP. */
export class AttackedPlatform {
  readonly folder: string;
  readonly test: TestKernel;
  readonly client: RawClient;
  /** What is attacked; all that there is, unless somebody leaves some out. */
  endpoints: readonly Endpoint[];
  /** Of the workspace that is attacked, and of another one. */
  readonly workspaces: { readonly ours: string; readonly theirs: string };
  held: HeldThings = new Map();
  #callers: Promise<readonly Caller[]> | null = null;

  private constructor(
    parts: Pick<AttackedPlatform, 'folder' | 'test' | 'client' | 'endpoints' | 'workspaces'>,
  ) {
    this.folder = parts.folder;
    this.test = parts.test;
    this.client = parts.client;
    this.endpoints = parts.endpoints;
    this.workspaces = parts.workspaces;
  }

  static async start(
    options: {
      readonly settings?: Readonly<Record<string, unknown>>;
      readonly log?: Logger;
      /** Beside those of the standard configuration. */
      readonly plugins?: readonly TestPlugin[];
    } = {},
  ): Promise<AttackedPlatform> {
    const folder = await mkdtemp(join(tmpdir(), 'datawave-attack-'));
    const { plugins } = await loadConfig(STANDARD, { env: {} });
    // The demonstration has no routes, and would scan its company meanwhile.
    const names = Object.keys(plugins).map((name) => name.replace('@datawave/plugin-', ''));
    const staged = new StagedSource([{ name: 'people' }, { name: 'orders' }]);
    const test = await createTestKernel({
      dataDirectory: folder,
      http: 'always',
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      ...(options.log === undefined ? {} : { log: options.log }),
      plugins: [
        ...names.filter((name) => name !== 'demo').map(pluginFolder),
        staged.plugin,
        helpers(),
        ...(options.plugins ?? []),
      ],
    });
    try {
      return await AttackedPlatform.#people(folder, test);
    } catch (error) {
      await test.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The administrator, and two workspaces. */
  static async #people(folder: string, test: TestKernel): Promise<AttackedPlatform> {
    const broken = test.kernel.plugins().filter(({ state }) => state !== 'active');
    if (broken.length > 0)
      throw new Error(`not active: ${broken.map(({ id, reason }) => `${id} (${reason})`).join(', ')}`);
    await withDatabase(folder, async (client) =>
      client.query(
        `insert into core.sign_in_users (id, username, display_name, roles, password_hash) values ('user:admin', 'admin', 'Administrator', '{admin}', $1)`,
        [await createPasswords().hash(PASSWORD)],
      ),
    );
    const client = new RawClient(test.kernel.address ?? '');
    const document: OpenApiDocument = JSON.parse((await client.send('GET', '/openapi.json')).text);
    const workspace = async (key: string): Promise<string> => {
      const answer = await client.send('POST', `${PREFIX}/workspaces`, operatorSends({ key, title: key }));
      return idOf(answer);
    };
    const workspaces = { ours: await workspace('ours'), theirs: await workspace('theirs') };
    return new AttackedPlatform({ folder, test, client, endpoints: endpointsOf(document), workspaces });
  }

  /** Headers of the operator in a workspace. */
  operator(workspace = 'ours'): Readonly<Record<string, string>> {
    return { authorization: OPERATOR, 'x-workspace': workspace };
  }

  ask(method: string, path: string, { body, workspace = 'ours' }: Asked = {}): Promise<RawAnswer> {
    return this.client.send(method, `${PREFIX}${path}`, operatorSends(body, workspace));
  }

  /** Makes something and answers its id. */
  async make(path: string, body: object, workspace = 'ours'): Promise<string> {
    return idOf(await this.ask('POST', path, { body, workspace }));
  }

  /** An account with roles that hold everywhere, signed in. */
  async person(username: string, roles: readonly string[] = []): Promise<Person> {
    const id = await this.make('/users', { username, displayName: username, password: PASSWORD, roles });
    const { token, sessionId } = await this.signIn(username);
    return { id, username, token, sessionId };
  }

  async signIn(username: string): Promise<{ readonly token: string; readonly sessionId: string }> {
    const answer = await this.client.send('POST', `${PREFIX}/auth/login`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
    const token = String(jsonOf(answer)['accessToken']);
    const claims: unknown = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}',
    );
    if (answer.status !== 200) throw new Error(`${username} cannot sign in: ${answer.status} ${answer.text}`);
    return { token, sessionId: String(Reflect.get(Object(claims), 'sid')) };
  }

  /** Takes somebody into a workspace. */
  async join(workspace: 'ours' | 'theirs', id: string, roles: readonly string[] = []): Promise<void> {
    const path = `/workspaces/${this.workspaces[workspace]}/members`;
    const answer = await this.ask('POST', path, { body: { holder: { kind: 'principal', id }, roles } });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  }

  /** Makes one of everything in the workspace that is attacked. */
  async fill(known: Readonly<Record<string, string>>): Promise<void> {
    const scope = this.test.scope({ workspace: this.workspaces.ours });
    this.held = await makeHeldThings(
      {
        make: (path, body) => this.make(path, body),
        first: async (path, name) => {
          const { items } = jsonOf(await this.ask('GET', path));
          const value: unknown = Reflect.get(Object(Array.isArray(items) ? items[0] : null), name);
          if (value === undefined) throw new Error(`${path} lists nothing`);
          return String(value);
        },
        remove: async (path) => void (await this.ask('DELETE', path)),
        tell: () => this.#tell(scope),
        scanned: async (run) => void (await endOf(this.test, run, scope)),
      },
      known,
    );
  }

  async #tell(scope: ExecutionScope): Promise<void> {
    const id = Reflect.get(Object(jsonOf(await this.ask('GET', '/auth/session'))['principal']), 'id');
    await this.test.service(coreServices.storage).transaction(scope, (tx) =>
      this.test.service(notificationsService).send(tx, scope, {
        ...{ to: [{ kind: 'principal', id: String(id) }], topic: 'ours.told', title: 'Ours' },
      }),
    );
  }

  /** Everybody who has no business in the workspace that is attacked; with them there is everything that can be named. */
  callers(): Promise<readonly Caller[]> {
    this.#callers ??= makeCallers(this);
    return this.#callers;
  }

  query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return withDatabase(this.folder, async (client) => (await client.query<Row>(text, [...values])).rows);
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.test.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const operatorSends = (body?: unknown, workspace?: string) => ({
  headers: {
    authorization: OPERATOR,
    ...(workspace === undefined ? {} : { 'x-workspace': workspace }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

function idOf(answer: RawAnswer): string {
  const { id } = jsonOf(answer);
  if (typeof id !== 'string') throw new Error(`nothing was made: ${answer.status} ${answer.text}`);
  return id;
}

/** Knows the operator, and a way to sign in that sends the browser elsewhere. */
function helpers(): InlinePlugin {
  return {
    manifest: { manifestVersion: 1, id: 'attack-helpers', apiVersion: '*', requires: { identity: '*' } },
    plugin: definePlugin()({
      deps: { authentication: coreServices.authentication },
      setup({ deps, extensions }) {
        deps.authentication.use(({ headers }) =>
          headers['authorization'] === OPERATOR
            ? {
                principal: { id: 'user:admin', kind: 'user', displayName: 'Operator', roles: ['admin'] },
                workspace: DEFAULT_WORKSPACE,
                session: { id: 'operator', authenticatedAt: Date.now(), methods: ['password'] },
              }
            : null,
        );
        extensions.contribute(signInProviderPoint, PROVIDER.key, {
          ...{ kind: 'redirect', title: 'Elsewhere', method: 'oidc' },
          begin: async ({ state, callbackUrl }) => ({
            url: `${PROVIDER.url}?state=${state}&redirect_uri=${encodeURIComponent(callbackUrl)}`,
            memory: null,
          }),
          complete: async ({ parameters }) => {
            const { subject } = parameters;
            if (subject === undefined)
              throw new DataWaveError({
                ...{ code: 'DW_AUTH_FAILED', message: 'Nobody.', hint: 'Somebody.', status: 401 },
              });
            const username = `elsewhere-${subject}`;
            return {
              provider: PROVIDER.key,
              subject,
              username,
              displayName: username,
              email: null,
              groups: [],
            };
          },
        });
        return {};
      },
    }),
  };
}
