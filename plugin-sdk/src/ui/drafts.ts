/** What somebody had written into a form and not saved. @public */
export interface Draft<T> {
  readonly values: T;
  /** Version of the thing that it was written about, as an ETag; null for a thing that is new. */
  readonly etag: string | null;
  /** When it was kept, in milliseconds since 1970. */
  readonly at: number;
}

/** What goes with a draft beside its values. @public */
export interface DraftOptions {
  readonly etag?: string | null;
  /** Path of the page that the form is on; the one that is open unless given. */
  readonly path?: string;
  /** Names of values, at whatever depth, that are never kept. Those of {@link isSecretName} are left out in any case. */
  readonly secrets?: readonly string[];
}

/** How to make {@link Drafts}; the shell does it once for all plugins. @public */
export interface DraftsOptions {
  /** Null where the browser keeps nothing. */
  readonly storage: () => Storage | null;
  /** Whose drafts they are and of which workspace; null while nobody is signed in. */
  readonly owner: () => string | null;
  /** Path of the page that is open. */
  readonly path: () => string;
}

const PREFIX = 'dw.draft:';
/** Characters of one draft; a longer one is not kept. */
const MOST_CHARACTERS = 100_000;
/** The oldest go first. */
const MOST_DRAFTS = 24;
const LONGEST_MS = 7 * 24 * 3_600_000;

/** Whether a value of this name is a secret by its name, and thus never kept. @public */
export const isSecretName = (name: string): boolean =>
  /passw|passphrase|secret|token|credential|private.?key|api.?key|access.?key|^pin$|^code$|^otp$/i.test(name);

/**
 * Keeps what is written into forms in this tab, by the page's path and the form's name, until it is saved, given up or somebody signs
 * out: what a lost server, an ended session or a reload would take. Never a secret, never more than a bounded number of drafts of a
 * bounded size. For forms there is {@link FormDraft}.
 * @public
 */
export class Drafts {
  readonly #options: DraftsOptions;

  constructor(options: DraftsOptions) {
    this.#options = options;
  }

  /** Whose drafts they are and of which workspace: for what else is kept of one person; null while nobody is signed in. */
  get owner(): string | null {
    return this.#options.owner();
  }

  /** What was left in a form of a page, the one that is open unless a path is given; null when nothing was. */
  read<T>(form: string, path?: string): Draft<T> | null {
    const key = this.#key(form, path);
    if (key === null) return null;
    try {
      const text = this.#options.storage()?.getItem(key) ?? null;
      if (text === null) return null;
      const draft = JSON.parse(text) as Draft<T>;
      return Date.now() - draft.at > LONGEST_MS ? null : draft;
    } catch {
      // Unreadable is as good as not there.
      return null;
    }
  }

  /** Keeps what stands in a form now. Answers whether it could be kept. */
  keep(form: string, values: unknown, options: DraftOptions = {}): boolean {
    const key = this.#key(form, options.path);
    const storage = this.#options.storage();
    if (key === null || storage === null) return false;
    const secrets = new Set(options.secrets ?? []);
    const draft = { values, etag: options.etag ?? null, at: Date.now() };
    const text = JSON.stringify(draft, (name, value: unknown) =>
      secrets.has(name) || (isSecretName(name) && typeof value !== 'boolean') ? undefined : value,
    );
    if (text.length > MOST_CHARACTERS) return false;
    try {
      storage.setItem(key, text);
      this.#bound(storage);
      return true;
    } catch {
      // The browser's storage is full or forbidden.
      return false;
    }
  }

  /** Forgets what was left in a form of a page: it was saved, or given up. */
  clear(form: string, path?: string): void {
    const key = this.#key(form, path);
    if (key === null) return;
    try {
      this.#options.storage()?.removeItem(key);
    } catch {
      // Nothing is kept where storage is forbidden.
    }
  }

  /** Forgets every draft, of whomever: somebody has signed out, or somebody else is here. */
  clearAll(): void {
    try {
      const storage = this.#options.storage();
      if (storage !== null) for (const { key } of listed(storage)) storage.removeItem(key);
    } catch {
      // As above.
    }
  }

  #bound(storage: Storage): void {
    const oldestFirst = listed(storage).sort((one, other) => one.at - other.at);
    for (const { key } of oldestFirst.slice(0, -MOST_DRAFTS)) storage.removeItem(key);
  }

  #key(form: string, path = this.#options.path()): string | null {
    const owner = this.#options.owner();
    return owner === null ? null : `${PREFIX}${owner}:${path}#${form}`;
  }
}

function listed(storage: Storage): { readonly key: string; readonly at: number }[] {
  const drafts: { key: string; at: number }[] = [];
  for (let index = 0; index < storage.length; index += 1) {
    const key = storage.key(index);
    if (key === null || !key.startsWith(PREFIX)) continue;
    const at = Number(/"at":(\d+)\}$/.exec(storage.getItem(key) ?? '')?.[1] ?? 0);
    drafts.push({ key, at });
  }
  return drafts;
}
