import { DataWaveError, type HttpService } from '@datawave/plugin-sdk';

/** What a plugin's routes are mounted on in a process that does not serve them. */
export const UNSERVED: HttpService = { publicUrl: null, route: () => () => undefined };

/** A service of the kernel that nobody has opened. */
export const closed = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SERVICE_MISSING',
    message: `The service "${id}" of the kernel is not open.`,
    hint: 'List it under "deps" in definePlugin; the kernel opens only what some plugin depends on.',
    status: 503,
  });
