import type { DataWaveError } from '../errors.ts';
import type { ConnectionConfig } from '../governance/connector.ts';
import { sourceError } from './source-error.ts';

/** Reads a connection's settings into typed values. Each method throws DW_SOURCE_CONFIG naming the setting, never its value. @public */
export interface SettingsReader {
  text(name: string): string | undefined;
  text(name: string, fallback: string): string;
  /** A whole number within bounds. */
  integer(name: string, fallback: number, bounds: { readonly min: number; readonly max: number }): number;
  flag(name: string, fallback: boolean): boolean;
  texts(name: string): readonly string[];
  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice;
}

/** Reads settings defensively, also when nothing validated them before. @public */
export function settingsReader(config: ConnectionConfig): SettingsReader {
  const wrong = (name: string, expected: string): DataWaveError =>
    sourceError(
      'DW_SOURCE_CONFIG',
      `The setting "${name}" must be ${expected}.`,
      'Correct the connection settings.',
      `/${name}`,
    );
  function text(name: string): string | undefined;
  function text(name: string, fallback: string): string;
  function text(name: string, fallback?: string): string | undefined {
    const value = config[name];
    if (value === undefined || value === null || value === '') return fallback;
    if (typeof value !== 'string') throw wrong(name, 'a text');
    if (value.includes('\0')) throw wrong(name, 'a text without NUL characters');
    return value;
  }
  return {
    text,
    integer(name, fallback, bounds) {
      const value = config[name] ?? fallback;
      if (typeof value !== 'number' || !Number.isInteger(value) || value < bounds.min || value > bounds.max)
        throw wrong(name, `a whole number from ${bounds.min} to ${bounds.max}`);
      return value;
    },
    flag(name, fallback) {
      const value = config[name] ?? fallback;
      if (typeof value !== 'boolean') throw wrong(name, 'true or false');
      return value;
    },
    texts(name) {
      const value = config[name] ?? [];
      if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string'))
        throw wrong(name, 'a list of texts');
      return value;
    },
    choice(name, choices, fallback) {
      const value = config[name] ?? fallback;
      const found = choices.find((choice) => choice === value);
      if (found === undefined) throw wrong(name, `one of ${choices.join(', ')}`);
      return found;
    },
  };
}
