/** A vendor's key: how it starts, so that only a few expressions are tried, and its whole form. */
export interface VendorKey {
  readonly vendor: string;
  readonly prefix: string;
  readonly form: RegExp;
}

const key = (vendor: string, prefix: string, form: RegExp): VendorKey => ({ vendor, prefix, form });

/** Key formats with a published prefix. Sorted by vendor. */
export const VENDOR_KEYS: readonly VendorKey[] = [
  key('1Password', 'ops_', /^ops_eyJ[\w+/=-]{100,}$/),
  key('Adafruit', 'aio_', /^aio_[A-Za-z0-9]{28}$/),
  key('Age', 'AGE-SECRET-KEY-1', /^AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}$/),
  key('Airtable', 'pat', /^pat[A-Za-z0-9]{14}\.[a-f0-9]{64}$/),
  key('Alibaba Cloud', 'LTAI', /^LTAI[A-Za-z0-9]{12,30}$/),
  key('Anthropic', 'sk-ant-', /^sk-ant-[A-Za-z0-9_-]{20,}$/),
  key('Asana', '1/', /^1\/\d{16}:[a-f0-9]{32}$/),
  key('Atlassian', 'ATATT3', /^ATATT3[A-Za-z0-9_=-]{100,}$/),
  key('AWS access key', 'AKIA', /^AKIA[A-Z2-7]{16}$/),
  key('AWS temporary key', 'ASIA', /^ASIA[A-Z2-7]{16}$/),
  key('Brevo', 'xkeysib-', /^xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}$/),
  key('Buildkite', 'bkua_', /^bkua_[a-f0-9]{40}$/),
  key('Clojars', 'CLOJARS_', /^CLOJARS_[a-z0-9]{60}$/i),
  key('Cloudflare origin CA', 'v1.0-', /^v1\.0-[a-f0-9]{24}-[a-f0-9]{146}$/),
  key('Databricks', 'dapi', /^dapi[a-f0-9]{32}(?:-\d)?$/),
  key('DigitalOcean', 'dop_v1_', /^dop_v1_[a-f0-9]{64}$/),
  key('DigitalOcean OAuth', 'doo_v1_', /^doo_v1_[a-f0-9]{64}$/),
  key('Docker Hub', 'dckr_pat_', /^dckr_pat_[\w-]{27,}$/),
  key('Doppler', 'dp.pt.', /^dp\.pt\.[A-Za-z0-9]{40,44}$/),
  key('Duffel', 'duffel_', /^duffel_(?:test|live)_[\w=-]{43}$/),
  key('Dynatrace', 'dt0c01.', /^dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}$/i),
  key('EasyPost', 'EZAK', /^EZAK[a-z0-9]{54}$/i),
  key('Facebook', 'EAA', /^EAA[A-Za-z0-9]{80,}$/),
  key('Figma', 'figd_', /^figd_[\w-]{40}$/),
  key('Fly.io', 'fo1_', /^fo1_[\w-]{43}$/),
  key('Frame.io', 'fio-u-', /^fio-u-[\w=-]{64}$/),
  key('GitHub', 'ghp_', /^ghp_[A-Za-z0-9]{36}$/),
  key('GitHub app', 'ghs_', /^ghs_[A-Za-z0-9]{36}$/),
  key('GitHub fine-grained', 'github_pat_', /^github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}$/),
  key('GitHub OAuth', 'gho_', /^gho_[A-Za-z0-9]{36}$/),
  key('GitHub refresh', 'ghr_', /^ghr_[A-Za-z0-9]{36,76}$/),
  key('GitHub user-to-server', 'ghu_', /^ghu_[A-Za-z0-9]{36}$/),
  key('GitLab', 'glpat-', /^glpat-[\w-]{20,}$/),
  key('GitLab runner', 'glrt-', /^glrt-[\w-]{20,}$/),
  key('Google API', 'AIza', /^AIza[\w-]{35}$/),
  key('Google OAuth secret', 'GOCSPX-', /^GOCSPX-[\w-]{28}$/),
  key('Google OAuth token', 'ya29.', /^ya29\.[\w-]{30,}$/),
  key('Grafana', 'glsa_', /^glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}$/i),
  key('Grafana Cloud', 'glc_', /^glc_[A-Za-z0-9+/]{32,}={0,2}$/),
  key('Harness', 'pat.', /^pat\.[\w-]{22}\.[a-f0-9]{24}\.[A-Za-z0-9]{20}$/),
  key('HashiCorp Vault', 'hvs.', /^hvs\.[\w-]{24,}$/),
  key('Heroku', 'HRKU-', /^HRKU-[\w-]{36,}$/),
  key('Hugging Face', 'hf_', /^hf_[A-Za-z]{34}$/),
  key('Infracost', 'ico-', /^ico-[A-Za-z0-9]{32}$/),
  key('Linear', 'lin_api_', /^lin_api_[A-Za-z0-9]{40}$/),
  key('Mailgun', 'key-', /^key-[a-f0-9]{32}$/),
  key('Mapbox', 'sk.eyJ', /^sk\.eyJ[\w-]+\.[\w-]{20,}$/),
  key('New Relic', 'NRAK-', /^NRAK-[A-Z0-9]{27}$/),
  key('Notion', 'ntn_', /^ntn_[A-Za-z0-9]{46}$/),
  key('npm', 'npm_', /^npm_[A-Za-z0-9]{36}$/),
  key('OpenAI', 'sk-', /^sk-(?:proj-|svcacct-|admin-)?[\w-]{20,}$/),
  key('PlanetScale', 'pscale_', /^pscale_(?:tkn|oauth|pw)_[\w.=-]{32,64}$/),
  key('Postman', 'PMAK-', /^PMAK-[a-f0-9]{24}-[a-f0-9]{34}$/i),
  key('Prefect', 'pnu_', /^pnu_[a-z0-9]{36}$/),
  key('Pulumi', 'pul-', /^pul-[a-f0-9]{40}$/),
  key('PyPI', 'pypi-AgEI', /^pypi-AgEI[\w-]{50,}$/),
  key('ReadMe', 'rdme_', /^rdme_[a-z0-9]{70}$/),
  key('RubyGems', 'rubygems_', /^rubygems_[a-f0-9]{48}$/),
  key('SendGrid', 'SG.', /^SG\.[\w-]{16,32}\.[\w-]{16,64}$/),
  key('Sentry', 'sntrys_', /^sntrys_eyJ[\w+/=]{60,}$/),
  key('Shippo', 'shippo_', /^shippo_(?:live|test)_[a-f0-9]{40}$/),
  key('Shopify', 'shpat_', /^shpat_[a-f0-9]{32}$/i),
  key('Shopify secret', 'shpss_', /^shpss_[a-f0-9]{32}$/i),
  key('Slack', 'xox', /^xox[abeprs]-[A-Za-z0-9-]{10,}$/),
  key('Slack app', 'xapp-', /^xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]+$/i),
  key(
    'Slack webhook',
    'https://hooks.slack.com/',
    /^https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[\w/+]{40,60}$/,
  ),
  key('Square', 'sq0', /^sq0(?:atp|csp)-[\w-]{22,43}$/),
  key('Stripe', 'sk_', /^sk_(?:live|test)_[A-Za-z0-9]{10,247}$/),
  key('Stripe restricted', 'rk_', /^rk_(?:live|test)_[A-Za-z0-9]{10,247}$/),
  key('Supabase', 'sbp_', /^sbp_[a-f0-9]{40}$/),
  key('Telegram bot', '', /^\d{8,10}:AA[\w-]{33}$/),
  key('Twilio', 'SK', /^SK[a-f0-9]{32}$/),
  key('Typeform', 'tfp_', /^tfp_[\w.=-]{59}$/),
];

const byStart = Map.groupBy(VENDOR_KEYS, (vendor) => vendor.prefix.charAt(0));

/** Whether a value is a key of a known vendor. Only formats that start alike are tried. */
export function isVendorKey(value: string): boolean {
  for (const start of [value.charAt(0), '']) {
    for (const vendor of byStart.get(start) ?? []) {
      if (value.startsWith(vendor.prefix) && vendor.form.test(value)) return true;
    }
  }
  return false;
}
