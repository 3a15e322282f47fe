import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import { type CityResponse, Reader } from 'mmdb-lib';

/** Reads a database of places in MaxMind's format. @throws DataWaveError DW_SECURITY_MONITOR_PLACES */
export async function openPlaceDatabase(path: string): Promise<Reader<CityResponse>> {
  const file = resolve(path);
  try {
    return new Reader<CityResponse>(await readFile(file));
  } catch (cause) {
    throw new DataWaveError({
      code: 'DW_SECURITY_MONITOR_PLACES',
      message: `The database of places ${file} cannot be read.`,
      hint: 'Name a file in MaxMind’s format (.mmdb) in travel.geoDatabase of security-monitor, or leave it out.',
      cause,
    });
  }
}
