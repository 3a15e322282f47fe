import manifest from '../package.json' with { type: 'json' };

/** Version of the shell, which is that of the platform it is published with. */
export const SHELL_VERSION: string = manifest.version;
