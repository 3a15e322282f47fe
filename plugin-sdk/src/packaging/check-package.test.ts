import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { type PackageFixture, packageFixture } from '../../test/package-fixture.ts';
import { refusalOf } from '../../test/refusal-of.ts';
import { type CheckPackageOptions, checkPackage } from './check-package.ts';
import { listPackageFiles, writeFileList } from './file-list.ts';
import { FILE_LIST_TYPE } from './package-files.ts';
import { keyIdOf, signEnvelope } from './signatures/envelope.ts';
import { verifyPackage } from './verify-package.ts';

const anna = generateKeyPairSync('ed25519');
const berta = generateKeyPairSync('ed25519');
const keysOf = (...pairs: readonly { readonly publicKey: KeyObject }[]): ReadonlyMap<string, KeyObject> =>
  new Map(pairs.map(({ publicKey }) => [keyIdOf(publicKey), publicKey]));

/** Checks it, and that Anna signed it. */
const verified = async (bytes: Uint8Array, options: CheckPackageOptions = {}): Promise<readonly string[]> =>
  verifyPackage(await checkPackage(bytes, options), keysOf(anna));

describe('a package', () => {
  it('is read with all that is to be known of it', async () => {
    const bytes = await packageFixture({ signedBy: anna.privateKey });
    const checked = await checkPackage(bytes, {
      name: '@example/plugin-tide',
      version: '1.2.3',
      requireFileList: true,
    });
    expect(checked).to.include({ name: '@example/plugin-tide', version: '1.2.3', size: bytes.length });
    expect(checked.sha256).to.equal(createHash('sha256').update(bytes).digest('hex'));
    expect(checked.integrity).to.equal(`sha512-${createHash('sha512').update(bytes).digest('base64')}`);
    expect(checked.unpackedSize).to.equal(
      [...checked.files.values()].reduce((sum, { length }) => sum + length, 0),
    );
    expect(checked.manifest.id).to.equal('tide');
    expect(Object.keys(checked.fileList?.files ?? {}).sort()).to.deep.equal([
      'LICENSE',
      'README.md',
      'dist/index.js',
      'package.json',
    ]);
    expect(checked.signatures).to.deep.equal([{ keyid: keyIdOf(anna.publicKey) }]);
    expect(await verified(bytes)).to.deep.equal([keyIdOf(anna.publicKey)]);
  });

  it('may be without a list where none is asked for', async () => {
    const checked = await checkPackage(await packageFixture({ unlisted: true }));
    expect(checked).to.include({ fileList: null, envelope: null });
  });

  const script = (name: string): PackageFixture => ({ packageJson: { scripts: { [name]: 'node x' } } });
  const elf = Buffer.from('7f454c4602010100', 'hex');
  const refused: readonly (readonly [
    what: string,
    code: string,
    fixture: PackageFixture,
    options?: CheckPackageOptions,
  ])[] = [
    ['no package.json', 'DW_PACKAGE_INCOMPLETE', { files: { 'package.json': null } }],
    ['a package.json that is no JSON', 'DW_PACKAGE_MANIFEST', { files: { 'package.json': '{' } }],
    [
      'a package.json that is no UTF-8',
      'DW_PACKAGE_MANIFEST',
      { files: { 'package.json': Buffer.from([0x22, 0xff, 0x22]) } },
    ],
    ['a huge package.json', 'DW_PACKAGE_MANIFEST', { packageJson: { description: 'x'.repeat(300_000) } }],
    ['a name that npm does not take', 'DW_PACKAGE_MANIFEST', { packageJson: { name: '../tide' } }],
    ['a version that is none', 'DW_PACKAGE_MANIFEST', { packageJson: { version: '1.2' } }],
    ['no manifest', 'DW_PACKAGE_MANIFEST', { packageJson: { datawave: undefined } }],
    ['an unknown key in the manifest', 'DW_PACKAGE_MANIFEST', { manifest: { permission: [] } }],
    ['an id of the kernel', 'DW_PACKAGE_MANIFEST', { manifest: { id: 'core' } }],
    ['a script that npm runs when it is installed', 'DW_PACKAGE_SCRIPTS', script('postinstall')],
    ['a script that npm runs before it is installed', 'DW_PACKAGE_SCRIPTS', script('preinstall')],
    ['a script that npm runs when it is packed', 'DW_PACKAGE_SCRIPTS', script('prepare')],
    ['a script that npm runs when it is published', 'DW_PACKAGE_SCRIPTS', script('prepublishOnly')],
    ['something to compile', 'DW_PACKAGE_SCRIPTS', { packageJson: { gypfile: true } }],
    ['a file by which npm compiles', 'DW_PACKAGE_NATIVE', { files: { 'binding.gyp': '{}' } }],
    ['a dependency', 'DW_PACKAGE_DEPENDENCIES', { packageJson: { dependencies: { lodash: '4' } } }],
    [
      'a dependency that may be missing',
      'DW_PACKAGE_DEPENDENCIES',
      { packageJson: { optionalDependencies: { lodash: '4' } } },
    ],
    [
      'dependencies in the archive',
      'DW_PACKAGE_DEPENDENCIES',
      { packageJson: { bundledDependencies: ['lodash'] } },
    ],
    [
      'the files of another package',
      'DW_PACKAGE_DEPENDENCIES',
      { files: { 'node_modules/lodash/index.js': '' } },
    ],
    [
      'a peer that no platform has',
      'DW_PACKAGE_DEPENDENCIES',
      { packageJson: { peerDependencies: { '@datawave/plugin-sdk': '^0.1.0', react: '19' } } },
    ],
    ['no word of the SDK', 'DW_PACKAGE_DEPENDENCIES', { packageJson: { peerDependencies: undefined } }],
    ['a native addon', 'DW_PACKAGE_NATIVE', { files: { 'dist/addon.node': 'x' } }],
    ['a native addon by another name', 'DW_PACKAGE_NATIVE', { files: { 'dist/addon.dat': elf } }],
    ['a module that is not there', 'DW_PACKAGE_INCOMPLETE', { files: { 'dist/index.js': null } }],
    [
      'a module that is not built',
      'DW_PACKAGE_INCOMPLETE',
      { packageJson: { exports: './src/index.ts' }, files: { 'src/index.ts': '' } },
    ],
    ['no settings schema', 'DW_PACKAGE_INCOMPLETE', { manifest: { config: 'config.schema.json' } }],
    [
      'an open settings schema',
      'DW_PACKAGE_MANIFEST',
      { manifest: { config: 'c.json' }, files: { 'c.json': '{"type":"object"}' } },
    ],
    ['no web components', 'DW_PACKAGE_INCOMPLETE', { manifest: { contributes: { ui: 'dist/ui/index.js' } } }],
    [
      'web components that are not built',
      'DW_PACKAGE_INCOMPLETE',
      { manifest: { contributes: { ui: 'ui/index.ts' } }, files: { 'ui/index.ts': '' } },
    ],
    [
      'no texts of a language',
      'DW_PACKAGE_INCOMPLETE',
      { manifest: { contributes: { locales: { de: 'locales/de.json' } } } },
    ],
    ['another name than it was fetched under', 'DW_PACKAGE_RENAMED', {}, { name: '@example/plugin-tides' }],
    ['another version than it was fetched as', 'DW_PACKAGE_RENAMED', {}, { version: '1.2.4' }],
    ['no list where one is asked for', 'DW_PACKAGE_UNLISTED', { unlisted: true }, { requireFileList: true }],
  ];
  for (const [what, code, fixture, options] of refused)
    it(`is refused with ${what}`, async () => {
      const bytes = await packageFixture(fixture);
      expect(await refusalOf(() => checkPackage(bytes, options))).to.equal(code);
    });
});

describe('a signed package', () => {
  const listOf = (
    identity: { readonly name?: string; readonly files?: Readonly<Record<string, string>> } = {},
  ): Uint8Array =>
    writeFileList(
      listPackageFiles(
        { name: identity.name ?? '@example/plugin-tide', packageVersion: '1.2.3', sdk: '^0.1.0' },
        new Map(Object.entries(identity.files ?? {}).map(([path, text]) => [path, Buffer.from(text)])),
      ),
    );
  const signatureOver = (list: Uint8Array, key = anna.privateKey, type = FILE_LIST_TYPE): string =>
    JSON.stringify(signEnvelope(type, list, key));
  const renamed = JSON.stringify({
    name: '@example/plugin-wave',
    version: '1.2.3',
    exports: './dist/index.js',
    peerDependencies: { '@datawave/plugin-sdk': '^0.1.0' },
    datawave: { manifestVersion: 1, id: 'tide', apiVersion: '^0.1.0' },
  });
  const signed = { signedBy: anna.privateKey };
  const other = listOf({ files: { 'dist/index.js': 'evil' } });

  const refused: readonly (readonly [what: string, code: string, fixture: PackageFixture])[] = [
    [
      'a file that is changed',
      'DW_PACKAGE_FILE_CHANGED',
      { ...signed, later: { 'dist/index.js': 'export default {};;' } },
    ],
    [
      'one byte that is changed',
      'DW_PACKAGE_FILE_CHANGED',
      { ...signed, later: { 'README.md': '# Tidf\n' } },
    ],
    ['a file less', 'DW_PACKAGE_FILE_MISSING', { ...signed, later: { LICENSE: null } }],
    ['a file more', 'DW_PACKAGE_FILE_ADDED', { ...signed, later: { 'dist/extra.js': '' } }],
    ['another name', 'DW_PACKAGE_RENAMED', { ...signed, later: { 'package.json': renamed } }],
    [
      'a list that is changed',
      'DW_PACKAGE_FILE_CHANGED',
      { ...signed, later: { 'datawave-files.json': other } },
    ],
    ['a list that is signed by nobody', 'DW_PACKAGE_UNSIGNED', {}],
    [
      'the signatures of another list',
      'DW_PACKAGE_SIGNATURE_OTHER',
      { later: { 'datawave-signature.json': signatureOver(other) } },
    ],
    [
      'signatures of another type',
      'DW_PACKAGE_SIGNATURE_OTHER',
      { later: { 'datawave-signature.json': signatureOver(listOf(), anna.privateKey, 'text/plain') } },
    ],
    [
      'signatures without a list',
      'DW_PACKAGE_SIGNATURE_OTHER',
      { unlisted: true, later: { 'datawave-signature.json': signatureOver(listOf()) } },
    ],
    [
      'signatures that are no JSON',
      'DW_PACKAGE_SIGNATURE_OTHER',
      { later: { 'datawave-signature.json': 'x' } },
    ],
    [
      'signatures that are no envelope',
      'DW_PACKAGE_SIGNATURE_FORM',
      { later: { 'datawave-signature.json': '{}' } },
    ],
    ['the signature of a stranger', 'DW_PACKAGE_SIGNER_UNKNOWN', { signedBy: berta.privateKey }],
    ['a list that is no JSON', 'DW_PACKAGE_FILE_LIST', { later: { 'datawave-files.json': 'x' } }],
    [
      'a list with a space more',
      'DW_PACKAGE_FILE_LIST',
      { later: { 'datawave-files.json': `${Buffer.from(listOf()).toString()} ` } },
    ],
    [
      'a list that says a key twice',
      'DW_PACKAGE_FILE_LIST',
      { later: { 'datawave-files.json': Buffer.from(listOf()).toString().replace('{', '{"version":1,') } },
    ],
    [
      'a list of another version',
      'DW_PACKAGE_FILE_LIST',
      {
        later: {
          'datawave-files.json': Buffer.from(listOf()).toString().replace('"version":1', '"version":2'),
        },
      },
    ],
    [
      'a list with a key more',
      'DW_PACKAGE_FILE_LIST',
      { later: { 'datawave-files.json': Buffer.from(listOf()).toString().replace('{', '{"a":1,') } },
    ],
  ];
  for (const [what, code, fixture] of refused)
    it(`is refused with ${what}`, async () => {
      const bytes = await packageFixture(fixture);
      expect(await refusalOf(() => verified(bytes))).to.equal(code);
    });

  it('is refused where the signature was made by another key than it names', async () => {
    const list = listOf({ files: {} });
    const { signatures } = signEnvelope(FILE_LIST_TYPE, list, berta.privateKey);
    const forged = signatures.map(({ sig }) => ({ keyid: keyIdOf(anna.publicKey), sig }));
    const bytes = await packageFixture({ signedBy: anna.privateKey });
    const checked = await checkPackage(bytes);
    if (checked.envelope === null) throw new Error('the fixture is signed');
    const swapped = { ...checked, envelope: { ...checked.envelope, signatures: forged } };
    expect(await refusalOf(() => verifyPackage(swapped, keysOf(anna)))).to.equal(
      'DW_PACKAGE_SIGNATURE_INVALID',
    );
    expect(await refusalOf(() => verifyPackage(checked, keysOf(anna, berta), 2))).to.equal(
      'DW_PACKAGE_SIGNATURES_FEW',
    );
  });
});
