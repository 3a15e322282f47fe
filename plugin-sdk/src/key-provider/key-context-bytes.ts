import type { KeyContext } from '../services/vault.ts';

/** A context as the bytes that are authenticated with a data key: always the same for the same context. Stored keys hang on them. @public */
export const keyContextBytes = ({ plugin, workspace, name, version }: KeyContext): Buffer =>
  Buffer.from(JSON.stringify(['datawave', plugin, workspace, name, version]), 'utf8');
