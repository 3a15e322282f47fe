import { confirmAction, type DataWaveElement, ProblemError, t } from '@datawave/plugin-sdk/ui';
import { isRunning, type ListedPlugin } from './plugin-types.ts';

/** Names as a sentence says them. */
export const namesOf = (ids: readonly string[], all: readonly ListedPlugin[]): string =>
  new Intl.ListFormat(document.documentElement.lang || 'en', { type: 'conjunction' }).format(
    ids.map((id) => t(all.find((plugin) => plugin.id === id)?.title ?? id)),
  );

/** Ids of the running plugins that would stop with this one. */
export const fallingWith = (plugin: ListedPlugin, all: readonly ListedPlugin[]): readonly string[] =>
  plugin.stopsWithIt.filter((id) => all.some((other) => other.id === id && isRunning(other)));

/**
 * Enables a plugin, or asks and disables it with what needs it, telling how it went. Answers whether something was changed.
 * @param all - every plugin, to name those that stop with it
 */
export async function switchPlugin(
  host: DataWaveElement,
  plugin: ListedPlugin,
  all: readonly ListedPlugin[],
  begin: () => void,
): Promise<boolean> {
  const title = t(plugin.title);
  const isOn = isRunning(plugin);
  if (isOn) {
    const falling = fallingWith(plugin, all);
    const isConfirmed = await confirmAction(host, {
      heading: t('Disable {title}?', { title }),
      text:
        falling.length === 0
          ? t('Its pages, routes and jobs go at once, for everybody. Nothing else needs it. Its data stays.')
          : t(
              '{n, plural, one {# other plugin stops} other {# other plugins stop}} with it: {names}. Their pages, routes and jobs go at once, for everybody. Data stays.',
              { n: falling.length, names: namesOf(falling, all) },
            ),
      action: falling.length === 0 ? t('Disable') : t('Disable them all'),
    });
    if (!isConfirmed) return false;
  }
  begin();
  try {
    await host.shell.api.post(`/plugins/${encodeURIComponent(plugin.id)}/${isOn ? 'disable' : 'enable'}`);
    host.shell.notify({
      tone: 'success',
      message: isOn ? t('{title} is switched off.', { title }) : t('{title} runs.', { title }),
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    host.shell.notify({
      tone: 'danger',
      message: [error.message, error.hint ?? ''].join(' ').trim(),
    });
  }
  host.dispatchEvent(new Event('dw-plugins-changed', { bubbles: true, composed: true }));
  return true;
}

/** What the button does that changes whether a plugin runs; null where none would help. */
export function switchWord(plugin: ListedPlugin): string | null {
  if (isRunning(plugin)) return plugin.keptBy.length > 0 ? null : t('Disable');
  // It would be refused until it is updated.
  if (plugin.revoked?.action === 'disable' && !plugin.critical) return null;
  if (plugin.state === 'disabled') return t('Enable');
  return plugin.recoverable && plugin.state === 'failed' ? t('Try again') : null;
}
