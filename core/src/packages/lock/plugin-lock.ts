import { createHash } from 'node:crypto';
import {
  checkValue,
  closedSchema,
  DataWaveError,
  type JsonSchema,
  type PluginManifest,
} from '@datawave/plugin-sdk';
import { type BuildOrigin, canonicalJson } from '@datawave/plugin-sdk/packaging';

/** What a plugin was granted when somebody installed it. */
export interface PluginGrants {
  readonly permissions: readonly string[];
  readonly network: readonly string[];
  readonly database: 'own' | 'optional' | null;
  readonly secrets: readonly string[];
  readonly files: readonly string[];
  /** Requests that its pages send in the name of whoever looks at them. */
  readonly api: readonly string[];
  /** How it reaches people: `mail` to them, `search` for what they type there, `anybody: GET /weather` for what it answers without a sign-in. */
  readonly people?: readonly string[];
}

/** An installed plugin. */
export interface LockedPlugin {
  readonly version: string;
  /** Of the tarball, hexadecimal: where it lies in the store. */
  readonly sha256: string;
  /** `sha512-…` of the tarball. */
  readonly integrity: string;
  /** SHA-256 of the list of its files and their hashes: by it what lies unpacked is known to be what was checked. */
  readonly contents?: string;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Name of the configured registry; null for one that came from a file. */
  readonly registry: string | null;
  readonly publisher: string | null;
  readonly trust: 'verified' | 'community' | 'local';
  /** Keys whose signatures held. */
  readonly keyids: readonly string[];
  /** From what it was built, where that was proven; none of those that came before it was looked at. */
  readonly provenance?: BuildOrigin;
  readonly grants: PluginGrants;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Which plugins are installed, beyond those of the configuration. The one with the highest number counts. */
export interface PluginLock {
  readonly version: 1;
  /** Rises by one with each change; 0 before the first. */
  readonly number: number;
  /** By npm name. */
  readonly plugins: Readonly<Record<string, LockedPlugin>>;
  /** Ids of removed plugins whose data goes once it is confirmed. */
  readonly purges?: readonly string[];
  /** That this platform made it; over everything else in it. Without one nothing is loaded by it. */
  readonly seal?: { readonly key: string; readonly mac: string };
}

/** Before anything was installed. */
export const EMPTY_LOCK: PluginLock = { version: 1, number: 0, plugins: {} };

/** An npm name, as the configuration takes it. */
export const PACKAGE_NAME = '^(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$';

const texts: JsonSchema = { type: 'array', items: { type: 'string', maxLength: 400 }, maxItems: 1000 };

const named: JsonSchema = { type: ['string', 'null'], maxLength: 2000 };

const schema: JsonSchema = closedSchema(
  {
    version: { const: 1 },
    number: { type: 'integer', minimum: 0 },
    plugins: {
      type: 'object',
      maxProperties: 1000,
      propertyNames: { type: 'string', pattern: PACKAGE_NAME, maxLength: 214 },
      additionalProperties: closedSchema(
        {
          version: { type: 'string', minLength: 1, maxLength: 256 },
          sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
          integrity: { type: 'string', pattern: '^sha512-[A-Za-z0-9+/]{86}==$' },
          contents: { type: 'string', pattern: '^[0-9a-f]{64}$' },
          size: { type: 'integer', minimum: 1 },
          registry: { type: ['string', 'null'], maxLength: 40 },
          publisher: { type: ['string', 'null'], maxLength: 214 },
          trust: { enum: ['verified', 'community', 'local'] },
          keyids: texts,
          provenance: closedSchema({ repository: named, workflow: named, commit: named, builder: named }, [
            'repository',
            'workflow',
            'commit',
            'builder',
          ]),
          grants: closedSchema(
            {
              permissions: texts,
              network: texts,
              database: { enum: ['own', 'optional', null] },
              secrets: texts,
              files: texts,
              api: texts,
              people: texts,
            },
            ['permissions', 'network', 'database', 'secrets', 'files', 'api'],
          ),
          config: { type: 'object' },
        },
        ['version', 'sha256', 'integrity', 'size', 'registry', 'publisher', 'trust', 'keyids', 'grants'],
      ),
    },
    purges: texts,
    seal: closedSchema(
      {
        key: { type: 'string', pattern: '^[0-9a-f]{16}$' },
        mac: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      },
      ['key', 'mac'],
    ),
  },
  ['version', 'number', 'plugins'],
);

/** Reads a lock. @throws DataWaveError DW_PACKAGES_LOCK_INVALID naming where it stands and what is wrong */
export function parseLock(value: unknown, where: string): PluginLock {
  const checked = checkValue(schema, value);
  // The closed schema that has just been checked describes exactly this type.
  if (checked.errors.length === 0) return checked.value as PluginLock;
  const [first] = checked.errors;
  throw lockInvalid(where, `${first?.pointer ?? ''} ${first?.message ?? ''}`.trim());
}

/** What stands where a lock belongs is none. */
export const lockInvalid = (where: string, what: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_LOCK_INVALID',
    message: `${where} holds no lock of plugins: ${what}.`,
    hint: 'Delete the file: the next start writes it anew from the database.',
    where,
    ...(cause === undefined ? {} : { cause }),
  });

/** Of the canonical JSON, hexadecimal. */
export const digestOf = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(value))))
    .digest('hex');

/** Before a route that answers anybody, among the ways to reach people. */
export const ANYBODY = 'anybody: ';

/** All that a manifest asks for: what somebody grants who installs it. */
export function grantsOf({ permissions = [], needs = {} }: PluginManifest): PluginGrants {
  const sorted = (list: readonly string[] = []): readonly string[] => [...new Set(list)].sort();
  return {
    permissions: sorted(permissions.map(({ id }) => id)),
    network: sorted(needs.network),
    database: needs.database ?? null,
    secrets: sorted(needs.secrets),
    files: sorted(needs.files),
    api: sorted(needs.api),
    ...peopleOf([
      ...(['mail', 'search'] as const).filter((way) => needs[way] === true),
      ...sorted(needs.public).map((route) => `${ANYBODY}${route}`),
    ]),
  };
}

/** What is asked for now and was not granted before. */
export function addedGrants(now: PluginGrants, before: PluginGrants | null): PluginGrants {
  const beyond = (list: readonly string[], former: readonly string[] = []): readonly string[] =>
    list.filter((one) => !former.includes(one));
  return {
    permissions: beyond(now.permissions, before?.permissions),
    network: beyond(now.network, before?.network),
    database: now.database === (before?.database ?? null) ? null : now.database,
    secrets: beyond(now.secrets, before?.secrets),
    files: beyond(now.files, before?.files),
    api: beyond(now.api, before?.api),
    ...peopleOf(beyond(now.people ?? [], before?.people)),
  };
}

/** Whether nothing is asked for. */
export const isNothing = ({ database, ...lists }: PluginGrants): boolean =>
  database === null && Object.values(lists).every((list) => (list?.length ?? 0) === 0);

/** Left out where there is none, so that what was granted before stays word for word what it was. */
const peopleOf = (ways: readonly string[]): Pick<PluginGrants, 'people'> =>
  ways.length === 0 ? {} : { people: ways };
