/** The name, among the platform's own secrets, of the key by which it knows its locks of plugins. Settings cannot name it. */
export const LOCK_KEY_SECRET = 'datawave/plugin-locks';
