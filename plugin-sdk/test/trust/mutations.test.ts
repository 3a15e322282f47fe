import { cp } from 'node:fs/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  acceptNextRoot,
  acceptPinnedRoot,
  acceptSnapshot,
  acceptTargets,
  acceptTimestamp,
  binRole,
  topRole,
} from '../../src/packaging/trust/accept.ts';
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
      // The disk is what takes time here; the test below tries many more without one.
      { numRuns: 30 },
    );
  });

  it('is never accepted, at whichever byte', () => {
    const registry = RegistryOfFiles.start(1);
    const pinned = acceptPinnedRoot(registry.file('1.root.json'));
    registry.publishRoot();
    const root = acceptNextRoot(pinned, registry.file('2.root.json'));
    const timestamp = acceptTimestamp(root, registry.file('timestamp.json'), null);
    const snapshot = acceptSnapshot(root, timestamp, registry.file('1.snapshot.json'), null);
    const top = topRole(root, 'targets');
    const targets = acceptTargets('targets', top, snapshot, registry.file('1.targets.json'));
    const cases: readonly (readonly [string, (bytes: Uint8Array) => unknown])[] = [
      ['2.root.json', (bytes) => acceptNextRoot(pinned, bytes)],
      ['timestamp.json', (bytes) => acceptTimestamp(root, bytes, null)],
      ['1.snapshot.json', (bytes) => acceptSnapshot(root, timestamp, bytes, null)],
      ['1.targets.json', (bytes) => acceptTargets('targets', top, snapshot, bytes)],
      ['1.bin-0.json', (bytes) => acceptTargets('bin-0', binRole(targets), snapshot, bytes)],
    ];
    for (const [file, accept] of cases) {
      const honest = registry.file(file);
      accept(honest);
      const mustFail = (bytes: Uint8Array, what: string): void => {
        let isRefused = false;
        try {
          accept(bytes);
        } catch {
          isRefused = true;
        }
        if (!isRefused) expect.fail(`${file} is accepted with ${what}`);
      };
      for (let at = 0; at < honest.length; at += 1)
        mustFail(changed(honest, { kind: 'flip', at, by: 1 }), `byte ${at} changed`);
      fc.assert(
        fc.property(change, (how) => {
          const bytes = changed(honest, how);
          if (Buffer.compare(bytes, honest) !== 0) mustFail(bytes, JSON.stringify(how));
        }),
        { numRuns: 300 },
      );
    }
  });
});
