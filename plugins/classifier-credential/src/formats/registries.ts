import { format, GITLEAKS, type KeyFormat } from './key-format.ts';

/** Package registries and artifact stores. */
export const registryFormats: readonly KeyFormat[] = [
  format(
    'npm-token',
    'npm',
    'access token',
    'npm_{alnum:36}',
    'https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/',
    { check: 'base62-crc32' },
  ),
  format(
    'pypi-token',
    'PyPI',
    'API token',
    '{pypi-AgEIcHlwaS5vcmc|pypi-AgENdGVzdC5weXBpLm9yZw}{url:50-1000}',
    'https://docs.pypi.org/api/secrets/',
  ),
  format(
    'rubygems-key',
    'RubyGems',
    'API key',
    'rubygems_{hex:48}',
    'https://guides.rubygems.org/api-key-scopes/',
  ),
  format(
    'cargo-token',
    'crates.io',
    'API token',
    'cio{alnum:32}',
    'https://doc.rust-lang.org/cargo/reference/publishing.html',
  ),
  format(
    'nuget-key',
    'NuGet',
    'API key',
    'oy2{lowernum:43}',
    'https://learn.microsoft.com/nuget/nuget-org/publish-a-package',
  ),
  format(
    'docker-token',
    'Docker Hub',
    'access token',
    'dckr_pat_{url:27}',
    'https://docs.docker.com/security/access-tokens/',
  ),
  format(
    'docker-organisation-token',
    'Docker Hub',
    'organisation token',
    'dckr_oat_{url:32}',
    'https://docs.docker.com/enterprise/security/access-tokens/',
  ),
  format(
    'clojars-token',
    'Clojars',
    'deploy token',
    'CLOJARS_{lowernum:60}',
    'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens',
  ),
  format('hex-key', 'Hex.pm', 'API key', '{hex:32}', 'https://hex.pm/docs/publish', {
    keywords: ['hexpm'],
  }),
  format(
    'packagist-token',
    'Packagist',
    'token',
    'packagist_{ack|acs|ort|uut|utu|uat}_{hex:68}',
    'https://packagist.com/docs/composer-authentication',
  ),
  format(
    'artifactory-key',
    'JFrog Artifactory',
    'API key',
    'AKCp{alnum:69}',
    'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
  ),
  format(
    'artifactory-reference',
    'JFrog Artifactory',
    'reference token',
    'cmVmd{alnum:59}',
    'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
  ),
  format('jfrog-identity', 'JFrog', 'identity token', '{alnum:64}', GITLEAKS, {
    keywords: ['jfrog', 'artifactory'],
  }),
  format('gemfury-token', 'Gemfury', 'token', '{alnum:20}', 'https://gemfury.com/help/tokens/', {
    keywords: ['gemfury', 'fury'],
  }),
  format('cloudsmith-key', 'Cloudsmith', 'API key', '{hex:40}', 'https://help.cloudsmith.io/docs/api-key', {
    keywords: ['cloudsmith'],
  }),
  format(
    'sonatype-token',
    'Sonatype Central',
    'user token',
    '{alnum:8}:{base64:44}',
    'https://central.sonatype.org/publish/generate-portal-token/',
    { keywords: ['sonatype', 'maven', 'ossrh'] },
  ),
  format(
    'expo-token',
    'Expo',
    'access token',
    '{url:40}',
    'https://docs.expo.dev/accounts/programmatic-access/',
    { keywords: ['expo', 'eas'] },
  ),
];
