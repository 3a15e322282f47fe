import { terminalText } from '../../../telemetry/terminal-text.ts';
import { parseOptions, UsageError } from '../../cli-command.ts';
import { formatTable } from '../../format-table.ts';
import { withStorage } from '../../with-storage.ts';
import type { PluginAction } from './action.ts';
import { registriesOf } from './change-plugins.ts';
import { PLATFORM_OPTIONS } from './inspect-plugins.ts';

const usage = `Usage: datawave plugin registries [--config FILE] [--json]
       datawave plugin registries search TEXT [--config FILE] [--data DIR] [--json]

Shows the registries that the configuration names, in the order in which they are asked, or searches them.`;

/** `datawave plugin registries`. */
export const registriesAction: PluginAction = {
  name: 'registries',
  summary: 'Show the registries that plugins come from, or search them',
  usage,
  run(args, io) {
    const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS, usage);
    const [action, ...words] = positionals;
    if (action !== undefined && (action !== 'search' || words.length === 0))
      throw new UsageError('Say "search TEXT", or nothing.', usage);
    return withStorage({ config: values.config, data: values.data }, io, async (work) => {
      const registries = registriesOf(work, io)();
      if (action === undefined) {
        const all = registries.all.map(({ settings }) => settings);
        if (values.json) io.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
        else if (all.length === 0) io.stdout.write('The configuration names no registry.\n');
        else
          io.stdout.write(
            formatTable(
              ['NAME', 'PRIORITY', 'SCOPES', 'ADDRESS'],
              all.map(({ name, priority, scopes, url }) => [
                name,
                String(priority),
                scopes.join(' ') || 'any',
                url,
              ]),
            ),
          );
        return 0;
      }
      const { items, failed } = await registries.search({ q: words.join(' '), limit: 50 });
      for (const { registry, reason } of failed)
        io.stderr.write(`The registry "${registry}" is left out: ${terminalText(reason)}\n`);
      if (values.json) io.stdout.write(`${JSON.stringify(items, null, 2)}\n`);
      else if (items.length === 0) io.stdout.write('Nothing was found.\n');
      else
        io.stdout.write(
          formatTable(
            ['NAME', 'VERSION', 'REGISTRY', 'PUBLISHER', ''],
            items.map(({ name, version, registry, publisher, title }) => [
              ...[name, version, registry],
              `${publisher.title}${publisher.verified ? ' (verified)' : ''}`,
              title,
            ]),
          ),
        );
      return failed.length > 0 && items.length === 0 ? 1 : 0;
    });
  },
};
