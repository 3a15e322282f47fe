/**
 * Version of this SDK, which a manifest's `apiVersion` is a range of. A test holds it equal to the package's version.
 * @public
 */
export const SDK_API_VERSION = '0.1.0';
