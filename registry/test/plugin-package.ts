/** The package.json of a small plugin. */
export const pluginPackage = (
  name: string,
  version: string,
  over: {
    readonly packageJson?: Readonly<Record<string, unknown>>;
    readonly manifest?: Readonly<Record<string, unknown>>;
  } = {},
): Readonly<Record<string, unknown>> => ({
  ...{ name, version, type: 'module', license: 'Apache-2.0', description: 'Reads ledgers.' },
  keywords: ['datawave-plugin', 'datawave-connector'],
  exports: { '.': './dist/index.js' },
  files: ['dist', 'README.md', 'CHANGELOG.md', 'LICENSE', 'conformance.json'],
  peerDependencies: { '@datawave/plugin-sdk': '^0.1.0' },
  datawave: {
    manifestVersion: 1,
    id: name.replace(/^@/, '').replace(/[/._]/g, '-'),
    title: `Title of ${name}`,
    description: 'Reads double-entry bookkeeping.',
    apiVersion: '^0.1.0',
    needs: { network: ['*.example.com:443'] },
    ...over.manifest,
  },
  ...over.packageJson,
});
