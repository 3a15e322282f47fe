import { matchesGlob } from 'node:path';
import type { PackageManifest } from './published-manifest.ts';

const STAYS =
  /(^|\/)(node_modules|dist|test|faults|attacks|bench|eval|training|scripts|var|report\.api\.md)(\/|$)|\.test\.m?ts$|(^|\/)\.|tsconfig.*\.json$/;

/** Folders that a build of their own makes, and that need not be there yet. */
const BUILT_APART = new Set(['dist', 'site']);

/** npm ships them whatever a package says. */
const ALWAYS = new Set(['package.json', 'LICENSE']);

/** Whether a path relative to its package is for the checkout alone: tests, fault suites, benchmarks, evaluation, training. */
export function staysInCheckout(path: string): boolean {
  return STAYS.test(path);
}

/**
 * Where a manifest's `files` lets out too little or too much: each fault as a sentence.
 * @param paths - all files of the package, relative to it, with forward slashes
 */
export function findShippingFaults(manifest: PackageManifest, paths: readonly string[]): readonly string[] {
  const { files } = manifest;
  if (files === undefined) return ['it has no "files", so that its tests would be shipped'];
  const left = files.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1));
  const taken = files.filter((entry) => !entry.startsWith('!'));
  const isShipped = (path: string): boolean =>
    taken.some((entry) => holds(entry, path)) && !left.some((pattern) => matchesGlob(path, pattern));
  // A package whose own build makes its `dist` ships that from its root; the folder need not be there yet.
  const isBuiltApart = taken.includes('dist');
  return [
    ...taken
      .filter((entry) => !BUILT_APART.has(entry) && !paths.some((path) => holds(entry, path)))
      .map((entry) => `"files" names ${entry}, which is not there`),
    ...paths.flatMap((path) => {
      if (ALWAYS.has(path)) return [];
      if (isShipped(path))
        return staysInCheckout(path) ? [`"files" ships ${path}, which stays in the checkout`] : [];
      return staysInCheckout(path) || isBuiltApart ? [] : [`"files" leaves out ${path}`];
    }),
  ];
}

const holds = (entry: string, path: string): boolean => path === entry || path.startsWith(`${entry}/`);
