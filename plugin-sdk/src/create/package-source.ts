/** Tools of a new plugin that are none of ours, by exact version. */
export const TOOLS: Readonly<Record<string, string>> = {
  '@types/mocha': '10.0.10',
  '@types/node': '24.19.2',
  mocha: '12.0.3',
  typescript: '7.0.2',
  // Bundles what is packed, and builds pages.
  vite: '8.3.8',
};

/** Tools that only plugins with pages need: what the shell lends them in the browser, for its types. */
export const PAGE_TOOLS: Readonly<Record<string, string>> = { lit: '3.3.3' };

/** A package of ours as a file that is handed to a new plugin. @public */
export interface VendoredPackage {
  readonly version: string;
  /** Absolute path of the tarball. */
  readonly file: string;
}

/**
 * Where a new plugin has the SDK and the platform from: the registry, by version, or tarballs that are put into its folder `vendor`, so that
 * it works before anything is published.
 * @public
 */
export type PackageSource =
  | { readonly kind: 'registry'; readonly version: string }
  | { readonly kind: 'vendored'; readonly packages: Readonly<Record<string, VendoredPackage>> };
