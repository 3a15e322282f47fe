export { canonicalJson } from './canonical-json.ts';
export * from './listing.ts';
export type * from './package-files.ts';
export { CONFORMANCE_PATH, FILE_LIST_PATH, FILE_LIST_TYPE, SIGNATURE_PATH } from './package-files.ts';
export type * from './signatures/envelope.ts';
export {
  addSignature,
  checkEnvelope,
  keyIdOf,
  payloadOf,
  preAuthEncoding,
  signEnvelope,
  verifyEnvelope,
} from './signatures/envelope.ts';
