// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Files are read only below these folders, after following symbolic links. Relative to the working folder of the process. "/" admits every file.
   */
  roots: string[];
}
