import { cp } from 'node:fs/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { Client, makeFolder, refusal, removeFolders } from './client.ts';
import { makeKey, RegistryOfFiles } from './registry-of-files.ts';

/** What can be done to a file by whoever holds no key. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), by: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), by: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), by: fc.integer({ min: 1, max: 40 }) }),
);

function changed(bytes: Uint8Array, { kind, at, by }: { kind: string; at: number; by: number }): Uint8Array {
  const place = at % bytes.length;
  const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (kind === 'insert') return Buffer.concat([head, Buffer.from([by]), tail]);
  if (kind === 'remove') return Buffer.concat([head, tail.subarray(by)]);
  if (kind === 'repeat') return Buffer.concat([head, tail.subarray(0, by), tail]);
  const flipped = Buffer.from(bytes);
  flipped[place] = (flipped[place] ?? 0) ^ by;
  return flipped;
}

describe('metadata of which any byte was changed', () => {
  after(removeFolders);

  it('is never accepted, whichever file it is in', async function () {
    this.timeout(60_000);
    const registry = RegistryOfFiles.start(1);
    const client = await Client.of(registry);
    await (await client.open()).refresh();
    // One of everything that a client fetches is new to it: a root, the four above the bins, a bin and the revocations.
    const old = registry.roles.root.keys;
    registry.roles.root = { keys: [makeKey(), makeKey()], threshold: 1 };
    registry.publishRoot(old);
    registry.add('@acme/plugin', '1.0.0', Buffer.from('tarball'));
    registry.revocations = [
      {
        ...{ id: '1', name: '@acme/plugin', versions: '1.0.0', reason: 'Wrong.', severity: 'low' },
        ...{ action: 'refuse', at: '2026-06-01T10:00:00Z' },
      } as const,
    ];
    registry.publishIndex();
    const asked: string[] = [];
    const follow = async (fetch: typeof registry.fetch): Promise<void> => {
      const directory = await makeFolder();
      await cp(client.directory, directory, { recursive: true });
      const trust = await client.open({ directory, fetch });
      await trust.refresh();
      await trust.target('@acme/plugin', '1.0.0');
    };
    await follow(async (file) => {
      const bytes = await registry.fetch(file);
      if (bytes !== null) asked.push(file);
      return bytes;
    });
    expect(asked.map((file) => file.replace(/^[0-9a-f]+\.|-\d/g, '')).sort()).to.deep.equal([
      ...['bin.json', 'revocations.json', 'root.json', 'snapshot.json', 'targets.json', 'timestamp.json'],
    ]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...asked), change, async (victim, how) => {
        const honest = registry.file(victim);
        const bytes = changed(honest, how);
        if (Buffer.compare(bytes, honest) === 0) return;
        const code = await refusal(() =>
          follow(async (file) => (file === victim ? bytes : registry.fetch(file))),
        );
        expect(code).to.match(/^DW_TRUST_(MALFORMED|TAMPERED|SIGNATURE|UNKNOWN_KEY|THRESHOLD|TOO_LARGE)$/);
      }),
      { numRuns: 600 },
    );
  });
});
