const OWN_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether a secret may be sent to an address: it is encrypted, or of the machine itself.
 * @throws TypeError for what is no address
 * @public
 */
export function isSafeForSecrets(address: string | URL): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || OWN_MACHINE.test(hostname);
}
