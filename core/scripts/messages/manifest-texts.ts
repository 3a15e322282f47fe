import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundKey } from './find-keys.ts';

/** A value of JSON. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readJson = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;

/** Titles that name a type for programs: `MailConfig`. */
const TYPE_NAME = /^(?:Config|[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)*Config|(?:[A-Z][a-z]+){3,})$/;

/** What of a manifest is shown: titles of all that it declares, and what it says of itself. */
export function manifestTexts(root: string, folder: string): readonly FoundKey[] {
  const file = `${folder}/package.json`;
  const manifest = readJson(join(root, file));
  const plugin = isObject(manifest) ? manifest['datawave'] : undefined;
  if (!isObject(plugin)) return [];
  const contributes = isObject(plugin['contributes']) ? plugin['contributes'] : {};
  const titled = [
    ...[plugin['permissions'], contributes['pages'], contributes['slots']],
    ...[contributes['actions'], contributes['searches']],
  ];
  const texts = [
    ...[plugin['title'], plugin['description']],
    ...titled.flatMap((list) => (Array.isArray(list) ? list.map((item: Json) => titleOf(item)) : [])),
  ];
  return [...keysOf(texts, file), ...schemaTexts(root, folder, plugin['config'])];
}

const titleOf = (item: Json): Json | undefined => (isObject(item) ? item['title'] : undefined);

/** Titles and descriptions of a plugin's settings. */
function schemaTexts(root: string, folder: string, config: Json | undefined): readonly FoundKey[] {
  if (typeof config !== 'string') return [];
  const file = `${folder}/${config}`;
  if (!existsSync(join(root, file))) return [];
  const texts: Json[] = [];
  const collect = (value: Json): void => {
    if (Array.isArray(value)) return void value.forEach(collect);
    if (!isObject(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      // A property of that name is a schema, not a text.
      if ((key === 'title' || key === 'description') && typeof inner === 'string') {
        if (!TYPE_NAME.test(inner)) texts.push(inner);
      } else collect(inner);
    }
  };
  collect(readJson(join(root, file)));
  return keysOf(texts, file);
}

const keysOf = (texts: readonly (Json | undefined)[], file: string): readonly FoundKey[] =>
  texts.flatMap((text) =>
    typeof text === 'string' && text !== '' ? [{ key: text, isRich: false, file, line: 1 }] : [],
  );
