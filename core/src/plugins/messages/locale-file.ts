import { readFile, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { isObject } from '../../validation/is-object.ts';
import type { PluginProblem } from '../plugin-problem.ts';

/** Texts in one language, by the English text. */
export type Messages = Readonly<Record<string, string>>;

/** Bounds of one file: several times what the largest plugin of ours needs. */
const MOST_BYTES = 1_048_576;
const MOST_TEXTS = 20_000;
/** Forms of sentences, each of which is tried with what the server says. */
const MOST_FORMS = 1_000;

/** A file of texts as it was found. */
export type LocaleFile = { readonly messages: Messages } | { readonly problem: PluginProblem };

/**
 * Reads a file of texts that a manifest names, relative to its package. A fault comes back, never thrown: texts in another language
 * are no reason for a plugin not to run.
 * @param owner - whose file it is, for what is wrong with it
 */
export async function readLocaleFile(directory: string, path: string, owner: string): Promise<LocaleFile> {
  const file = resolve(directory, path);
  const problem = (message: string, hint: string): LocaleFile => ({
    problem: { code: 'DW_PLUGIN_LOCALE_INVALID', message, hint, where: file },
  });
  const name = `The file of texts "${path}" of "${owner}"`;
  if (!file.startsWith(resolve(directory) + sep))
    return problem(`${name} lies outside its package.`, 'Put it into the package.');
  let content: unknown;
  try {
    if ((await stat(file)).size > MOST_BYTES)
      return problem(`${name} is larger than ${MOST_BYTES} bytes.`, 'Leave out what the pages do not show.');
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return problem(`${name} cannot be read: ${reason}.`, 'Correct it, or "contributes.locales".');
  }
  if (!isObject(content))
    return problem(`${name} is no object.`, 'Write {"English text": "its translation"}.');
  const entries = Object.entries(content);
  if (entries.length > MOST_TEXTS)
    return problem(`${name} has more than ${MOST_TEXTS} texts.`, 'Leave out what the pages do not show.');
  if (entries.filter(([key]) => /^said\|.*\{/s.test(key)).length > MOST_FORMS)
    return problem(
      `${name} has more than ${MOST_FORMS} forms of sentences.`,
      'Leave out what the plugin does not say.',
    );
  const strange = entries.find(([, text]) => typeof text !== 'string');
  if (strange !== undefined)
    return problem(`${name} has something else than a text at "${strange[0]}".`, 'Give every key a text.');
  // Every value has just been seen to be a text.
  return { messages: content as Messages };
}
