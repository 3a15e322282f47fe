import { type ConnectorInfo, DataWaveError } from '@datawave/plugin-sdk';

/** What a request for a connector is told that no plugin brings. */
export const unknownConnector = (kind: string, known: readonly ConnectorInfo[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_CONNECTOR_UNKNOWN',
    message: `There is no connector "${kind}".`,
    hint: `Take one of ${known.map((info) => info.kind).join(', ')}, or enable the plugin that brings it.`,
    status: 400,
    errors: [{ pointer: '/connector', message: 'names no connector' }],
  });
