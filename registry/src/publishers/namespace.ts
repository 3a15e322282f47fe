import { DataWaveError } from '@datawave/plugin-sdk';
import { getDomain } from 'tldts';
import type { Publisher, TrustedCi } from './publisher-store.ts';

/** A domain as a certificate would name it: ASCII labels, at least two. */
const DOMAIN = /^(?=.{4,240}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

const refused = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_REGISTRY_NAMESPACE', message, hint, status: 400 });

const scopeOf = (publisher: Publisher): string => {
  if (publisher.scope !== null) return publisher.scope.slice(1);
  throw refused(
    `${publisher.id} publishes without a scope, so that there is no namespace to prove.`,
    'Publish under a scope of your own, such as @acme/tool.',
  );
};

/**
 * A domain proves the scope that is called like it: `acme.example` and `acme.co.uk` prove `@acme`. Whose it is, people see: the domain
 * is told with the listing.
 * @throws DataWaveError DW_REGISTRY_NAMESPACE
 */
export function requireDomainOf(publisher: Publisher, domain: string): void {
  if (!DOMAIN.test(domain))
    throw refused(
      `${JSON.stringify(domain)} is no name of a domain.`,
      'Write it in lower case without "https://" and path, such as acme.example; other scripts as xn--….',
    );
  const scope = scopeOf(publisher);
  // Below a domain of one's own anything can be called like anybody; what is bought is the label before the public suffix.
  const own = getDomain(domain, { allowPrivateDomains: true });
  if (domain === own && (domain === scope || domain.split('.')[0] === scope)) return;
  throw refused(
    own === null || domain === own
      ? `${domain} says nothing of the scope @${scope}: it is not the domain "${scope}." of any registry of names.`
      : `${domain} says nothing of the scope @${scope}: whoever has ${own} can call what is below it as they like.`,
    'Name the domain that the scope is called like, without anything before it, or ask an administrator of the registry to look otherwise.',
  );
}

/** Claims of CI systems that name an owner, alone or before a slash. */
const OWNERS = ['repository_owner', 'repository', 'namespace_path', 'project_path', 'organization'];

/**
 * A repository proves the scope that its owner is called like.
 * @throws DataWaveError DW_REGISTRY_NAMESPACE
 */
export function requireCiOf(publisher: Publisher, { claims }: TrustedCi): void {
  const scope = scopeOf(publisher);
  if (OWNERS.some((claim) => claims[claim]?.split('/')[0]?.toLowerCase() === scope)) return;
  throw refused(
    `None of the claims says that the repository belongs to "${scope}".`,
    `Name its owner by one of ${OWNERS.join(', ')}: { "repository": "${scope}/plugin" }.`,
  );
}
