/** What reads is left alone: its texts are short, and many of them come from lists that are filtered in many ways. */
const WRITES = /^\s*(?:with\b.*?\b)?(?:insert into|update)\b/is;
/** How often a statement is sent before it is worth preparing: each connection that it is sent over keeps it. */
const WORTH_AFTER = 20;
/** Texts that are prepared at most, and those whose sendings are counted. */
const MOST_PREPARED = 64;
const MOST_COUNTED = 1_000;

/**
 * Has statements that write again and again prepared once a connection, because to take their long texts apart anew each time is a
 * good part of what the server does in a scan. Their texts are the program's own: values are parameters.
 */
export class PreparedStatements {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  /** Names that were ever given: none is given twice, for connections keep what they have prepared under it. */
  #given = 0;

  /**
   * The name that a statement is prepared under; none while it is not worth it.
   * @param isKeyed - whether it is sent again and again, also if it reads
   */
  nameOf(text: string, isKeyed = false): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_PREPARED || !(isKeyed || WRITES.test(text)))
      return known;
    const count = (this.#counts.get(text) ?? 0) + 1;
    if (count < WORTH_AFTER) {
      if (this.#counts.size >= MOST_COUNTED) this.#counts.clear();
      this.#counts.set(text, count);
      return undefined;
    }
    this.#counts.delete(text);
    this.#given += 1;
    const name = `often_${this.#given}`;
    this.#names.set(text, name);
    return name;
  }

  /** Has everything prepared anew: the server refuses what was prepared before the columns changed that it answers. */
  forget(): void {
    this.#names.clear();
    this.#counts.clear();
  }
}
