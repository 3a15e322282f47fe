/** Where a setting comes from. */
export interface SettingOrigin {
  readonly source: 'default' | 'file' | 'environment' | 'stored';
  readonly location: string | null;
  readonly variables: readonly string[];
  readonly fileValue?: unknown;
}

/** A plugin's settings as the server shows them. */
export interface SettingsView {
  readonly id: string;
  readonly title: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly stored: Readonly<Record<string, unknown>>;
  readonly origins: Readonly<Record<string, SettingOrigin>>;
  /** Pointers. */
  readonly secrets: readonly string[];
  readonly problems: readonly { readonly pointer: string; readonly message: string }[];
  readonly fileProblems: readonly { readonly pointer: string; readonly message: string }[];
  readonly revision: number;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
  readonly critical: boolean;
  readonly state: string;
  readonly rebuilt: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same whatever the order of names is. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

const steps = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What the form begins with: what is set somewhere. Defaults show by themselves. */
export const givenOf = ({ settings, origins }: SettingsView): Values =>
  Object.fromEntries(
    Object.entries(settings).filter(([name]) => (origins[name]?.source ?? 'default') !== 'default'),
  );

/**
 * Puts back the placeholders of secrets that are kept: a form leaves out what nobody wrote. A null stands for one that goes.
 * Those in lists are in the form's value, because entries change places.
 */
export function withKeptSecrets(view: SettingsView, value: Values): Values {
  let filled: Values = value;
  for (const pointer of view.secrets) {
    const way = steps(pointer);
    const kept = placeOf(view.settings, way);
    if (kept !== undefined) filled = put(filled, way, kept);
  }
  return withoutNulls(filled) as Values;
}

/** What stands at a place that no list lies on the way to. */
function placeOf(values: unknown, way: readonly string[]): unknown {
  let at: unknown = values;
  for (const step of way) {
    if (!isRecord(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}

/** Puts a value where there is none. */
function put(values: Values, [step, ...further]: readonly string[], value: unknown): Values {
  if (step === undefined) return values;
  const present = Object.hasOwn(values, step) ? values[step] : undefined;
  if (further.length === 0) return present === undefined ? { ...values, [step]: value } : values;
  if (present !== undefined && !isRecord(present)) return values;
  return { ...values, [step]: put(isRecord(present) ? present : {}, further, value) };
}

const withoutNulls = (value: unknown): unknown =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, inner]) =>
          inner === null ? [] : [[name, withoutNulls(inner)]],
        ),
      )
    : Array.isArray(value)
      ? value.map(withoutNulls)
      : value;

/**
 * What is to be stored after a form was filled in: what was stored already and what is another now. What was emptied is as in the
 * file again.
 */
export function storedAfter(view: SettingsView, value: Values): Values {
  const filled = withKeptSecrets(view, value);
  const given = givenOf(view);
  const names = new Set([...Object.keys(filled), ...Object.keys(view.stored)]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      if (!Object.hasOwn(filled, name)) return [];
      const isSame = Object.hasOwn(given, name) && written(given[name]) === written(filled[name]);
      if (!isSame) return [[name, filled[name]]];
      return Object.hasOwn(view.stored, name) ? [[name, view.stored[name]]] : [];
    }),
  );
}

/** What is to be stored after one setting, or all of them, went back to the file. */
export const storedWithout = (view: SettingsView, name: string | null): Values =>
  name === null ? {} : Object.fromEntries(Object.entries(view.stored).filter(([key]) => key !== name));
