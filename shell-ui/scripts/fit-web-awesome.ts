import { join } from 'node:path';

/**
 * Which of Web Awesome's modules are replaced in the build, by the line with which its own build marks each one's source, and
 * with what. Its `<wa-icon>` fetches drawings from a network of its maker, or reads them from data: addresses; the content
 * security policy allows neither, and the 17 kB (gzip) of drawings it carries would be a second set beside ours.
 */
const REPLACED: readonly (readonly [mark: string, code: string])[] = [
  ['// src/components/icon/icon.ts', `export { WaIcon } from '@own-icon';`],
  ['// src/components/icon/library.ts', 'export {};'],
  ['// src/components/icon/library.default.ts', 'export {};'],
  ['// src/components/icon/library.system.ts', 'export {};'],
  ['// src/components/icon/icon.styles.ts', 'export {};'],
  ['// src/utilities/base-path.ts', 'export {};'],
];

/**
 * Fits Web Awesome's elements to this shell: they draw our icons, and set their styles one by one where lit would write a style
 * attribute, which the content security policy does not take. An import of something that was replaced and is needed after all fails
 * the build.
 * @param folder - with our `wa-icon.ts` and `style-map.ts`
 */
export function fitWebAwesome(folder: string): {
  readonly name: string;
  readonly enforce: 'pre';
  resolveId(id: string, importer: string | undefined): string | null;
  transform(code: string, id: string): string | null;
} {
  return {
    name: 'datawave:fit-web-awesome',
    // Before the bundler itself finds the module that is to be another.
    enforce: 'pre',
    resolveId(id, importer = '') {
      if (id === '@own-icon') return join(folder, 'wa-icon.ts');
      const isTheirs = importer.includes('@awesome.me/webawesome/');
      return isTheirs && id === 'lit/directives/style-map.js' ? join(folder, 'style-map.ts') : null;
    },
    transform(code, id) {
      if (!id.includes('@awesome.me/webawesome/dist/chunks/')) return null;
      return REPLACED.find(([mark]) => code.includes(`${mark}\n`))?.[1] ?? null;
    },
  };
}
