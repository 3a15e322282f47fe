import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import { FEATURE_NAMES } from './candidate-features.ts';
import { type ColumnModel, type ModelFile, taughtTypes } from './column-model.ts';

/** The file that the plugin ships. */
export const SHIPPED_MODEL = new URL('../../model/columns.json', import.meta.url);

/**
 * Reads a model and checks that it is whole and made for the features of this code.
 * @throws DataWaveError DW_CLASSIFICATION_MODEL when it is missing, damaged or made for others
 */
export function loadModel(file: URL): ColumnModel {
  const model = parseModel(file);
  const nodes = model.trees.feature.length;
  const lists = [model.trees.threshold, model.trees.left, model.trees.right];
  if (checksumOf(model.trees) !== model.checksum || lists.some((list) => list.length !== nodes))
    throw unusable(file, 'its content does not agree with its checksum');
  if (model.features.join() !== FEATURE_NAMES.join())
    throw unusable(file, 'it was trained on other features than this version computes');
  return {
    version: model.version,
    temperature: model.temperature,
    taught: taughtTypes(model.support),
    ensemble: {
      feature: Int16Array.from(model.trees.feature),
      threshold: Float64Array.from(model.trees.threshold),
      left: Int32Array.from(model.trees.left),
      right: Int32Array.from(model.trees.right),
      roots: Int32Array.from(model.trees.roots),
    },
  };
}

/** The model, or null where it cannot be used: the rules then decide alone, and the log says so. */
export function modelOrRules(file: URL, log: Logger): ColumnModel | null {
  try {
    return loadModel(file);
  } catch (error) {
    log.warn('the classification model cannot be used; the rules decide alone', { error });
    return null;
  }
}

/** What `checksum` of a model file must say. */
export const checksumOf = (trees: ModelFile['trees']): string =>
  createHash('sha256').update(JSON.stringify(trees)).digest('hex');

function parseModel(file: URL): ModelFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw unusable(file, error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read', error);
  }
  if (!isModelFile(parsed)) throw unusable(file, 'it is not a model of columns');
  return parsed;
}

function isModelFile(value: unknown): value is ModelFile {
  if (typeof value !== 'object' || value === null) return false;
  const file = value as Partial<ModelFile>;
  return (
    file.format === 'datawave-column-model' &&
    typeof file.version === 'string' &&
    typeof file.temperature === 'number' &&
    file.temperature > 0 &&
    Array.isArray(file.features) &&
    typeof file.support === 'object' &&
    file.support !== null &&
    typeof file.trees === 'object' &&
    file.trees !== null &&
    [file.trees.feature, file.trees.threshold, file.trees.left, file.trees.right, file.trees.roots].every(
      isNumbers,
    )
  );
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'number' && Number.isFinite(entry));

const unusable = (file: URL, why: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_CLASSIFICATION_MODEL',
    message: `The classification model ${file.pathname} cannot be used: ${why}.`,
    hint: 'Install @datawave/plugin-classification again. Until then the rules alone decide, with rougher confidences.',
    ...(cause === undefined ? {} : { cause }),
  });
