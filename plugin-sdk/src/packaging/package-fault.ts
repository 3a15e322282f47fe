import { DataWaveError, type FieldError } from '../errors.ts';
import { printable } from '../printable.ts';

/** Codes under which a package whose archive could be read is refused. */
export type PackageFaultCode =
  | 'DW_PACKAGE_MANIFEST'
  | 'DW_PACKAGE_SCRIPTS'
  | 'DW_PACKAGE_DEPENDENCIES'
  | 'DW_PACKAGE_NATIVE'
  | 'DW_PACKAGE_INCOMPLETE'
  | 'DW_PACKAGE_RENAMED'
  | 'DW_PACKAGE_FILE_LIST'
  | 'DW_PACKAGE_FILE_CHANGED'
  | 'DW_PACKAGE_FILE_MISSING'
  | 'DW_PACKAGE_FILE_ADDED'
  | 'DW_PACKAGE_UNLISTED'
  | 'DW_PACKAGE_UNSIGNED'
  | 'DW_PACKAGE_SIGNATURE_OTHER';

const BY_AUTHOR = 'Its author must mend it and pack it anew with "datawave plugin pack".';
const AGAIN = 'Do not use this file; get it again from its publisher.';

const HINTS: Readonly<Record<PackageFaultCode, string>> = {
  DW_PACKAGE_MANIFEST: BY_AUTHOR,
  DW_PACKAGE_SCRIPTS:
    'Packages run nothing while they are installed. Remove the scripts from package.json; build before packing.',
  DW_PACKAGE_DEPENDENCIES:
    'Move them to devDependencies, so that "datawave plugin pack" bundles them, and name @datawave/plugin-sdk under peerDependencies.',
  DW_PACKAGE_NATIVE: 'Use a library in JavaScript or WebAssembly.',
  DW_PACKAGE_INCOMPLETE: BY_AUTHOR,
  DW_PACKAGE_RENAMED: AGAIN,
  DW_PACKAGE_FILE_LIST: BY_AUTHOR,
  DW_PACKAGE_FILE_CHANGED: AGAIN,
  DW_PACKAGE_FILE_MISSING: AGAIN,
  DW_PACKAGE_FILE_ADDED: AGAIN,
  DW_PACKAGE_UNLISTED: BY_AUTHOR,
  DW_PACKAGE_UNSIGNED: 'Ask its publisher to sign it with "datawave plugin sign".',
  DW_PACKAGE_SIGNATURE_OTHER: AGAIN,
};

/** Why a package is refused, as something that a route may answer (422). It may quote what a stranger wrote, and is shown on terminals. */
export const packageFault = (
  code: PackageFaultCode,
  message: string,
  { errors = [], cause }: { readonly errors?: readonly FieldError[]; readonly cause?: unknown } = {},
): DataWaveError =>
  new DataWaveError({
    code,
    message: printable(message),
    hint: HINTS[code],
    status: 422,
    errors: errors.map((fault) => ({ pointer: printable(fault.pointer), message: printable(fault.message) })),
    ...(cause === undefined ? {} : { cause }),
  });
