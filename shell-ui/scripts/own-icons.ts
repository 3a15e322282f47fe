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
 * Lets Web Awesome's elements draw our icons. An import of something that was replaced and is needed after all fails the build.
 * @param icon - path of the module with our `WaIcon`
 */
export function ownIcons(icon: string): {
  readonly name: string;
  resolveId(id: string): string | null;
  transform(code: string, id: string): string | null;
} {
  return {
    name: 'datawave:own-icons',
    resolveId: (id) => (id === '@own-icon' ? icon : null),
    transform(code, id) {
      if (!id.includes('@awesome.me/webawesome/dist/chunks/')) return null;
      return REPLACED.find(([mark]) => code.includes(`${mark}\n`))?.[1] ?? null;
    },
  };
}
