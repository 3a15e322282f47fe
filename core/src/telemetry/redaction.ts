const SECRET_NAME =
  /pass(?:word|wd|phrase|code)|secret|token|authorization|cookie|credential|api[-_]?key|private[-_]?key|connection[-_]?string|^pwd$|^dsn$/i;
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)([^\s/?#@]*):([^\s/?#]*)@/gi;
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;

/** What stands in a log where a secret would have stood. */
const REDACTED = '[redacted]';

/** Hides the password of every URL in a text: `postgres://app:[redacted]@db/`. */
export function redactText(text: string): string {
  // Almost no line carries credentials: two cheap scans save the regular expression.
  if (!text.includes('@') || !text.includes('://')) return text;
  return text.replace(
    URL_CREDENTIALS,
    (_match, scheme: string, user: string) => `${scheme}${user}:${REDACTED}@`,
  );
}

/** Whether a field of this name is never written to a log. */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * A plain copy fit for a log: secret-looking names are replaced at any depth, errors are written with their code
 * and cause chain, cycles and depths beyond eight are cut.
 */
export function redact(value: unknown): unknown {
  return redactValue(value, 0, new Set());
}

function redactValue(value: unknown, depth: number, path: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value);
    case 'bigint':
      return value.toString();
    case 'function':
    case 'symbol':
      return undefined;
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (path.has(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[too deep]';
  path.add(value);
  const copy = redactObject(value, depth, path);
  path.delete(value);
  return copy;
}

function redactObject(value: object, depth: number, path: Set<object>): unknown {
  if (value instanceof Error) return redactError(value, depth, path);
  if (Array.isArray(value))
    return value.slice(0, MAX_ITEMS).map((item) => redactValue(item, depth + 1, path));
  if (value instanceof Set)
    return [...value].slice(0, MAX_ITEMS).map((item) => redactValue(item, depth + 1, path));
  const entries: Iterable<readonly [unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  const copy: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const name = String(key);
    copy[name] =
      isSecretName(name) && item !== null && item !== undefined && typeof item !== 'boolean'
        ? REDACTED
        : redactValue(item, depth + 1, path);
  }
  return copy;
}

/** Error fields of drivers (`parameters`, `detail`, `query`) may carry raw values: only what is known to be safe is written. */
function redactError(error: Error, depth: number, path: Set<object>): Record<string, unknown> {
  const copy: Record<string, unknown> = { type: error.name, message: redactText(error.message) };
  for (const name of ['code', 'where', 'hint', 'status', 'plugin', 'phase'] as const) {
    const field: unknown = Reflect.get(error, name);
    if (typeof field === 'string') copy[name] = redactText(field);
    else if (typeof field === 'number') copy[name] = field;
  }
  if (error.stack !== undefined) copy['stack'] = redactText(error.stack);
  if (error.cause !== undefined) copy['cause'] = redactValue(error.cause, depth + 1, path);
  if (error instanceof AggregateError) copy['errors'] = redactValue(error.errors, depth + 1, path);
  return copy;
}
