export type * from './archive/archive-limits.ts';
export { ARCHIVE_LIMITS } from './archive/archive-limits.ts';
export type * from './archive/read-archive.ts';
export { readArchive } from './archive/read-archive.ts';
export { writeArchive } from './archive/write-archive.ts';
export { canonicalJson } from './canonical-json.ts';
export type * from './check-package.ts';
export { checkPackage } from './check-package.ts';
export { listPackageFiles, writeFileList } from './file-list.ts';
export type * from './find-secrets.ts';
export { findSecrets } from './find-secrets.ts';
export * from './listing.ts';
export type * from './package-files.ts';
export { CONFORMANCE_PATH, FILE_LIST_PATH, FILE_LIST_TYPE, SIGNATURE_PATH } from './package-files.ts';
export { scriptsThatRun } from './package-json.ts';
export { oneLine, shownText } from './shown-text.ts';
export type * from './sign-package.ts';
export { signPackage } from './sign-package.ts';
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
export type * from './signatures/key-files.ts';
export {
  createKeyFiles,
  keyFilesOf,
  listPublicKeys,
  readPrivateKey,
  readPublicKey,
} from './signatures/key-files.ts';
export * from './trust/index.ts';
export type * from './ui-build.ts';
export { foreignUiImport, SHARED_UI_MODULES, uiBuildSettings } from './ui-build.ts';
export { verifyPackage } from './verify-package.ts';
