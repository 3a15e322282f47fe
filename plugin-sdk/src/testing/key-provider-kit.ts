import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { definePlugin } from '../plugin.ts';
import type { EgressService } from '../services/egress.ts';
import { coreServices } from '../services/index.ts';
import type { KeyContext, KeyProvider } from '../services/vault.ts';
import { createTestKernel, type TestPlugin } from './create-test-kernel.ts';
import type { KeyServiceStandIn } from './key-service-stand-in.ts';

/** What a data key is for in these tests. @public */
export const KEY_CONTEXT: KeyContext = {
  workspace: 'w',
  plugin: 'sources',
  name: 'source/1/password',
  version: '3',
};

/** The code of the error that work ends with; `done` where it ends well. @public */
export const errorCodeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => Reflect.get(Object(error), 'code'),
  );

/**
 * Starts a plugin that contributes a key provider, with what tests ask the same service through.
 * @param plugin - under the settings with which it must become active
 * @public
 */
export async function startKeyProvider(
  plugin: TestPlugin,
  id: string,
): Promise<{ readonly egress: EgressService; readonly stop: () => Promise<void> }> {
  const given = Promise.withResolvers<EgressService>();
  const test = await createTestKernel({
    plugins: [
      plugin,
      {
        manifest: { manifestVersion: 1, id: 'asker', apiVersion: '*' },
        plugin: definePlugin()({
          deps: { egress: coreServices.egress },
          setup({ deps }) {
            given.resolve(deps.egress);
            return {};
          },
        }),
      },
    ],
    http: 'never',
  });
  const { state, reason } = test.plugin(id);
  assert.equal(state, 'active', String(reason));
  return { egress: await given.promise, stop: () => test.stop() };
}

/**
 * That a data key comes back as it was, is bound to what it is for, and that what was changed is told apart from a service that refuses.
 * @public
 */
export async function requireBoundDataKeys(
  keys: KeyProvider,
  service: Pick<KeyServiceStandIn, 'denies'>,
): Promise<void> {
  const { signal } = new AbortController();
  const dataKey = randomBytes(32);
  const wrapped = await keys.wrap(dataKey, KEY_CONTEXT, signal);
  assert.ok(!Buffer.from(wrapped.bytes).includes(dataKey), 'the data key is seen in what is stored');
  assert.deepEqual(Buffer.from(await keys.unwrap(wrapped, KEY_CONTEXT, signal)), dataKey);
  for (const [name, value] of [
    ['workspace', 'other'],
    ['plugin', 'other'],
    ['name', 'source/2/password'],
    ['version', '2'],
  ] as const) {
    const other = keys.unwrap(wrapped, { ...KEY_CONTEXT, [name]: value }, signal);
    assert.equal(await errorCodeOf(other), 'DW_VAULT_TAMPERED', name);
  }
  const changed = Buffer.from(wrapped.bytes);
  changed[20] = (changed[20] ?? 0) ^ 1;
  const code = await errorCodeOf(keys.unwrap({ ...wrapped, bytes: changed }, KEY_CONTEXT, signal));
  assert.equal(code, 'DW_VAULT_TAMPERED', 'a byte was changed');
  service.denies = true;
  try {
    assert.equal(
      await errorCodeOf(keys.unwrap(wrapped, KEY_CONTEXT, signal)),
      'DW_VAULT_PROVIDER',
      'refused',
    );
  } finally {
    service.denies = false;
  }
}
