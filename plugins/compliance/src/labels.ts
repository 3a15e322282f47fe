import type {
  AccountsService,
  AssessmentService,
  Control,
  ExecutionScope,
  FrameworkInfo,
  SourcesService,
} from '@datawave/plugin-sdk';
import type { Violation } from './violation-queries.ts';

/** Services of plugins that may be absent; read when needed. */
export interface OptionalServices {
  readonly accounts: AccountsService | undefined;
  readonly sources: SourcesService | undefined;
}

/** People whose names are looked up for one answer. */
const MOST_NAMED = 200;

/** A violation with what others call its parts. */
export interface LabelledViolation extends Violation {
  readonly frameworkTitle: string;
  readonly controlTitle: string;
  readonly controlSummary: string | null;
  readonly controlUrl: string | null;
  readonly ownerName: string | null;
  readonly sourceTitle: string | null;
}

/** Knows what frameworks, controls, people and sources are called. A framework that is disabled says nothing of its controls. */
export class Labels {
  readonly #assessment: AssessmentService;
  readonly #optional: OptionalServices;

  constructor(assessment: AssessmentService, optional: OptionalServices) {
    this.#assessment = assessment;
    this.#optional = optional;
  }

  /** Finds what a framework says of a control. */
  async controls(): Promise<
    (
      framework: string,
      control: string,
    ) => { readonly framework: FrameworkInfo | undefined; readonly control: Control | undefined }
  > {
    const frameworks = new Map((await this.#assessment.frameworks()).map((info) => [info.id, info]));
    return (framework, control) => {
      const info = frameworks.get(framework);
      return { framework: info, control: info?.controls.find(({ id }) => id === control) };
    };
  }

  /** Names of accounts and groups by id; those whom nobody knows are missing. */
  async people(scope: ExecutionScope, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    const { accounts } = this.#optional;
    if (accounts === undefined) return names;
    const wanted = new Set(ids.filter((id) => id !== null));
    // One after the other: each takes a connection of the pool.
    for (const id of [...wanted].slice(0, MOST_NAMED)) {
      const name = id.startsWith('group:')
        ? (await accounts.findGroup(scope, { id }))?.name
        : (await accounts.find(scope, { id }))?.displayName;
      if (name !== undefined) names.set(id, name);
    }
    return names;
  }

  /** Titles of sources by id. */
  async sources(scope: ExecutionScope, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(ids)];
    const sources = wanted.length === 0 ? [] : await this.#optional.sources?.list(scope, { ids: wanted });
    return new Map((sources ?? []).map(({ id, title }) => [id, title]));
  }

  async violations<T extends Violation>(
    scope: ExecutionScope,
    violations: readonly T[],
  ): Promise<readonly (T & LabelledViolation)[]> {
    const label = await this.controls();
    const people = await this.people(
      scope,
      violations.map(({ owner }) => owner),
    );
    const sources = await this.sources(
      scope,
      violations.map(({ sourceId }) => sourceId),
    );
    return violations.map((violation) => {
      const { framework, control } = label(violation.framework, violation.control);
      return {
        ...violation,
        frameworkTitle: framework?.title ?? violation.framework,
        controlTitle: control?.title ?? violation.control,
        controlSummary: control?.summary ?? null,
        controlUrl: control?.url ?? null,
        ownerName: people.get(violation.owner ?? '') ?? null,
        sourceTitle: sources.get(violation.sourceId) ?? null,
      };
    });
  }
}
