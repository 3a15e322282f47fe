import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { paxEntry, rawEntry, rawTar, rawTarball } from '../../../test/raw-archive.ts';
import { refusalOf } from '../../../test/refusal-of.ts';
import { readArchive } from './read-archive.ts';
import { writeArchive } from './write-archive.ts';

const codeOf = (bytes: Uint8Array): Promise<string> => refusalOf(() => readArchive(bytes));

const file = { name: 'package/package.json', body: '{}' };
const named = (name: string): Buffer => rawTarball({ name, body: 'x' });
const sparse = { name: 'package/a', body: 'x' };

describe('an archive', () => {
  it('comes back as it was written, whatever is in it', async () => {
    const segment = fc
      .string({ unit: fc.constantFrom(...'abcäßЖ中-_ .'), minLength: 1, maxLength: 60 })
      .filter((name) => !/[. ]$/.test(name));
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
    const entries = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 1500 })), {
      maxLength: 6,
      selector: ([name]) => name.normalize('NFC').toUpperCase().toLowerCase().split('/')[0],
    });
    await fc.assert(
      fc.asyncProperty(entries, async (list) => {
        const read = await readArchive(await writeArchive(new Map(list)));
        expect([...read.keys()].sort()).to.deep.equal(list.map(([name]) => name).sort());
        for (const [name, bytes] of list)
          expect(Buffer.from(read.get(name)?.bytes ?? []).equals(bytes)).to.equal(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has the same bytes in whatever order its files came', async () => {
    const files: [string, Uint8Array][] = [
      ['b', Buffer.from('2')],
      ['a/c', Buffer.from('1')],
    ];
    const once = await writeArchive(new Map(files));
    expect(Buffer.from(await writeArchive(new Map(files.reverse()))).equals(once)).to.equal(true);
    expect([...once.subarray(0, 10)], 'no time, no system').to.deep.equal([
      31, 139, 8, 0, 0, 0, 0, 0, 2, 255,
    ]);
  });

  it('is read as npm packs it, with long names and names of other scripts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'datawave-npm-pack-'));
    try {
      const deep = `dist/${'langer-ordner-name/'.repeat(8)}${'ä'.repeat(60)}.js`;
      mkdirSync(join(folder, deep, '..'), { recursive: true });
      writeFileSync(join(folder, deep), 'export {};');
      writeFileSync(join(folder, 'package.json'), '{"name":"x","version":"1.0.0","files":["dist"]}');
      execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--offline'], {
        cwd: folder,
        stdio: 'pipe',
      });
      const read = await readArchive(readFileSync(join(folder, 'x-1.0.0.tgz')));
      expect([...read.keys()].map((name) => name.normalize('NFC')).sort()).to.deep.equal([
        deep,
        'package.json',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('may have folders', async () => {
    const read = await readArchive(
      rawTarball(
        { name: 'package/', flag: '5' },
        { name: 'package/dist/', flag: '5' },
        { name: 'package/dist/a', body: 'x' },
      ),
    );
    expect([...read.keys()]).to.deep.equal(['dist/a']);
  });

  const refused: readonly (readonly [what: string, code: string, bytes: Uint8Array])[] = [
    [
      'a symbolic link',
      'DW_PACKAGE_ENTRY',
      rawTarball(file, { name: 'package/a', flag: '2', link: '/etc/passwd' }),
    ],
    [
      'a hard link',
      'DW_PACKAGE_ENTRY',
      rawTarball(file, { name: 'package/a', flag: '1', link: 'package/package.json' }),
    ],
    ['a file that names another', 'DW_PACKAGE_ENTRY', rawTarball({ ...file, link: '/etc/passwd' })],
    ['a character device', 'DW_PACKAGE_ENTRY', rawTarball({ name: 'package/a', flag: '3' })],
    ['a block device', 'DW_PACKAGE_ENTRY', rawTarball({ name: 'package/a', flag: '4' })],
    ['a named pipe', 'DW_PACKAGE_ENTRY', rawTarball({ name: 'package/a', flag: '6' })],
    ['a contiguous file', 'DW_PACKAGE_ENTRY', rawTarball({ name: 'package/a', flag: '7' })],
    ['a sparse file in the way of GNU', 'DW_PACKAGE_ENTRY', rawTarball({ name: 'package/a', flag: 'S' })],
    [
      'a sparse file in the way of PAX',
      'DW_PACKAGE_ENTRY',
      rawTarball(paxEntry({ 'GNU.sparse.major': '1', 'GNU.sparse.name': 'package/b' }), sparse),
    ],
    [
      'a long name in the way of GNU',
      'DW_PACKAGE_ENTRY',
      rawTarball({ name: '././@LongLink', flag: 'L', body: 'package/../../x' }, sparse),
    ],
    [
      'a long link in the way of GNU',
      'DW_PACKAGE_ENTRY',
      rawTarball({ name: '././@LongLink', flag: 'K', body: '/etc' }, sparse),
    ],
    ['a kind that nobody knows', 'DW_PACKAGE_ENTRY', rawTarball({ name: 'package/a', flag: 'Z' })],
    [
      'a header about all that follows',
      'DW_PACKAGE_ENTRY',
      rawTarball(paxEntry({ path: 'package/b' }, 'g'), sparse),
    ],
    [
      'an extended header that links',
      'DW_PACKAGE_ENTRY',
      rawTarball(paxEntry({ linkpath: '/etc/passwd' }), sparse),
    ],
    [
      'an extended header of another size',
      'DW_PACKAGE_ENTRY',
      rawTarball(paxEntry({ size: '512' }), { ...sparse, body: 'x'.repeat(1024) }),
    ],
    [
      'an extended header in another charset',
      'DW_PACKAGE_ENTRY',
      rawTarball(paxEntry({ hdrcharset: 'BINARY' }), sparse),
    ],
    [
      'two extended headers of one file',
      'DW_PACKAGE_ENTRY',
      rawTarball(paxEntry({ path: 'package/b' }), paxEntry({ path: 'package/c' }), sparse),
    ],
    [
      'an extended header that says a thing twice',
      'DW_PACKAGE_ENTRY',
      rawTarball(rawEntry({ name: 'x', flag: 'x', body: '15 path=pack/a\n15 path=pack/b\n' }), sparse),
    ],
    ['an extended header about nothing', 'DW_PACKAGE_DAMAGED', rawTarball(paxEntry({ path: 'package/b' }))],
    ['an empty extended header', 'DW_PACKAGE_ENTRY', rawTarball(rawEntry({ name: 'x', flag: 'x' }), sparse)],
    [
      'an extended header that is none',
      'DW_PACKAGE_DAMAGED',
      rawTarball(rawEntry({ name: 'x', flag: 'x', body: '99 path=a\n' }), sparse),
    ],
    [
      'a huge extended header',
      'DW_PACKAGE_ENTRY',
      rawTarball(paxEntry({ comment: 'x'.repeat(20_000) }), sparse),
    ],
    [
      'a path with a way up, in an extended header',
      'DW_PACKAGE_PATH',
      rawTarball(paxEntry({ path: 'package/../a' }), sparse),
    ],
    [
      'a path with a zero in an extended header',
      'DW_PACKAGE_PATH',
      rawTarball(paxEntry({ path: 'package/a\0.js' }), sparse),
    ],
    [
      'something hidden behind a name',
      'DW_PACKAGE_ENTRY',
      rawTarball({ name: 'package/a', edit: (block) => void block.write('evil', 50) }),
    ],
    [
      'a name that is no UTF-8',
      'DW_PACKAGE_PATH',
      rawTarball({ name: 'package/a', edit: (block) => void block.writeUInt8(0xff, 9) }),
    ],
    ['the form of GNU', 'DW_PACKAGE_ENTRY', rawTarball({ ...file, magic: 'ustar  \0' })],
    ['the form before POSIX', 'DW_PACKAGE_ENTRY', rawTarball({ ...file, magic: '\0\0\0\0\0\0\0\0' })],
    [
      'a size in another base',
      'DW_PACKAGE_DAMAGED',
      rawTarball({ ...file, edit: (block) => void block.writeUInt8(0x80, 124) }),
    ],
    ['a negative size', 'DW_PACKAGE_DAMAGED', rawTarball({ ...file, size: '-0000000001\0' })],
    ['a size with something behind it', 'DW_PACKAGE_DAMAGED', rawTarball({ ...file, size: '2\x000000777' })],
    ['a folder with a content', 'DW_PACKAGE_ENTRY', rawTarball({ name: 'package/a/', flag: '5', body: 'x' })],
    ['a header whose checksum does not hold', 'DW_PACKAGE_DAMAGED', rawTarball({ ...file, wrongSum: true })],
    ['a file twice', 'DW_PACKAGE_DUPLICATE', rawTarball(file, file)],
    [
      'a file twice, in another case',
      'DW_PACKAGE_DUPLICATE',
      rawTarball(file, { ...file, name: 'package/Package.JSON' }),
    ],
    [
      'a file twice, by the case of another script',
      'DW_PACKAGE_DUPLICATE',
      rawTarball({ ...file, name: 'package/straße' }, { ...file, name: 'package/STRASSE' }),
    ],
    [
      'a file twice, composed and not',
      'DW_PACKAGE_DUPLICATE',
      rawTarball({ ...file, name: 'package/\u00e9' }, { ...file, name: 'package/e\u0301' }),
    ],
    [
      'a folder in two cases',
      'DW_PACKAGE_DUPLICATE',
      rawTarball({ ...file, name: 'package/a/x' }, { ...file, name: 'package/A/y' }),
    ],
    [
      'a file below a file',
      'DW_PACKAGE_DUPLICATE',
      rawTarball({ ...file, name: 'package/a' }, { ...file, name: 'package/a/b' }),
    ],
    [
      'a file in the place of a folder',
      'DW_PACKAGE_DUPLICATE',
      rawTarball({ ...file, name: 'package/a/b' }, { ...file, name: 'package/A' }),
    ],
    ['no end mark', 'DW_PACKAGE_TRUNCATED', gzipSync(rawTar(file).subarray(0, -1024))],
    ['half an end mark', 'DW_PACKAGE_TRUNCATED', gzipSync(rawTar(file).subarray(0, -512))],
    [
      'half a file',
      'DW_PACKAGE_TRUNCATED',
      gzipSync(rawTar({ ...file, body: 'x'.repeat(2000) }).subarray(0, 1200)),
    ],
    [
      'a file behind the end mark',
      'DW_PACKAGE_TRAILING',
      gzipSync(Buffer.concat([rawTar(file), rawTar(file)])),
    ],
    ['a second gzip member', 'DW_PACKAGE_TRAILING', Buffer.concat([rawTarball(file), rawTarball(file)])],
    ['a byte behind the end', 'DW_PACKAGE_TRAILING', Buffer.concat([rawTarball(file), Buffer.from('x')])],
    ['no gzip', 'DW_PACKAGE_NOT_GZIP', rawTar(file)],
    ['a ZIP file', 'DW_PACKAGE_NOT_GZIP', Buffer.from('PK\x03\x04 and so on')],
    ['nothing at all', 'DW_PACKAGE_NOT_GZIP', Buffer.alloc(0)],
    ['a head alone', 'DW_PACKAGE_TRUNCATED', rawTarball(file).subarray(0, 10)],
    [
      'a file name in the head of gzip',
      'DW_PACKAGE_NOT_GZIP',
      Buffer.concat([rawTarball(file).subarray(0, 3), Buffer.from([8]), rawTarball(file).subarray(4)]),
    ],
    ['a cut checksum', 'DW_PACKAGE_TRUNCATED', rawTarball(file).subarray(0, -3)],
    [
      'another checksum',
      'DW_PACKAGE_DAMAGED',
      Buffer.concat([rawTarball(file).subarray(0, -8), Buffer.alloc(8)]),
    ],
    [
      'no deflated content',
      'DW_PACKAGE_DAMAGED',
      Buffer.concat([rawTarball(file).subarray(0, 10), Buffer.alloc(40, 0xff)]),
    ],
  ];
  for (const [what, code, bytes] of refused)
    it(`is refused with ${what}`, async () => {
      expect(await codeOf(bytes)).to.equal(code);
    });

  const paths = [
    ...[
      '/etc/passwd',
      'package/../../x',
      'package/./x',
      'package//x',
      'package/x/',
      '../x',
      'other/x',
      'x',
      'package',
      'package/',
    ],
    ...[
      'C:/x',
      'c:x',
      'package/a\\b',
      '..\\x',
      '\\\\host\\share',
      'package/a:b',
      'package/CON',
      'package/con.txt',
      'package/x/nul',
    ],
    ...[
      'package/COM1',
      'package/lpt9.js',
      'package/COM¹',
      'package/a.',
      'package/a ',
      'package/a*',
      'package/a?',
      'package/a|b',
    ],
    ...[
      'package/<a>',
      'package/"a"',
      'package/a\nb',
      'package/a\rb',
      'package/\u001b[2J',
      'package/a\u007f',
      'package/a\u0085b',
    ],
    ...[
      'package/a\u202etxt.exe',
      'package/a\u200bb',
      'package/\ufeffa',
      'package/a\u2028b',
      'Package/x',
      'package/...',
      'package/.. ',
    ],
  ];
  for (const path of paths)
    it(`is refused with the path ${JSON.stringify(path)}`, async () => {
      expect(await codeOf(rawTarball(paxEntry({ path }), sparse)), 'in an extended header').to.equal(
        'DW_PACKAGE_PATH',
      );
      expect(await codeOf(named(path)), 'in the header itself').to.equal('DW_PACKAGE_PATH');
    });
});
