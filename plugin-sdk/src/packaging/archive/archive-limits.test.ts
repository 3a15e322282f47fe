import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { paxEntry, rawEntry, rawTar, rawTarball } from '../../../test/raw-archive.ts';
import { refusalOf } from '../../../test/refusal-of.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { readArchive } from './read-archive.ts';

const codeOf = (bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<string> =>
  refusalOf(() => readArchive(bytes, limits));

const file = { name: 'package/package.json', body: '{}' };

describe('the limits of an archive', () => {
  const tarball = rawTarball({ name: 'package/a', body: 'x'.repeat(5000) }, { name: 'package/b', body: 'y' });

  it('are kept at their edge and no further', async () => {
    const size = rawTar(
      { name: 'package/a', body: 'x'.repeat(5000) },
      { name: 'package/b', body: 'y' },
    ).length;
    const exact = {
      packedBytes: tarball.length,
      unpackedBytes: size,
      entries: 2,
      segmentBytes: 7,
      pathBytes: 9,
    };
    expect(await codeOf(tarball, exact)).to.equal('none');
    for (const [key, value] of Object.entries(exact))
      expect(await codeOf(tarball, { ...exact, [key]: value - 1 }), key).to.equal('DW_PACKAGE_TOO_LARGE');
  });

  it('are those that are promised', async () => {
    const long = (bytes: number): string => `package/${'x'.repeat(bytes)}`;
    expect(await codeOf(rawTarball(paxEntry({ path: long(255) }), file))).to.equal('none');
    expect(await codeOf(rawTarball(paxEntry({ path: long(256) }), file))).to.equal('DW_PACKAGE_TOO_LARGE');
    const deep = (bytes: number): string => `package/${'x/'.repeat(500)}${'y'.repeat(bytes - 1008)}`;
    expect(await codeOf(rawTarball(paxEntry({ path: deep(1024) }), file))).to.equal('none');
    expect(await codeOf(rawTarball(paxEntry({ path: deep(1025) }), file))).to.equal('DW_PACKAGE_TOO_LARGE');
    const many = (count: number): Buffer =>
      rawTarball(...Array.from({ length: count }, (_, index) => ({ name: `package/${index}` })));
    expect(await codeOf(many(10_000), { ratio: 1000 })).to.equal('none');
    expect(await codeOf(many(10_001), { ratio: 1000 })).to.equal('DW_PACKAGE_TOO_LARGE');
    expect(await codeOf(Buffer.alloc(50_000_001))).to.equal('DW_PACKAGE_TOO_LARGE');
  });

  it('end a bomb long before it has gone off', async () => {
    const block = gzipSync(rawTar({ name: 'package/a', body: Buffer.alloc(30_000_000) }));
    const before = process.memoryUsage().arrayBuffers;
    expect(await codeOf(block)).to.equal('DW_PACKAGE_TOO_LARGE');
    expect(await codeOf(block, { ratio: 2000, unpackedBytes: 1_000_000 })).to.equal('DW_PACKAGE_TOO_LARGE');
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(50_000_000);
  });

  it('are kept in little time for many files far down', async () => {
    // Each below 500 folders of its own: without a bound on folders, four hundred thousand paths would be compared.
    const deep = Array.from({ length: 800 }, (_, index) => [
      paxEntry({ path: `package/${index}/${'d/'.repeat(490)}x` }),
      rawEntry({ name: 'x', body: '' }),
    ]);
    expect(await codeOf(rawTarball(...deep.flat()), { ratio: 2000 })).to.equal('DW_PACKAGE_TOO_LARGE');
    const shared = Array.from({ length: 800 }, (_, index) => [
      paxEntry({ path: `package/${'d/'.repeat(490)}${index}` }),
      rawEntry({ name: 'x', body: '' }),
    ]);
    expect(await codeOf(rawTarball(...shared.flat()), { ratio: 2000 })).to.equal('none');
  });

  it('hold for folders, too, however often each is named', async () => {
    const folders = Array.from({ length: 21 }, () => rawEntry({ name: 'package/a/', flag: '5' }));
    expect(await codeOf(rawTarball(...folders, file), { entries: 10 })).to.equal('DW_PACKAGE_TOO_LARGE');
    expect(await codeOf(rawTarball(...folders.slice(2), file), { entries: 10 })).to.equal('none');
  });

  it('hold for a size that only the header claims', async () => {
    const huge = rawEntry({ name: 'package/a', size: '77777777777\0' });
    expect(await codeOf(gzipSync(huge))).to.equal('DW_PACKAGE_TOO_LARGE');
  });
});

describe('a damaged archive', () => {
  const good = rawTarball(file, { name: 'package/dist/index.js', body: 'export default 1;\n'.repeat(20) });

  it('is refused wherever one byte of it is another', async () => {
    for (let at = 0; at < good.length; at += 1) {
      // Age, compression level and system in the head of gzip say nothing of the content.
      if (at >= 4 && at < 10) continue;
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      expect(await codeOf(changed), `byte ${at}`).to.match(/^DW_PACKAGE_/);
    }
  });

  it('is refused wherever it is cut', async () => {
    for (let length = 0; length < good.length; length += 1)
      expect(await codeOf(good.subarray(0, length)), `${length} bytes`).to.match(
        /^DW_PACKAGE_(TRUNCATED|NOT_GZIP)$/,
      );
  });

  it('never does anything but answer or refuse, also when the packer meant it', async () => {
    const plain = rawTar(file, paxEntry({ path: 'package/b', mtime: '1' }), {
      name: 'package/c',
      body: 'x'.repeat(600),
    });
    const edits = fc.array(fc.tuple(fc.nat(plain.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(edits, async (list) => {
        const changed = Buffer.from(plain);
        for (const [at, byte] of list) changed[at] = byte;
        expect(await codeOf(gzipSync(changed))).to.match(/^(none|DW_PACKAGE_[A-Z_]+)$/);
      }),
      { numRuns: 300 },
    );
  });
});
