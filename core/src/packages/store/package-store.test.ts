import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { makePackage } from '../../../test/packages/make-package.ts';
import { contentsOf, PackageStore } from './package-store.ts';

const FILES = new Map([
  ['package.json', Buffer.from('{}')],
  ['dist/index.js', Buffer.from('export default 1;')],
]);

async function* parts(...bytes: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* bytes;
}

describe('the store of packages', () => {
  let folder: string;
  let store: PackageStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-store-'));
    store = new PackageStore(join(folder, 'packages'), import.meta.dirname);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const entries = (): Promise<readonly string[]> => readdir(join(folder, 'packages'));
  /** Files in the store are read-only. */
  const replace = async (file: string, text: string): Promise<void> => {
    await rm(file);
    await writeFile(file, text);
  };
  const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'nothing was refused',
      (error: unknown) => Object(error).code,
    );

  it('keeps what arrives under the hash of the bytes that did', async () => {
    const bytes = await makePackage();
    const half = Math.floor(bytes.byteLength / 2);
    const { sha256, size } = await store.receive(parts(bytes.subarray(0, half), bytes.subarray(half)), 1e6);
    expect([sha256, size]).to.deep.equal([
      createHash('sha256').update(bytes).digest('hex'),
      bytes.byteLength,
    ]);
    expect(Buffer.from((await store.read(sha256)) ?? []).equals(Buffer.from(bytes))).to.equal(true);
    await truncate(join(folder, 'packages', `${sha256}.tgz`), half);
    expect(await store.read(sha256), 'what was cut off is not handed out').to.equal(null);
    expect(await entries()).to.deep.equal([]);
  });

  it('leaves nothing of what breaks off or is too large', async () => {
    const breaking = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a part');
      throw new Error('cut');
    };
    expect(await codeOf(store.receive(breaking(), 100))).to.equal(undefined);
    expect(await codeOf(store.receive(parts(Buffer.alloc(200)), 100))).to.equal('DW_PACKAGES_TOO_LARGE');
    expect(await entries()).to.deep.equal([]);
  });

  it('leaves nothing when the disk is full, and says so', async () => {
    const program = `
      import { PackageStore } from ${JSON.stringify(fileURLToPath(new URL('./package-store.ts', import.meta.url)))};
      const store = new PackageStore(${JSON.stringify(join(folder, 'packages'))}, '/');
      async function* parts() { for (let i = 0; i < 64; i += 1) yield Buffer.alloc(4096, i); }
      process.on('SIGXFSZ', () => undefined);
      const code = async (work) => work.then(() => 'kept', (error) => error.code);
      const large = new Map([['package.json', Buffer.from('{}')], ['large.bin', Buffer.alloc(262144)]]);
      console.log(JSON.stringify([await code(store.receive(parts(), 1e9)), await code(store.unpack('a'.repeat(64), large))]));`;
    const run = spawnSync(
      'prlimit',
      [
        '--fsize=65536',
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        '--input-type=module',
        '-e',
        program,
      ],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(run.stdout), run.stderr).to.deep.equal([
      'DW_PACKAGES_DISK_FULL',
      'DW_PACKAGES_DISK_FULL',
    ]);
    expect(await entries()).to.deep.equal([]);
  });

  it('finds each way in which an unpacked package is not what was unpacked, and puts it right', async () => {
    const sha256 = 'b'.repeat(64);
    const directory = await store.unpack(sha256, FILES);
    expect(await store.fault(sha256)).to.equal(null);
    const faults: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['dist/index.js was changed', () => replace(join(directory, 'dist/index.js'), 'evil')],
      ['dist/more.js was added', () => writeFile(join(directory, 'dist/more.js'), '')],
      ['dist/index.js is missing', () => rm(join(directory, 'dist/index.js'))],
      ['link (no file) was added', () => symlink('/etc/passwd', join(directory, 'link'))],
      ['it is not there', () => rm(join(directory, '..', 'content.json'))],
      ['node_modules/left-pad was added', () => mkdir(join(directory, '../node_modules/left-pad'))],
      ['more was added', () => writeFile(join(directory, '../more'), '')],
    ];
    for (const [fault, spoil] of faults) {
      await spoil();
      expect(await store.fault(sha256)).to.equal(fault);
      await store.unpack(sha256, FILES);
      expect(await store.fault(sha256), fault).to.equal(null);
    }
    const { code, message } = Object(await store.check('x', 'c'.repeat(64)).catch((error: unknown) => error));
    expect([code, String(message).includes('it is not there')]).to.deep.equal(['DW_PACKAGES_DAMAGED', true]);
  });

  it('does not believe its own list of files where somebody knows better', async () => {
    const sha256 = 'b'.repeat(64);
    const directory = await store.unpack(sha256, FILES);
    const contents = contentsOf(FILES);
    expect(await store.fault(sha256, contents)).to.equal(null);
    const list = join(directory, '../content.json');
    const evil = Buffer.from('evil');
    const { files } = JSON.parse(await readFile(list, 'utf8')) as { files: Record<string, object> };
    files['dist/index.js'] = { sha256: createHash('sha256').update(evil).digest('hex'), size: 4 };
    await replace(list, JSON.stringify({ sha256, files }));
    await replace(join(directory, 'dist/index.js'), 'evil');
    expect(await store.fault(sha256, contents)).to.equal('its list of files was changed');
    expect(await codeOf(store.check('x', sha256, contents))).to.equal('DW_PACKAGES_DAMAGED');
    await store.unpack(sha256, FILES);
    expect(await store.fault(sha256, contents)).to.equal(null);
  });

  it('lets everybody read what is in it and nobody write it, whatever the umask', async () => {
    const sha256 = 'a'.repeat(64);
    const former = process.umask(0o077);
    try {
      await store.receive(parts(await makePackage()), 1e6);
      await store.unpack(sha256, FILES);
    } finally {
      process.umask(former);
    }
    const modes = async (): Promise<readonly (readonly [string, number])[]> => {
      const all = ['', ...(await readdir(join(folder, 'packages'), { recursive: true }))];
      const found = await Promise.all(
        all.map(async (path) => [path, await stat(join(folder, 'packages', path))] as const),
      );
      return found
        .filter(([path]) => !path.includes('plugin-sdk'))
        .map(([path, { mode }]) => [path, mode & 0o777]);
    };
    const due = (await modes()).map(([path]) => [path, /[.](?:js|json|tgz)$/.test(path) ? 0o444 : 0o755]);
    expect(due).to.have.length.above(7);
    expect(await modes()).to.deep.equal(due);
    // What was unpacked before is put right.
    for (const [path, mode] of [
      ['', 0o700],
      ['package', 0o700],
      ['package/dist/index.js', 0o666],
    ] as const)
      await chmod(join(folder, 'packages', sha256, path), mode);
    expect(await store.fault(sha256)).to.equal(null);
    expect(await modes()).to.deep.equal(due);
  });

  it('unpacks one package once, however many do so at the same time', async () => {
    const sha256 = 'd'.repeat(64);
    await Promise.all(Array.from({ length: 8 }, () => store.unpack(sha256, FILES)));
    expect([await store.fault(sha256), await entries()]).to.deep.equal([null, [sha256]]);
  });

  it('removes what nobody names, and what was left half done long ago, and nothing that somebody is at work with', async () => {
    const [kept, gone, young, again] = ['e', 'f', '0', '1'].map((digit) => digit.repeat(64));
    if (kept === undefined || gone === undefined || young === undefined || again === undefined)
      throw new Error('four are needed');
    for (const sha256 of [kept, gone, young, again]) await store.unpack(sha256, FILES);
    for (const name of ['.incoming-old', '.incoming-new'])
      await writeFile(join(folder, 'packages', name), '');
    const long = Date.now() / 1000 - 7200;
    for (const name of [kept, gone, again, '.incoming-old'])
      await utimes(join(folder, 'packages', name), long, long);
    // A change is planned with what has lain there for long.
    await store.unpack(again, FILES);
    expect(await store.collect(new Set([kept]))).to.deep.equal([gone]);
    expect([...(await entries())].sort()).to.deep.equal(['.incoming-new', young, again, kept]);
  });
});
