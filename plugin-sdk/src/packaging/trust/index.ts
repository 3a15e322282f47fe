export type * from './bundle.ts';
export { openBundle, readBundleAddress, writeBundle } from './bundle.ts';
export { canonicalMetadata } from './canonical-json.ts';
export type * from './open-trust.ts';
export { openTrust } from './open-trust.ts';
export type * from './read-root.ts';
export { readRoot, verifyRoot } from './read-root.ts';
export type { FetchLimits, TrustFetch } from './receive.ts';
export type * from './sign-metadata.ts';
export {
  addRootSignature,
  binMetadata,
  nameFile,
  rootMetadata,
  signMetadata,
  snapshotMetadata,
  targetsMetadata,
  timestampMetadata,
  writeRevocations,
} from './sign-metadata.ts';
export { binOf, targetPath } from './target-path.ts';
export { fetchFromFolder } from './trust-folder.ts';
export type { TufKey } from './trust-keys.ts';
export { tufKey } from './trust-keys.ts';
export type { TargetClaims, TargetEntry, TrustedTarget } from './trusted-target.ts';
export { REVOCATIONS_FILE, verifyTarget } from './trusted-target.ts';
export type * from './verify-provenance.ts';
export { buildOriginOf, verifyProvenance } from './verify-provenance.ts';
export { verifyPublisher } from './verify-publisher.ts';
