import { DataWaveError } from '@datawave/plugin-sdk';
import { isRecord } from './package-json.ts';

/**
 * Sigstore's trusted root from the settings; null where there is none.
 * @throws DataWaveError DW_REGISTRY_TRUSTED_ROOT for a text that is none
 */
export function readTrustedRoot(text: string | null): unknown {
  if (text === null) return null;
  let root: unknown = null;
  let cause: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    cause = error;
  }
  if (isRecord(root) && Array.isArray(root['tlogs']) && Array.isArray(root['certificateAuthorities']))
    return root;
  throw new DataWaveError({
    code: 'DW_REGISTRY_TRUSTED_ROOT',
    message: 'The setting "provenanceRoot" of the registry is no trusted root of sigstore.',
    hint: 'Put the whole text of trusted_root.json there, or null.',
    where: 'provenanceRoot',
    ...(cause === undefined ? {} : { cause }),
  });
}
