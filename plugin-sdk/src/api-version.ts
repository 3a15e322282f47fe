/**
 * Version of this SDK, which a manifest's `apiVersion` is a range of. A test holds it equal to the package's version.
 * @public
 */
export const SDK_API_VERSION: string = '0.1.0';

/**
 * The last version of the SDK before the present one broke something: plugins made for it still load, and are told. Null while nothing
 * was broken. Of versions below 1.0 the second number breaks, of others the first.
 * @public
 */
export const SDK_PREVIOUS_VERSION: string | null = null;
