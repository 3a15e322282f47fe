import { DataWaveError } from '../errors.ts';
import type { AssetProblem } from '../governance/asset.ts';

/** Codes with which a connector fails. @public */
export type SourceErrorCode =
  | 'DW_SOURCE_AUTHENTICATION'
  | 'DW_SOURCE_UNREACHABLE'
  | 'DW_SOURCE_TLS'
  | 'DW_SOURCE_DRIVER'
  | 'DW_SOURCE_NOT_FOUND'
  | 'DW_SOURCE_CONFIG'
  | 'DW_SOURCE_PERMISSION'
  | 'DW_SOURCE_ASSET_MISSING'
  | 'DW_SOURCE_CHANGED'
  | 'DW_SOURCE_TIMEOUT'
  | 'DW_SOURCE_QUERY';

const STATUS: Readonly<Partial<Record<SourceErrorCode, number>>> = {
  DW_SOURCE_CONFIG: 400,
  DW_SOURCE_NOT_FOUND: 404,
  DW_SOURCE_ASSET_MISSING: 404,
  DW_SOURCE_PERMISSION: 403,
  DW_SOURCE_CHANGED: 409,
};

/** An error of a source. Never hand it a driver's own message: drivers quote values and addresses with passwords. @public */
export function sourceError(
  code: SourceErrorCode,
  message: string,
  hint: string,
  where?: string,
): DataWaveError {
  return new DataWaveError({
    code,
    message,
    hint,
    status: STATUS[code] ?? 502,
    ...(where === undefined ? {} : { where }),
  });
}

/** The error of a connector as the problem of one asset. @public */
export function assetProblem(path: readonly string[], error: DataWaveError): AssetProblem {
  return { path, code: error.code, message: error.message, hint: error.hint ?? null };
}

/** The path of an asset as it stands in messages: joined with `.`, control characters shown, cut to 200 characters. @public */
export function assetLabel(path: readonly string[]): string {
  const shown = path
    .join('.')
    .replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return shown.length > 200 ? `${shown.slice(0, 199)}…` : shown;
}
