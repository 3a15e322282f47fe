import type { Sensitivity } from '@datawave/plugin-sdk/ui';

/** What a rule is built of, as the server takes it. */
export type Block =
  | {
      readonly kind: 'pattern';
      readonly pattern: string;
      readonly ignoreCase?: boolean;
      readonly anywhere?: boolean;
    }
  | {
      readonly kind: 'dictionary';
      readonly terms: readonly string[];
      readonly exact?: boolean;
      readonly words?: boolean;
    }
  | {
      readonly kind: 'name';
      readonly names: readonly string[];
      readonly whole?: boolean;
      readonly of?: 'column' | 'table';
    }
  | ChecksumBlock
  | { readonly kind: 'values'; readonly atLeast?: number; readonly share?: number; readonly where: Block }
  | { readonly kind: 'all'; readonly of: readonly Block[] }
  | { readonly kind: 'any'; readonly of: readonly Block[] }
  | { readonly kind: 'some'; readonly atLeast: number; readonly of: readonly Block[] }
  | { readonly kind: 'not'; readonly block: Block };

export interface ChecksumBlock {
  readonly kind: 'checksum';
  readonly checksum: string;
  readonly ignore?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly rotate?: number;
  readonly weights?: readonly number[];
  readonly modulus?: number;
  readonly remainder?: number;
}

export interface InfoType {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly sensitivity: Sensitivity;
  readonly personal: boolean;
}

export interface Rule {
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  readonly infoType: string | InfoType;
  readonly question: 'type' | 'contains';
  readonly kinds?: readonly string[];
  readonly match: Block;
  readonly threshold: { readonly values: number; readonly share: number };
  readonly confidence?: number;
  readonly enabled: boolean;
}

/** What is known of a rule beside what it says. */
interface Kept {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export type RuleDetail = Rule & Kept;

/** A rule in the list. */
export interface RuleItem extends Kept {
  readonly key: string;
  readonly title: string;
  readonly infoType: string;
  readonly question: 'type' | 'contains';
  readonly enabled: boolean;
  readonly blocks: Readonly<Record<string, number>>;
  readonly terms: number;
}

export interface RuleCounts {
  readonly total: number;
  readonly enabled: number;
}

export interface TrialColumn {
  readonly name: string;
  readonly hits: number;
  readonly values: number;
  readonly applies: boolean;
  readonly confidence: number | null;
  readonly examples: readonly string[];
  readonly nearMisses: readonly { readonly example: string; readonly because: string }[];
  readonly claims: readonly {
    readonly infoType: string;
    readonly question: 'type' | 'contains';
    readonly confidence: number;
    readonly rules: readonly string[];
  }[];
}

/** What trying a rule answers. */
export interface Trial {
  readonly columns: readonly TrialColumn[];
  readonly ordinary: { readonly value: number; readonly columns: readonly string[] };
  readonly durationMs: number;
}

export interface RuleVersion {
  readonly version: number;
  readonly title: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

export interface ImportReport {
  readonly possible: boolean;
  readonly rules: readonly {
    readonly index: number;
    readonly key: string | null;
    readonly title: string | null;
    readonly outcome: 'create' | 'replace' | 'skip' | 'unchanged' | 'conflict' | 'invalid';
    readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  }[];
}

/** A fault with a pointer that counts from the thing it belongs to. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** Faults at or below a place, with pointers that count from there. */
export const faultsBelow = (faults: readonly Fault[], place: string): readonly Fault[] =>
  faults
    .filter(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`))
    .map(({ pointer, message }) => ({ pointer: pointer.slice(place.length), message }));

/** What is wrong at one place itself. */
export const faultAt = (faults: readonly Fault[], place: string): string | null =>
  faults.find(({ pointer }) => pointer === place)?.message ?? null;

export const ruleHref = (id: string): string => `/rules/${encodeURIComponent(id)}`;
