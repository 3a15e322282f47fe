import semver from 'semver';
import { invalidTag } from '../registry-errors.ts';

/** @throws DataWaveError DW_REGISTRY_TAG for what is no name of a tag */
export function requireTag(tag: string): void {
  if (!/^[A-Za-z][A-Za-z0-9._-]{0,63}$/.test(tag) || semver.validRange(tag) !== null)
    throw invalidTag(`${JSON.stringify(tag)} is no name for a tag.`);
}
