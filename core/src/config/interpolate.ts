import { pointerSegment } from '@datawave/plugin-sdk';
import type { ConfigProblem } from './config-error.ts';
import type { LocatedDocument } from './yaml-document.ts';

const PLACEHOLDER = /\$(\$)?\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** What YAML's core schema makes of a plain scalar, so that `port: ${PORT}` is a number. */
function plainScalar(text: string): string | number | boolean | null {
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  if (/^(null|Null|NULL|~)$/.test(text)) return null;
  if (/^[-+]?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?$/.test(text)) return Number(text);
  return text;
}

/**
 * Replaces `${NAME}` and `${NAME:-default}` from the environment; `$${` stands for a literal `${`.
 * A value that is nothing but a placeholder and not quoted takes the type that the text would have had in YAML.
 */
export function interpolate(
  document: LocatedDocument,
  env: Readonly<Record<string, string | undefined>>,
): {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Names of the variables that values were taken from, by JSON pointer. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
} {
  const problems: ConfigProblem[] = [];
  const variables = new Map<string, readonly string[]>();

  const inText = (text: string, pointer: string): unknown => {
    if (!text.includes('${')) return text;
    const whole = text.replace(
      PLACEHOLDER,
      (match, escaped: string | undefined, name: string, fallback: string | undefined) => {
        if (escaped !== undefined) return match.slice(1);
        const value = env[name];
        if (value !== undefined && (value !== '' || fallback === undefined)) {
          variables.set(pointer, [...(variables.get(pointer) ?? []), name]);
          return value;
        }
        if (fallback !== undefined) return fallback;
        problems.push({
          pointer,
          location: document.locations.get(pointer) ?? null,
          message: `The environment variable ${name} is not set.`,
          hint: `Set it, or give a default: \${${name}:-VALUE}.`,
        });
        return '';
      },
    );
    const isOnlyPlaceholder = /^\$\{[^}]*\}$/.test(text);
    return isOnlyPlaceholder && !document.quoted.has(pointer) ? plainScalar(whole) : whole;
  };

  const walk = (value: unknown, pointer: string): unknown => {
    if (typeof value === 'string') return inText(value, pointer);
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${pointer}/${index}`));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, walk(item, `${pointer}/${pointerSegment(key)}`)]),
      );
    }
    return value;
  };
  return { value: walk(document.value, ''), problems, variables };
}
