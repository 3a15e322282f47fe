import type { KeyObject } from 'node:crypto';
import {
  FILE_LIST_PATH,
  FILE_LIST_TYPE,
  listPackageFiles,
  SIGNATURE_PATH,
  signEnvelope,
  writeArchive,
  writeFileList,
} from '../src/packaging/index.ts';

/** What a package in a test differs in from one that holds together. */
export interface PackageFixture {
  readonly name?: string;
  readonly version?: string;
  /** Keys of package.json; undefined takes one away. */
  readonly packageJson?: Readonly<Record<string, unknown>>;
  /** Keys of the manifest. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Further files, or null in the place of one that is left out. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** Who signs it. */
  readonly signedBy?: KeyObject;
  /** Leaves out the list of files. */
  readonly unlisted?: boolean;
  /** Files that come in after the list has been made and signed. */
  readonly later?: Readonly<Record<string, string | Uint8Array | null>>;
}

/** The tarball of a small plugin. */
export async function packageFixture(fixture: PackageFixture = {}): Promise<Uint8Array> {
  const { name = '@example/plugin-tide', version = '1.2.3' } = fixture;
  const sdk = '^0.1.0';
  const packageJson = {
    name,
    version,
    license: 'Apache-2.0',
    type: 'module',
    exports: { '.': './dist/index.js' },
    peerDependencies: { '@datawave/plugin-sdk': sdk },
    datawave: { manifestVersion: 1, id: 'tide', apiVersion: sdk, ...fixture.manifest },
    ...fixture.packageJson,
  };
  const files = new Map<string, Uint8Array>();
  const put = (entries: Readonly<Record<string, string | Uint8Array | null>>): void => {
    for (const [path, body] of Object.entries(entries))
      if (body === null) files.delete(path);
      else files.set(path, Buffer.from(body));
  };
  put({
    'package.json': `${JSON.stringify(packageJson, null, 2)}\n`,
    'dist/index.js': 'export default {};\n',
    'README.md': '# Tide\n',
    LICENSE: 'Apache License\n',
  });
  put(fixture.files ?? {});
  if (fixture.unlisted !== true) {
    const list = writeFileList(listPackageFiles({ name, packageVersion: version, sdk }, files));
    files.set(FILE_LIST_PATH, list);
    if (fixture.signedBy !== undefined)
      put({ [SIGNATURE_PATH]: JSON.stringify(signEnvelope(FILE_LIST_TYPE, list, fixture.signedBy)) });
  }
  put(fixture.later ?? {});
  return writeArchive(files);
}
