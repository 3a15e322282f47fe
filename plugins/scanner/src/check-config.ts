import { type ConnectionConfig, type Connector, checkValue, DataWaveError } from '@datawave/plugin-sdk';

/**
 * Checks a connection's settings against the connector's schema before anything is opened, and fills in defaults.
 * Messages never quote a value, since it may be secret.
 * @throws DataWaveError DW_SOURCE_CONFIG with a pointer for each fault
 */
export function checkConfig(connector: Connector, config: ConnectionConfig): ConnectionConfig {
  // A setting that is given as undefined is one that is not given.
  const given = Object.fromEntries(Object.entries(config).filter(([, setting]) => setting !== undefined));
  const { value, errors } = checkValue(connector.info.connectionSchema, given);
  // What has just been checked is an object: every connection schema asks for one.
  if (errors.length === 0) return value as ConnectionConfig;
  throw new DataWaveError({
    code: 'DW_SOURCE_CONFIG',
    message: `The connection settings for ${connector.info.title} are not valid: ${errors.map((error) => `${error.pointer || '/'} ${error.message}`).join('; ')}.`,
    hint: 'Correct the settings named.',
    status: 400,
    errors,
  });
}
