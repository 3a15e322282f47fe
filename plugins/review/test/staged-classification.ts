import {
  type Classification,
  type ClassificationService,
  type Classifier,
  type ColumnVerdict,
  classificationService,
  classifierChangeHook,
  classifierPoint,
  definePlugin,
  INFO_TYPES,
} from '@datawave/plugin-sdk';

/** A verdict as a test words it; what is left out is ordinary. */
export function verdict(infoType: string, part: Partial<Classification> = {}): Classification {
  const definition = INFO_TYPES.find(({ id }) => id === infoType);
  if (definition === undefined) throw new TypeError(`There is no info type ${infoType}.`);
  return {
    question: 'type',
    infoType,
    category: definition.category,
    sensitivity: definition.sensitivity,
    confidence: 0.9,
    matched: 9,
    sampled: 10,
    evidence: [
      { signal: 'pattern', classifier: 'staged@1.0.0', weight: 5, detail: '9 of 10 distinct values fit' },
    ],
    explanation: `Probably ${infoType}, because 9 of 10 distinct values fit.`,
    version: 'engine@1.0.0',
    status: 'suggested',
    ...part,
  };
}

/** What the engine says of a column; nothing unless told. */
export const said = (
  classifications: readonly Classification[] = [],
  review: ColumnVerdict['review'] = null,
): ColumnVerdict => ({ classifications, sensitiveProbability: classifications[0]?.confidence ?? 0, review });

/** Stands in the engine's place and says of each column what a test wants. */
export class StagedClassification {
  /** By column name. */
  verdicts: Readonly<Record<string, ColumnVerdict>> = {};
  classifiers: readonly string[] = ['staged@1.0.0'];
  version = 'engine@1.0.0';
  #contributed: () => readonly Classifier[] = () => [];

  /** A classifier that a plugin contributed. */
  contributed(id: string): Classifier | undefined {
    return this.#contributed().find(({ info }) => info.id === id);
  }

  get plugin() {
    return {
      manifest: { manifestVersion: 1, id: 'classification', apiVersion: '*' } as const,
      version: '0.1.0',
      plugin: definePlugin()({
        provides: { classification: classificationService },
        extensionPoints: [classifierPoint],
        hooks: [classifierChangeHook],
        setup: ({ extensions, hooks }) => {
          const classifiers = extensions.collection(classifierPoint);
          this.#contributed = () => classifiers.list().map(({ value }) => value);
          const classification: ClassificationService = {
            classify: async ({ asset }) => asset.columns.map(({ name }) => this.verdicts[name] ?? said()),
            combine: async (parts) => parts[0]?.verdicts ?? [],
            classifiers: async () =>
              this.classifiers.map((name) => {
                const [id = '', version = ''] = name.split('@');
                return { id, version, title: id, description: id, infoTypes: [], sources: ['test'] };
              }),
            version: async () => ({ engine: this.version, classifiers: [...this.classifiers].sort() }),
            changed: (tx, scope) => hooks.call(classifierChangeHook, { tx, scope }),
            infoTypes: async () => INFO_TYPES,
          };
          return { classification };
        },
      }),
    };
  }
}
