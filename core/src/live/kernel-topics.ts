/** Plugins have come, gone or changed their state. The kernel's alone. */
export const PLUGINS_TOPIC = 'plugins';
/** The rights of whoever is signed in are others than before. The kernel looks; plugins only say when that may be. */
export const SESSION_TOPIC = 'session';
