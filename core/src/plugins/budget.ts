import { DataWaveError } from '@datawave/plugin-sdk';

/**
 * Waits for a plugin's code, but not for ever.
 * @throws DataWaveError DW_PLUGIN_TIMEOUT, blaming the plugin
 */
export async function withinBudget<T>(
  plugin: string,
  phase: string,
  budgetMs: number,
  work: () => T | Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new DataWaveError({
          code: 'DW_PLUGIN_TIMEOUT',
          message: `The ${phase} of plugin "${plugin}" did not end within ${budgetMs} ms.`,
          hint: `Mend "${plugin}": setup must not wait on the network. Or raise boot.pluginBudgetMs.`,
          where: `plugin ${plugin}, ${phase}`,
        }),
      );
    }, budgetMs);
  });
  try {
    const running = Promise.resolve(work());
    // What it throws after the budget is over has nobody left to hear it.
    running.catch(() => undefined);
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}
