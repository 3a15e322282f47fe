import { type AssetType, type Classification, msg, t } from '@datawave/plugin-sdk/ui';

const TYPES: Readonly<Record<AssetType, string>> = {
  table: msg('table', 'asset type'),
  view: msg('view', 'asset type'),
  'materialized-view': msg('materialised view', 'asset type'),
  'foreign-table': msg('foreign table', 'asset type'),
  file: msg('file', 'asset type'),
};

/** What people call a type of asset. */
export const typeWord = (type: AssetType): string => t(TYPES[type], {}, 'asset type');

/** The same of a value that may be none; then the value. */
export const typeWordOf = (value: string): string => {
  const known = Object.entries(TYPES).find(([type]) => type === value);
  return known === undefined ? value : t(known[1], {}, 'asset type');
};

const STATUSES: Readonly<Record<Classification['status'], string>> = {
  suggested: msg('suggested', 'verdict'),
  accepted: msg('accepted', 'verdict'),
  rejected: msg('rejected', 'verdict'),
  corrected: msg('corrected', 'verdict'),
};

/** What people have said of a verdict, in a word. */
export const statusWord = (status: Classification['status']): string => t(STATUSES[status], {}, 'verdict');
