/** The settings of config.schema.json. */
export interface Config {
  /** Where messages are posted; a secret. */
  readonly url: string;
  /** Put before links, without a slash at its end. */
  readonly platform?: string;
}
