import type { SourceDeparture } from '@datawave/plugin-sdk';
import type { SourceDetail } from '../source-detail.ts';

/** What the plugin itself lets go of with a source. */
export function ownDeparture(
  { secrets }: Pick<SourceDetail, 'secrets'>,
  measurements: number,
): SourceDeparture {
  const connection =
    secrets.length === 0
      ? 'Its connection.'
      : `Its connection and its ${secrets.length === 1 ? 'stored secret' : `${secrets.length} stored secrets`}.`;
  return {
    goes: [
      connection,
      ...(measurements === 0
        ? []
        : [`${measurements === 1 ? 'The measurement' : `${measurements} measurements`} of its health.`]),
    ],
    stays: [
      'The record of its states: who changed them, when and why.',
      'The data in the source itself, which is not touched.',
    ],
  };
}
