import { readFileSync } from 'node:fs';
import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import { readModel } from './model-file.ts';
import { createNameModel, type NameModel } from './name-model.ts';

/** The model that the plugin ships. */
export const SHIPPED_MODEL = new URL('../../data/names.model', import.meta.url);

/** @throws DataWaveError DW_FREE_TEXT_MODEL when the file is missing, damaged or made for another version */
export function loadNameModel(file: URL): NameModel {
  try {
    return createNameModel(readModel(readFileSync(file)));
  } catch (error) {
    throw new DataWaveError({
      code: 'DW_FREE_TEXT_MODEL',
      message: `The model of names cannot be used: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
      hint: 'Install the package @datawave/plugin-free-text anew. Until then names, places and organisations in free text are not found; what rules find is.',
      where: file.pathname,
      cause: error,
    });
  }
}

/** What there is of the model: itself, or why there is none. */
export interface LoadedModel {
  readonly model: NameModel | null;
  /** For people; null when all is well. */
  readonly problem: string | null;
}

/** Loads the model when it is first asked for; one that cannot be used is warned of once, and the rules go on. */
export function lazyNameModel(file: URL, log: Logger): () => LoadedModel {
  let loaded: LoadedModel | null = null;
  return () => {
    if (loaded !== null) return loaded;
    try {
      loaded = { model: loadNameModel(file), problem: null };
    } catch (error) {
      log.warn('names in free text are not looked for: their model cannot be used; the rules go on', {
        error,
      });
      loaded = {
        model: null,
        problem:
          'DW_FREE_TEXT_MODEL: names, places and organisations were not looked for, because their model cannot be used.',
      };
    }
    return loaded;
  };
}
