import { format, GITLEAKS, type KeyFormat } from './key-format.ts';

const GITHUB =
  'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/';
const GITLAB = 'https://docs.gitlab.com/security/tokens/#token-prefixes';
const ATLASSIAN =
  'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/';

/** Source control, continuous integration and delivery, work tracking. */
export const sourceControlFormats: readonly KeyFormat[] = [
  format('github-token', 'GitHub', 'personal access token', 'ghp_{alnum:36}', GITHUB, {
    check: 'base62-crc32',
  }),
  format('github-oauth-token', 'GitHub', 'OAuth token', 'gho_{alnum:36}', GITHUB, { check: 'base62-crc32' }),
  format('github-user-token', 'GitHub', 'user-to-server token', 'ghu_{alnum:36}', GITHUB, {
    check: 'base62-crc32',
  }),
  format('github-app-token', 'GitHub', 'server-to-server token', 'ghs_{alnum:36}', GITHUB, {
    check: 'base62-crc32',
  }),
  format('github-refresh-token', 'GitHub', 'refresh token', 'ghr_{alnum:36-76}', GITHUB, {
    check: 'base62-crc32',
  }),
  format('github-fine-grained', 'GitHub', 'fine-grained token', 'github_pat_{alnum:22}_{alnum:59}', GITHUB),
  format(
    'gitlab-token',
    'GitLab',
    'personal access token',
    ['glpat-{url:20}', 'glpat-{url:27-300}.{lowernum:9}', 'glpat-{url:27-300}.{lowernum:2}.{lowernum:9}'],
    GITLAB,
  ),
  format(
    'gitlab-runner',
    'GitLab',
    'runner token',
    [
      'glrt-{url:20}',
      'glrt-t{digit:1}_{url:20-300}',
      'glrt-t{digit:1}_{url:27-300}.{lowernum:9}',
      'glrtr-{url:20}',
    ],
    GITLAB,
  ),
  format('gitlab-runner-registration', 'GitLab', 'runner registration token', 'GR1348941{url:20}', GITLAB),
  format('gitlab-trigger', 'GitLab', 'pipeline trigger token', 'glptt-{hex:40}', GITLAB),
  format('gitlab-deploy', 'GitLab', 'deploy token', 'gldt-{url:20}', GITLAB),
  format('gitlab-oauth-secret', 'GitLab', 'application secret', 'gloas-{hex:64}', GITLAB),
  format('gitlab-job', 'GitLab', 'job token', 'glcbt-{alnum:1-5}_{url:20}', GITLAB),
  format(
    'gitlab-feed',
    'GitLab',
    'feed, mail, scim, agent or feature flag token',
    '{glft|glimt|glsoat|glffct}-{url:20-30}',
    GITLAB,
  ),
  format('gitlab-agent', 'GitLab', 'agent token', 'glagent-{url:50}', GITLAB),
  format('bitbucket-app-password', 'Bitbucket', 'app password', 'ATBB{alnum:32}', ATLASSIAN),
  format('bitbucket-token', 'Bitbucket', 'repository token', 'ATCTT3xFfG{token:150-250}', ATLASSIAN),
  format('atlassian-token', 'Atlassian', 'API token', 'ATATT3xFfG{token:150-250}', ATLASSIAN),
  format('atlassian-admin-key', 'Atlassian', 'admin API key', 'ATCTT3{token:186}', ATLASSIAN),
  format(
    'azure-devops-token',
    'Azure DevOps',
    'personal access token',
    '{alnum:76}AZDO{alnum:4}',
    'https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate',
  ),
  format('gitea-token', 'Gitea', 'access token', '{hex:40}', 'https://docs.gitea.com/development/api-usage', {
    keywords: ['gitea', 'forgejo', 'codeberg'],
  }),
  format(
    'sourcegraph-token',
    'Sourcegraph',
    'access token',
    ['sgp_{xdigit:40}', 'sgp_local_{xdigit:40}', 'sgp_{xdigit:16}_{xdigit:40}'],
    'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
  ),
  format(
    'buildkite-token',
    'Buildkite',
    'API token',
    'bkua_{hex:40}',
    'https://buildkite.com/docs/apis/managing-api-tokens',
  ),
  format(
    'circleci-token',
    'CircleCI',
    'personal token',
    'CCIPAT_{alnum:22}_{hex:40}',
    'https://circleci.com/docs/managing-api-tokens/',
  ),
  format(
    'circleci-project-token',
    'CircleCI',
    'project token',
    'CCIPRJ_{alnum:22}_{hex:40}',
    'https://circleci.com/docs/managing-api-tokens/',
  ),
  format('travis-token', 'Travis CI', 'access token', '{url:22}', GITLEAKS, {
    keywords: ['travis', 'travisci'],
  }),
  format('drone-token', 'Drone', 'access token', '{alnum:32}', GITLEAKS, { keywords: ['droneci'] }),
  format(
    'codecov-token',
    'Codecov',
    'upload token',
    ['{hex:32}', '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}'],
    GITLEAKS,
    { keywords: ['codecov'] },
  ),
  format('octopus-key', 'Octopus Deploy', 'API key', 'API-{uppernum:26}', GITLEAKS),
  format('harness-token', 'Harness', 'access token', '{pat|sat}.{url:22}.{hex:24}.{alnum:20}', GITLEAKS),
  format(
    'pulumi-token',
    'Pulumi',
    'access token',
    'pul-{hex:40}',
    'https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/',
  ),
  format(
    'terraform-token',
    'Terraform Cloud',
    'API token',
    '{alnum:14}.atlasv1.{url:60-70}',
    'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
  ),
  format('infracost-key', 'Infracost', 'API key', 'ico-{alnum:32}', GITLEAKS),
  format(
    'sonar-token',
    'SonarQube',
    'token',
    '{sqp|squ|sqa}_{hex:40}',
    'https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens',
  ),
  format('snyk-token', 'Snyk', 'API token', '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}', GITLEAKS, {
    keywords: ['snyk'],
  }),
  format('linear-key', 'Linear', 'API key', 'lin_api_{alnum:40}', 'https://linear.app/developers/graphql'),
  format(
    'linear-oauth',
    'Linear',
    'OAuth token',
    'lin_oauth_{alnum:64}',
    'https://linear.app/developers/oauth-2-0-authentication',
  ),
  format(
    'asana-token',
    'Asana',
    'personal access token',
    ['1/{digit:10-17}:{hex:32}', '2/{digit:10-17}/{digit:10-17}:{hex:32}'],
    'https://developers.asana.com/docs/personal-access-token',
  ),
  format(
    'clickup-token',
    'ClickUp',
    'personal token',
    'pk_{digit:5-9}_{uppernum:32}',
    'https://developer.clickup.com/docs/authentication',
  ),
  format(
    'launchdarkly-token',
    'LaunchDarkly',
    'SDK or API key',
    '{sdk|api|mob}-{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
    'https://launchdarkly.com/docs/home/account/api',
  ),
  format(
    'postman-key',
    'Postman',
    'API key',
    'PMAK-{hex:24}-{hex:34}',
    'https://learning.postman.com/docs/reference/postman-api/authentication/',
  ),
  format('prefect-key', 'Prefect', 'API key', '{pnu|pnb}_{alnum:36}', GITLEAKS),
  format('readme-key', 'ReadMe', 'API key', 'rdme_{lowernum:70}', GITLEAKS),
  format(
    'retool-token',
    'Retool',
    'access token',
    'retool_{alnum:26}',
    'https://docs.retool.com/reference/api/v2',
  ),
];
