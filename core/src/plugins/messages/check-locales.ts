import type { Logger } from '@datawave/plugin-sdk';
import type { PluginLifecycle } from '../lifecycle.ts';
import { describeProblems } from '../plugin-problem.ts';
import { readLocaleFile } from './locale-file.ts';

/** Marks running plugins whose texts in some language cannot be read. They run all the same, and are shown in English. */
export async function checkLocales(plugins: readonly PluginLifecycle[], log: Logger): Promise<void> {
  await Promise.all(
    plugins.map(async (plugin) => {
      const found = plugin.found.package;
      if (!plugin.isActive || found === null) return;
      const paths = Object.values(found.manifest.contributes?.locales ?? {});
      const files = await Promise.all(paths.map((path) => readLocaleFile(found.directory, path, plugin.id)));
      const problems = files.flatMap((file) => ('problem' in file ? [file.problem] : []));
      if (problems.length === 0) return;
      const reason = describeProblems(problems);
      log.error(`Plugin "${plugin.id}" has texts that cannot be read. ${reason}`, { plugin: plugin.id });
      if (plugin.state === 'active') plugin.moveTo('degraded', { reason, recoverable: true });
    }),
  );
}
