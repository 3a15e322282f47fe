import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { CERTAIN, measureChances } from './engine/measure-chance.ts';
import type { LoadedRule } from './engine/rule-set.ts';
import { checkRule } from './rules/check-rule.ts';
import type { Rule } from './rules/rule.ts';
import { LIMITS } from './rules/rule-limits.ts';

/**
 * Rules of the configuration and of the file that it names. Their version is 1: whoever keeps them in files keeps their
 * versions there, too.
 * @throws DataWaveError DW_RULE_INVALID, DW_RULE_FILE, DW_RULE_BUNDLE
 */
export async function configuredRules(
  config: Pick<Config, 'rules' | 'rulesFile'>,
): Promise<readonly LoadedRule[]> {
  const { rulesFile } = config;
  const fromFile = rulesFile === undefined ? [] : await readRulesFile(resolve(rulesFile));
  const rules = [
    ...checkAll(config.rules, 'the configuration', '/rules'),
    ...checkAll(fromFile, rulesFile ?? '', '/rules'),
  ];
  const keys = new Set<string>();
  for (const { key } of rules) {
    if (keys.has(key)) throw invalid('the configuration', [`two rules are called "${key}"`]);
    keys.add(key);
  }
  const chances = await measureChances(rules);
  return rules.map((rule, index) => ({ rule, version: 1, chance: chances[index] ?? CERTAIN }));
}

async function readRulesFile(file: string): Promise<readonly unknown[]> {
  const { readBundle } = await import('./exchange/rule-bundle.ts');
  try {
    const { size } = await stat(file);
    if (size > LIMITS.ruleBytes) throw new Error(`it is larger than ${LIMITS.ruleBytes / 1024 / 1024} MiB`);
    return readBundle(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new DataWaveError({
      code: DataWaveError.is(cause) ? cause.code : 'DW_RULE_FILE',
      message: `The file of rules cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Correct "rulesFile" of the plugin "custom-rules", or the file.',
      where: file,
      cause,
    });
  }
}

function checkAll(documents: readonly unknown[], where: string, at: string): readonly Rule[] {
  const checked = documents.map((document, index) => checkRule(document, `${at}/${index}`));
  const faults = checked.flatMap(({ errors }) =>
    errors.map(({ pointer, message }) => `${pointer} ${message}`),
  );
  if (faults.length > 0) throw invalid(where, faults);
  return checked.flatMap(({ rule }) => (rule === null ? [] : [rule]));
}

const invalid = (where: string, faults: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_INVALID',
    message: `Rules have faults: ${faults.slice(0, 20).join('; ')}${faults.length > 20 ? `; and ${faults.length - 20} more` : ''}`,
    hint: 'Correct the places that are named.',
    where,
  });
