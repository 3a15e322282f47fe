// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY, for symmetric encryption.
   */
  key: string;
  /**
   * client_email of its key file.
   */
  clientEmail: string;
  /**
   * private_key of its key file; in the configuration file as secret://NAME or ${NAME}.
   */
  privateKey: string;
  /**
   * Where it is not the public one. Plain http is accepted for the machine itself only.
   */
  endpoint: string;
  tokenEndpoint: string;
}
