import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the texts of the shell and of plugin-sdk/ui, one file for each language, to where the server looks for them.
 * @returns the languages there are
 */
export function writeLocales(shellDirectory: string, outDirectory: string): readonly string[] {
  const folders = [join(shellDirectory, 'locales'), join(shellDirectory, '../plugin-sdk/locales')];
  const names = folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  const locales = [...new Set(names)].filter((name) => name.endsWith('.json')).sort();
  mkdirSync(join(outDirectory, 'locales'), { recursive: true });
  for (const name of locales) {
    const texts = folders
      .toReversed()
      .map((folder) => join(folder, name))
      .filter((file) => existsSync(file))
      .map((file): unknown => JSON.parse(readFileSync(file, 'utf8')));
    writeFileSync(join(outDirectory, 'locales', name), JSON.stringify(Object.assign({}, ...texts)));
  }
  return locales.map((name) => name.slice(0, -'.json'.length));
}
