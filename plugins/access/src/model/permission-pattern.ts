/** `*`, `RESOURCE:*` or the id of a permission. What follows the last colon is the action. */
export const PERMISSION_PATTERN =
  '^(\\*|[a-z0-9][a-z0-9._-]*(:[a-z0-9][a-z0-9._-]*)*:(\\*|[a-z0-9][a-z0-9._-]*))$';

/** The pattern of everything that may be done with what a permission is about: `catalog:*` for `catalog:read`. */
export const wildcardOf = (permission: string): string =>
  `${permission.slice(0, permission.lastIndexOf(':'))}:*`;

/** Whether a permission is among those that a pattern stands for. */
export const matchesPermission = (pattern: string, permission: string): boolean =>
  pattern === '*' || pattern === permission || (pattern.endsWith(':*') && pattern === wildcardOf(permission));

/** Patterns, for many questions: each costs three look-ups, however many patterns there are. */
export class PermissionSet {
  readonly #patterns: ReadonlySet<string>;

  constructor(patterns: Iterable<string>) {
    this.#patterns = new Set(patterns);
  }

  has(permission: string): boolean {
    return (
      this.#patterns.has('*') || this.#patterns.has(permission) || this.#patterns.has(wildcardOf(permission))
    );
  }

  /** Whether everything that the pattern stands for is among these, too. */
  covers(pattern: string): boolean {
    return pattern === '*' ? this.#patterns.has('*') : this.has(pattern);
  }
}
