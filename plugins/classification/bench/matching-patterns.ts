import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InfoTypeRule, ValueRule } from '@datawave/plugin-sdk';
import { compileFormat } from '../../classifier-credential/src/formats/compile.ts';
import { KEY_FORMATS } from '../../classifier-credential/src/formats/key-formats.ts';

const PLUGINS = join(import.meta.dirname, '../..');

/** Patterns that the shipped classifiers run over every column, whatever its name. */
export async function shippedPatterns(): Promise<readonly ValueRule[]> {
  const rules = new Map<string, ValueRule>();
  for (const plugin of readdirSync(PLUGINS)
    .filter((name) => name.startsWith('classifier-'))
    .sort()) {
    const folder = join(PLUGINS, plugin, 'src/rules');
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const exported: Record<string, unknown> = await import(join(folder, file));
      for (const rule of Object.values(exported).flat().filter(isRule)) {
        if (rule.needsName === true) continue;
        for (const value of rule.values ?? [])
          if (value.matches instanceof RegExp) rules.set(`${value.matches}`, value);
      }
    }
  }
  return [...rules.values()];
}

/** Key formats of vendors, each as a pattern of its own. */
export const vendorPatterns = (): readonly ValueRule[] =>
  KEY_FORMATS.filter(({ keywords }) => keywords === undefined)
    .flatMap((format) => compileFormat(format))
    .map((form) => ({
      signal: 'pattern',
      says: `have the form of a ${form.format.title}`,
      minLength: form.minLength,
      maxLength: Math.min(form.maxLength, 4096),
      matches: new RegExp(`^(?:${form.pattern})$`),
      chance: 0.0003,
    }));

const isRule = (value: unknown): value is InfoTypeRule =>
  typeof value === 'object' && value !== null && 'infoType' in value && 'kinds' in value;
