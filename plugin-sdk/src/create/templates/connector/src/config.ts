/** The settings of config.schema.json, with its defaults filled in. */
export interface Config {
  readonly roots: readonly string[];
}
