/** A part of a declaration: text, or the name of something else that is declared. */
export interface ExcerptToken {
  readonly kind: 'Content' | 'Reference';
  readonly text: string;
  readonly canonicalReference?: string;
}

interface TokenRange {
  readonly startIndex: number;
  readonly endIndex: number;
}

/** A declaration as api-extractor's doc model writes it. */
export interface ModelItem {
  readonly kind: string;
  readonly name?: string;
  readonly canonicalReference: string;
  readonly docComment?: string;
  /** `Public`, `Alpha`, …; what is not public yet may still change. */
  readonly releaseTag?: string;
  readonly excerptTokens?: readonly ExcerptToken[];
  readonly fileUrlPath?: string;
  readonly members?: readonly ModelItem[];
  readonly parameters?: readonly {
    readonly parameterName: string;
    readonly parameterTypeTokenRange: TokenRange;
  }[];
  readonly isOptional?: boolean;
}

/** Something that the SDK exports, with where it is imported from and where it is declared. */
export interface ApiItem {
  readonly name: string;
  readonly kind: string;
  /** `@datawave/plugin-sdk/ui`. */
  readonly entry: string;
  /** Path of its module below `src`, without ending: `governance/catalog`. */
  readonly module: string;
  readonly model: ModelItem;
  /** Further declarations of the same name: overloads, and a value beside its type. */
  readonly others: readonly ModelItem[];
}

/** Everything that the SDK exports, by module and name. What two entry points export stands with the first. */
export function readItems(models: ReadonlyMap<string, unknown>): readonly ApiItem[] {
  const items = new Map<string, ApiItem>();
  for (const [entry, model] of models) {
    for (const declared of exportsOf(model)) {
      const { name } = declared;
      const module = /types\/plugin-sdk\/src\/(.*)\.d\.ts$/.exec(declared.fileUrlPath ?? '')?.[1];
      if (name === undefined || module === undefined) {
        throw new Error(
          `${entry} exports ${declared.canonicalReference}, of which the model does not say where it is declared`,
        );
      }
      const key = `${module}#${name}`;
      const known = items.get(key);
      if (known === undefined)
        items.set(key, { name, kind: declared.kind, entry, module, model: declared, others: [] });
      else if (known.entry === entry) items.set(key, { ...known, others: [...known.others, declared] });
    }
  }
  const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return [...items.values()].sort(
    (left, right) => order(left.module, right.module) || order(left.name, right.name),
  );
}

function exportsOf(model: unknown): readonly ModelItem[] {
  const point = (model as { readonly members?: readonly ModelItem[] }).members?.[0];
  return point?.members ?? [];
}

/** The kind of a declaration in a word. */
export function kindWord(kind: string): string {
  const words: Readonly<Record<string, string>> = {
    TypeAlias: 'type',
    Variable: 'constant',
    MethodSignature: 'method',
    PropertySignature: 'property',
    CallSignature: 'call',
  };
  return words[kind] ?? kind.toLowerCase();
}
