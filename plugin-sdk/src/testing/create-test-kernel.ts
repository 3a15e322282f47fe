import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { InlinePlugin, Kernel, KernelConfig, KernelOptions, PluginFolder } from '@datawave/core';
import { DataWaveError } from '../errors.ts';
import type { ServiceRef } from '../refs.ts';
import type { AuthenticatedSession, ExecutionScope, Principal } from '../scope.ts';
import type { Logger } from '../services/logger.ts';
import type { PluginStatus } from '../services/plugins.ts';

/**
 * A plugin for a test: an object with its manifest, or the folder of a package as a path or with settings.
 * @public
 */
export type TestPlugin = string | PluginFolder | InlinePlugin;

/** How to make a {@link TestKernel}. @public */
export interface TestKernelOptions {
  /** The plugin under test and all that it requires. */
  readonly plugins: readonly TestPlugin[];
  /**
   * `embedded`: a server of its own, which is the case where `dataDirectory` is given; or a postgres:// URL. Else a fresh database on an
   * embedded server that tests share, which goes with the kernel. Opened only if a plugin keeps data.
   */
  readonly storage?: string;
  /** Settings over the kernel's defaults: `{ boot: { pluginBudgetMs: 500 } }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Listen although no plugin has routes; or never. */
  readonly http?: 'always' | 'never' | 'auto';
  readonly role?: 'all' | 'api' | 'worker';
  /** Plugins whose jobs it takes; all unless given. */
  readonly queues?: readonly string[];
  readonly isSafeMode?: boolean;
  /** Milliseconds that an asynchronous tap of a hook may take; 30,000 unless given. */
  readonly hookTapBudgetMs?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder for data, kept afterwards; a new one that goes with the kernel unless given. */
  readonly dataDirectory?: string;
  /** Says nothing unless given. */
  readonly log?: Logger;
}

/** What a test asks over HTTP. @public */
export interface TestRequest {
  /** JSON; a Uint8Array is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Who asks; the administrator unless given, nobody in particular when null. */
  readonly as?: Principal | null;
  /** Where; the default workspace unless given. */
  readonly workspace?: string;
  /** In which session; one of somebody who has just signed in with a password unless given. */
  readonly session?: AuthenticatedSession;
  /** Called with each part of a text as it arrives: what goes on, such as an event stream, can be followed. */
  readonly onPart?: (text: string) => void;
}

/** What came back. @public */
export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, text where it is not, null where there is none. */
  readonly body: unknown;
}

/** A running kernel with real plugins, for tests. @public */
export interface TestKernel extends AsyncDisposable {
  readonly kernel: Kernel;
  /**
   * Sends a request over HTTP. Paths without a leading `/api/v1` are taken as they are.
   * @throws DataWaveError DW_TEST_NO_HTTP when no plugin has routes and `http` was not `always`
   */
  request(method: string, path: string, request?: TestRequest): Promise<TestResponse>;
  /** A scope in the default workspace, unless something else is given. */
  scope(overrides?: Partial<ExecutionScope>): ExecutionScope;
  /** @throws DataWaveError DW_SERVICE_MISSING */
  service<T>(ref: ServiceRef<T>): T;
  /** A plugin's state. @throws DataWaveError DW_PLUGIN_UNKNOWN */
  plugin(id: string): PluginStatus;
  /** Stops the kernel and removes its folder. */
  stop(): Promise<void>;
}

/** Whom a token of a test stands for. */
interface TestToken {
  readonly principal: Principal;
  readonly workspace?: string;
  readonly session?: AuthenticatedSession;
}

const ADMINISTRATOR: Principal = {
  id: 'user:admin',
  kind: 'user',
  displayName: 'Administrator',
  roles: ['admin'],
};

/**
 * Boots the real kernel with real plugins: what runs in the test is what runs in production. A plugin that fails does
 * not make this reject; look at {@link TestKernel.plugin}. Needs the package `@datawave/core` installed beside the SDK.
 *
 * @example
 * ```ts
 * await using test = await createTestKernel({ plugins: [import.meta.dirname + '/..'] });
 * const answer = await test.request('GET', '/api/v1/greetings');
 * ```
 * @public
 */
export async function createTestKernel(options: TestKernelOptions): Promise<TestKernel> {
  const { createKernel, checkSettings } = await import('@datawave/core');
  const directory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'datawave-test-')));
  const { server, storage, ...settings } = options.settings ?? {};
  const checked = checkSettings({
    ...settings,
    // Tests ask as fast as they can, all as one.
    server: {
      port: 0,
      accessLog: false,
      rates: { enabled: false },
      ...asObject(server),
      metrics: { enabled: false },
    },
    storage: { url: options.storage ?? 'embedded', ...asObject(storage), data: directory },
  });
  const isShared =
    options.storage === undefined && options.dataDirectory === undefined && storage === undefined;
  if (checked.value === null) {
    throw new DataWaveError({
      code: 'DW_TEST_SETTINGS_INVALID',
      message: `The settings of the test kernel are not valid: ${checked.problems.map(({ pointer, message }) => `${pointer} ${message}`).join('; ')}`,
      hint: 'Correct "settings".',
    });
  }
  const config: KernelConfig = {
    ...checked.value,
    storage: { ...checked.value.storage, ...(isShared ? { url: 'scratch' } : {}) },
    file: join(directory, 'test.yaml'),
    projectDirectory: directory,
    plugins: {},
  };
  const tokens = new Map<string, TestToken>();
  const kernelOptions: KernelOptions = {
    config,
    env: options.env ?? {},
    log: options.log ?? silent,
    extraPlugins: options.plugins.map((plugin) =>
      typeof plugin === 'string' ? { directory: resolve(plugin) } : plugin,
    ),
    authenticate: ({ headers }) => {
      const known = typeof headers.authorization === 'string' ? tokens.get(headers.authorization) : undefined;
      if (known === undefined) return null;
      const { principal, workspace, session } = known;
      return {
        principal,
        workspace: workspace ?? kernel.scope().workspace,
        session: session ?? { id: 'test', authenticatedAt: Date.now(), methods: ['password'] },
      };
    },
    ...pick(options, ['http', 'role', 'queues', 'isSafeMode', 'hookTapBudgetMs']),
  };
  const kernel: Kernel = await createKernel(kernelOptions);
  const stop = async (): Promise<void> => {
    await kernel.stop();
    if (options.dataDirectory === undefined) await rm(directory, { recursive: true, force: true });
  };
  try {
    await kernel.start();
  } catch (error) {
    await stop();
    throw error;
  }

  const tokenFor = (known: TestToken): string => {
    const token = `Bearer ${randomUUID()}`;
    tokens.set(token, known);
    return token;
  };
  const administratorToken = tokenFor({ principal: ADMINISTRATOR });
  return {
    kernel,
    async request(method, path, { body, headers = {}, as = ADMINISTRATOR, workspace, session, onPart } = {}) {
      if (kernel.address === null) throw noHttp();
      const isUsual = as === ADMINISTRATOR && workspace === undefined && session === undefined;
      const given = {
        ...(workspace === undefined ? {} : { workspace }),
        ...(session === undefined ? {} : { session }),
      };
      const token = isUsual ? administratorToken : as === null ? null : tokenFor({ principal: as, ...given });
      const isBytes = body instanceof Uint8Array;
      const response = await fetch(new URL(path, kernel.address), {
        method,
        headers: {
          ...(token === null ? {} : { authorization: token }),
          ...(body === undefined
            ? {}
            : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, body: await readBody(response, onPart) };
    },
    scope: (overrides) => kernel.scope(overrides),
    service: (ref) => kernel.service(ref),
    plugin(id) {
      const status = kernel.plugins().find((plugin) => plugin.id === id);
      if (status !== undefined) return status;
      throw new DataWaveError({
        code: 'DW_PLUGIN_UNKNOWN',
        message: `There is no plugin "${id}" in this test.`,
        hint: `There are: ${kernel
          .plugins()
          .map((plugin) => plugin.id)
          .join(', ')}.`,
      });
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function readBody(response: Response, onPart?: (text: string) => void): Promise<unknown> {
  let text = '';
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    onPart?.(part);
  }
  if (text === '') return null;
  return /[/+]json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as unknown) : text;
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** The given keys of an object, without those that are undefined. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined) picked[key] = from[key];
  return picked;
}

const noHttp = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_TEST_NO_HTTP',
    message: 'The test kernel does not listen: no plugin depends on core.http.',
    hint: 'Give createTestKernel { http: "always" }.',
  });

const nothing = (): void => undefined;
const silent: Logger = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silent,
};
