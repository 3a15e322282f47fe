import { format, GITLEAKS, type KeyFormat } from './key-format.ts';

const NEW_RELIC = 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/';
const GRAFANA = 'https://grafana.com/docs/grafana/latest/administration/service-accounts/';
const SENTRY = 'https://docs.sentry.io/account/auth-tokens/';

/** Logs, metrics, errors, analytics and incidents. */
export const monitoringFormats: readonly KeyFormat[] = [
  format(
    'datadog-api-key',
    'Datadog',
    'API key',
    '{hex:32}',
    'https://docs.datadoghq.com/account_management/api-app-keys/',
    { keywords: ['datadog', 'ddapi'] },
  ),
  format(
    'datadog-app-key',
    'Datadog',
    'application key',
    ['{hex:40}', 'ddapp_{alnum:34}'],
    'https://docs.datadoghq.com/account_management/api-app-keys/',
    { keywords: ['datadog', 'ddapp'] },
  ),
  format(
    'dynatrace-token',
    'Dynatrace',
    'API token',
    'dt0{c01|s01|s02|s04|s08|s16}.{uppernum:8-24}.{uppernum:64}',
    'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens',
  ),
  format('newrelic-user-key', 'New Relic', 'user key', 'NRAK-{uppernum:27}', NEW_RELIC),
  format('newrelic-insert-key', 'New Relic', 'insert key', 'NRII-{url:32}', NEW_RELIC),
  format('newrelic-browser-key', 'New Relic', 'browser key', 'NRJS-{hex:19}', NEW_RELIC),
  format('newrelic-licence', 'New Relic', 'licence key', ['{hex:36}NRAL', 'eu01xx{hex:30}NRAL'], NEW_RELIC),
  format('grafana-service-account', 'Grafana', 'service account token', 'glsa_{alnum:32}_{hex:8}', GRAFANA, {
    check: 'grafana-crc32',
  }),
  format('grafana-cloud', 'Grafana', 'Cloud token', 'glc_{padded:60-400}', GRAFANA),
  format('grafana-legacy-key', 'Grafana', 'legacy API key', 'eyJrIjoi{padded:60-400}', GRAFANA),
  format(
    'sentry-organisation-token',
    'Sentry',
    'organisation token',
    'sntrys_eyJ{padded:40-400}_{base64:43}',
    SENTRY,
  ),
  format('sentry-user-token', 'Sentry', 'user token', 'sntry{u|a|i}_{hex:64}', SENTRY),
  format(
    'honeycomb-key',
    'Honeycomb',
    'ingest or configuration key',
    ['hc{a|b}{i|c}k_{lowernum:58}', 'hcx{i|l}k_{lowernum:58}'],
    'https://docs.honeycomb.io/configure/environments/manage-api-keys/',
  ),
  format(
    'axiom-token',
    'Axiom',
    'API token',
    'xa{a|p}t-{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
    'https://axiom.co/docs/reference/tokens',
  ),
  format(
    'logfire-token',
    'Logfire',
    'write token',
    'pylf_v1_{us|eu}_{alnum:43}',
    'https://logfire.pydantic.dev/docs/how-to-guides/create-write-tokens/',
  ),
  format('sumologic-key', 'Sumo Logic', 'access key', '{alnum:64}', GITLEAKS, {
    keywords: ['sumo', 'sumologic'],
  }),
  format('sumologic-id', 'Sumo Logic', 'access id', 'su{alnum:12}', GITLEAKS, {
    keywords: ['sumo', 'sumologic'],
  }),
  format(
    'splunk-token',
    'Splunk',
    'HTTP event collector token',
    '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
    'https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector',
    { keywords: ['splunk'] },
  ),
  format(
    'pagerduty-key',
    'PagerDuty',
    'API key',
    'u+{url:18}',
    'https://support.pagerduty.com/main/docs/api-access-keys',
  ),
  format(
    'opsgenie-key',
    'Opsgenie',
    'API key',
    '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
    'https://support.atlassian.com/opsgenie/docs/api-key-management/',
    { keywords: ['opsgenie'] },
  ),
  format('posthog-key', 'PostHog', 'personal API key', 'phx_{alnum:43-50}', 'https://posthog.com/docs/api'),
  format(
    'segment-token',
    'Segment',
    'public API token',
    'sgp_{alnum:64}',
    'https://docs.segmentapis.com/tag/Getting-Started',
  ),
  format(
    'amplitude-key',
    'Amplitude',
    'secret key',
    '{hex:32}',
    'https://amplitude.com/docs/apis/keys-and-tokens',
    { keywords: ['amplitude'] },
  ),
  format(
    'mixpanel-secret',
    'Mixpanel',
    'API secret',
    ['{hex:32}', '{alnum:32}'],
    'https://developer.mixpanel.com/reference/project-secret',
    { keywords: ['mixpanel'] },
  ),
  format(
    'rollbar-token',
    'Rollbar',
    'access token',
    '{hex:32}',
    'https://docs.rollbar.com/docs/access-tokens',
    { keywords: ['rollbar'] },
  ),
  format('bugsnag-key', 'Bugsnag', 'API key', '{hex:32}', 'https://docs.bugsnag.com/', {
    keywords: ['bugsnag'],
  }),
  format(
    'maxmind-key',
    'MaxMind',
    'licence key',
    '{alnum:6}_{alnum:29}_mmk',
    'https://support.maxmind.com/hc/en-us/articles/4407111582235',
  ),
  format('finnhub-key', 'Finnhub', 'API key', '{lowernum:20}', GITLEAKS, { keywords: ['finnhub'] }),
  format('meraki-key', 'Cisco Meraki', 'API key', '{hex:40}', GITLEAKS, { keywords: ['meraki'] }),
];
