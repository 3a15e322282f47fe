import type {
  AccessObject,
  AccessObjectKind,
  ExecutionScope,
  ExtensionCollection,
} from '@datawave/plugin-sdk';

/** A thing that was found, with what it is. */
export interface FoundObject extends AccessObject {
  readonly kind: string;
  readonly id: string;
}

/** Finds the things that are asked about, of whatever plugin's they are. */
export class AccessObjects {
  readonly #kinds: ExtensionCollection<AccessObjectKind>;

  constructor(kinds: ExtensionCollection<AccessObjectKind>) {
    this.#kinds = kinds;
  }

  /** Kinds that can be asked about now. */
  kinds(): readonly { readonly kind: string; readonly title: string }[] {
    return this.#kinds.list().map(({ key, value }) => ({ kind: key, title: value.title }));
  }

  async find(scope: ExecutionScope, kind: string, id: string): Promise<FoundObject | null> {
    const found = (await this.#kinds.get(kind)?.value.find(scope, id)) ?? null;
    return found === null ? null : { kind, id, name: found.name, attributes: found.attributes };
  }

  /** @param resource - URN of an asset, or `KIND:ID` */
  async named(scope: ExecutionScope, resource: string): Promise<FoundObject | null> {
    if (resource.startsWith('urn:')) return this.find(scope, 'asset', resource);
    const end = resource.indexOf(':');
    return end < 1 ? null : this.find(scope, resource.slice(0, end), resource.slice(end + 1));
  }
}
