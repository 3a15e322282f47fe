import { type Connector, DataWaveError, type ScanSource } from '@datawave/plugin-sdk';
import { withoutPassword } from './without-password.ts';

/** A target of the command line and, unless none of the connectors knows it, the connection it stands for. */
export type Target =
  | { readonly display: string; readonly source: ScanSource }
  | { readonly display: string; readonly error: DataWaveError };

/** Those first whose files end as the target does: a damaged `shop.sqlite` is not to be taken for text. */
function nearestFirst(target: string, connectors: readonly Connector[]): readonly Connector[] {
  const name = target.toLowerCase();
  const isNear = ({ info }: Connector): boolean =>
    info.fileExtensions.some((ending) => name.endsWith(ending));
  return [...connectors.filter(isNear), ...connectors.filter((connector) => !isNear(connector))];
}

/** Asks each connector whether a target is its own; the first that says so has it. */
export async function resolveTarget(
  target: string,
  cwd: string,
  connectors: readonly Connector[],
): Promise<Target> {
  for (const connector of nearestFirst(target, connectors)) {
    try {
      const resolved = await connector.resolveTarget(target, cwd);
      if (resolved !== null)
        return {
          display: resolved.display,
          source: { connector: connector.info.kind, config: resolved.config, source: resolved.source },
        };
    } catch (error) {
      if (DataWaveError.is(error)) return { display: withoutPassword(target), error };
      throw error;
    }
  }
  const display = withoutPassword(target);
  const schemes = connectors.flatMap((connector) => connector.info.schemes);
  return {
    display,
    error: new DataWaveError({
      code: 'DW_TARGET_UNKNOWN',
      message: `"${display.slice(0, 200)}" is neither a file or folder that can be read nor a URL of a known kind.`,
      hint:
        schemes.length === 0
          ? 'Add a connector plugin to the configuration.'
          : `Check the path, or use a URL that starts with one of ${schemes.map((scheme) => `${scheme}:`).join(', ')}.`,
    }),
  };
}
