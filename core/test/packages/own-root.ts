import { PassThrough } from 'node:stream';
import { commandPoint } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import type { OpenRegistry } from '../../../registry/test/open-registry.ts';

/**
 * Gives a registry keys and a root of trust, as whoever runs one does by `datawave registry keys`. In the folder lie then `ann.pem`, the
 * key of the root, and `pinned.json`, what a platform believes it by.
 */
export async function makeOwnRoot(registry: OpenRegistry, folder: string): Promise<void> {
  const command = registry.test.kernel.extensions(commandPoint).get('registry')?.value;
  for (const line of [
    'create ann',
    'online',
    'draft --out root.json --key ann.pub --threshold 1 --days 90',
    'sign root.json --key ann.pem',
    'install root.json',
    'export --out pinned.json',
  ]) {
    const stderr = new PassThrough();
    const io = {
      ...{ stdout: new PassThrough().resume(), stderr, cwd: folder, isInteractive: false },
      env: { DATAWAVE_KEY_PASSPHRASE: 'correct horse' },
    };
    const code = await command?.run(['keys', ...line.split(' ')], io, registry.test.scope());
    expect(code, `${line}: ${String(stderr.read())}`).to.equal(0);
  }
}
