// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * A file of rules as they are exported, YAML or JSON, which holds in every workspace and in a one-shot scan. Relative to the working folder of the process.
   */
  rulesFile?: string;
  /**
   * Rules that hold in every workspace and in a one-shot scan, written as in an export.
   *
   * @maxItems 500
   */
  rules: {}[];
  /**
   * Milliseconds that trying or checking rules may take before it is ended.
   */
  previewTimeoutMs: number;
}
