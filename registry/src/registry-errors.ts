import { DataWaveError, type FieldError } from '@datawave/plugin-sdk';
import type { PublishCheckResult } from '@datawave/plugin-sdk/packaging';

export const unknownPlugin = (name: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_UNKNOWN',
    message: `There is no plugin ${JSON.stringify(name)} in this registry.`,
    hint: 'Look for it with "npm search", and mind the scope.',
    status: 404,
  });

export const unknownVersion = (name: string, version: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_VERSION_UNKNOWN',
    message: `${name} has no version ${version} in this registry.`,
    hint: `"npm view ${name} versions" lists those there are.`,
    status: 404,
  });

export const versionTaken = (name: string, version: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_VERSION_TAKEN',
    message: `${name}@${version} has been published before, and a number is never given twice, also once it was unpublished.`,
    hint: 'Raise the version and publish again.',
    status: 409,
  });

export const staleRevision = (name: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_STALE',
    message: `${name} has been changed since it was read.`,
    hint: 'Run the command again.',
    status: 409,
  });

export const invalidPublication = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_REGISTRY_PUBLICATION', message, hint, status: 400 });

export const tooLarge = (size: number, limit: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_TOO_LARGE',
    message: `The tarball has ${size} bytes; this registry takes ${limit} at most.`,
    hint: 'Leave out what is not needed to run: sources, tests, source maps, pictures. "npm pack --dry-run" lists what is in it.',
    status: 413,
  });

export const noRoom = (publisher: string, used: number, limit: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_PUBLISHER_FULL',
    message: `The tarballs of the publisher ${JSON.stringify(publisher)} have ${used} bytes, and this registry keeps ${limit} of one publisher.`,
    hint: 'Ask an administrator of the registry to remove old versions, or to raise maxPublisherBytes.',
    status: 413,
  });

export const notAMember = (name: string, publisher: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_NOT_PUBLISHER',
    message: `${name} belongs to the publisher ${JSON.stringify(publisher)}, whose member you are not.`,
    hint: 'Ask one of its members to add you, or publish under a scope of your own.',
    status: 403,
  });

export const foreignPlugin = (name: string, origin: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_UPSTREAM',
    message: `${name} is listed from the registry ${JSON.stringify(origin)} and cannot be changed here.`,
    hint: 'Publish it there, or take it out of the settings of this registry first.',
    status: 403,
  });

export const tooLate = (name: string, version: string, hours: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_UNPUBLISH_LATE',
    message: `${name}@${version} was published more than ${hours} hours ago, and others may rely on it.`,
    hint: 'Deprecate it instead ("npm deprecate"), or ask an administrator of the registry to remove or revoke it.',
    status: 403,
  });

export const revokedVersion = (name: string, version: string, reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_REVOKED',
    message: `${name}@${version} was revoked and is not served any more: ${reason}`,
    hint: 'Install another version.',
    status: 403,
  });

/** What a publisher reads in their terminal: every finding of each check that is required. */
export const refusedByChecks = (
  name: string,
  version: string,
  failed: readonly PublishCheckResult[],
): DataWaveError => {
  const errors: readonly FieldError[] = failed.flatMap(({ check, findings }) =>
    findings.map((message) => ({ pointer: `/checks/${check}`, message })),
  );
  return new DataWaveError({
    code: 'DW_REGISTRY_CHECKS_FAILED',
    message: `${name}@${version} is refused: ${errors.map(({ pointer, message }) => `${pointer.slice(8)}: ${message}`).join(' ')}`,
    hint: 'Mend what is named and publish again; nothing of it was kept.',
    status: 422,
    errors,
  });
};

export const invalidTag = (message: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_TAG',
    message,
    hint: 'A tag is a word such as "next"; it names a version that is there, and is no version itself.',
    status: 400,
  });
