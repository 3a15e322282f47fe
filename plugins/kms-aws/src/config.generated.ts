// Generated from config.schema.json; run "npm run generate".

export interface Config {
  region: string;
  /**
   * Id, ARN or alias/NAME of a symmetric key.
   */
  key: string;
  accessKeyId: string;
  /**
   * In the configuration file as secret://NAME or ${NAME}.
   */
  secretAccessKey: string;
  /**
   * Of temporary credentials.
   */
  sessionToken?: string;
  /**
   * Where it is not the public one of the region, such as that of a VPC. Plain http is accepted for the machine itself only.
   */
  endpoint?: string;
  /**
   * Where the service's certificate is not of one that the system trusts.
   */
  caCertificate?: string;
}
