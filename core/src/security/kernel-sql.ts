/** Runs one statement of the kernel's own, committed by itself. The open storage is one. */
export interface KernelSql {
  execute<Row>(statement: {
    readonly text: string;
    readonly parameters: readonly unknown[];
    /** Prepared once a connection under this name; unique per text. */
    readonly name?: string;
  }): Promise<readonly Row[]>;
}
