import { DataWaveError } from '@datawave/plugin-sdk';

/** Codes under which a plugin is not packed. */
export type PackFaultCode =
  | 'DW_PLUGIN_PACK_FOLDER'
  | 'DW_PLUGIN_PACK_INCOMPLETE'
  | 'DW_PLUGIN_PACK_MANIFEST'
  | 'DW_PLUGIN_PACK_SCRIPTS'
  | 'DW_PLUGIN_PACK_TOOL'
  | 'DW_PLUGIN_PACK_BUILD'
  | 'DW_PLUGIN_PACK_DYNAMIC'
  | 'DW_PLUGIN_PACK_OUTSIDE'
  | 'DW_PLUGIN_PACK_NATIVE'
  | 'DW_PLUGIN_PACK_LICENCE'
  | 'DW_PLUGIN_PACK_SECRETS'
  | 'DW_PLUGIN_PACK_NEEDS'
  | 'DW_PLUGIN_PACK_CONFORMANCE';

/** Why a plugin is not packed: what, how to mend it, and where. */
export const packFault = (
  code: PackFaultCode,
  message: string,
  hint: string,
  more: { readonly where?: string; readonly cause?: unknown } = {},
): DataWaveError => new DataWaveError({ code, message, hint, status: 400, ...more });
