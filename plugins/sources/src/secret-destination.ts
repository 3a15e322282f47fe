import { type ConnectorInfo, DataWaveError } from '@datawave/plugin-sdk';
import type { SplitSettings } from './connection-secrets.ts';
import { movedSettings } from './moved-settings.ts';
import type { Settings } from './source-detail.ts';

/**
 * Refuses to send stored secrets elsewhere: whoever may change a source could have them delivered to a server of his own.
 * @param kept - names of the stored secrets that the change leaves as they are
 * @throws DataWaveError DW_SOURCE_SECRETS_NEEDED, status 400, with a pointer to each secret that is to be given again
 */
export function refuseMovedSecrets(
  connector: ConnectorInfo,
  before: Settings,
  after: SplitSettings,
  kept: readonly string[],
): void {
  const moved = kept.length === 0 ? [] : movedSettings(connector, before, after.open);
  if (moved.length === 0) return;
  throw new DataWaveError({
    code: 'DW_SOURCE_SECRETS_NEEDED',
    message: `Other settings decide where the stored secrets are sent (${moved.join(', ')}), so that they must be given again: ${kept.join(', ')}.`,
    hint: 'Give each of these secrets anew, or null to remove it.',
    status: 400,
    errors: kept.map((name) => ({
      pointer: `/config/${name}`,
      message: `Give it again, because ${moved.join(', ')} changed.`,
    })),
  });
}
