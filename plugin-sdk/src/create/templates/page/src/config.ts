/** A link as the settings hold it and as the page shows it. */
export interface Link {
  readonly title: string;
  /** Begins with `https://`. */
  readonly href: string;
  readonly note?: string;
}

/** The settings of config.schema.json, with its defaults filled in. */
export interface Config {
  readonly links: readonly Link[];
}
