import { format, GITLEAKS, type KeyFormat } from './key-format.ts';

const STRIPE = 'https://docs.stripe.com/keys';
const SQUARE = 'https://developer.squareup.com/docs/build-basics/access-tokens';
const PLAID = 'https://plaid.com/docs/api/';

/** Payment, banking and accounting. */
export const paymentFormats: readonly KeyFormat[] = [
  format('stripe-secret-key', 'Stripe', 'secret key', 'sk_{live|test}_{alnum:24-247}', STRIPE),
  format('stripe-restricted-key', 'Stripe', 'restricted key', 'rk_{live|test}_{alnum:24-247}', STRIPE),
  format('stripe-webhook-secret', 'Stripe', 'webhook secret', 'whsec_{alnum:32-64}', STRIPE),
  format('stripe-platform-secret', 'Stripe', 'ephemeral key', 'ek_{live|test}_{alnum:30-200}', STRIPE),
  format('square-token', 'Square', 'access token', ['sq0atp-{url:22}', 'EAAA{url:60}'], SQUARE),
  format('square-secret', 'Square', 'application secret', 'sq0csp-{url:43}', SQUARE),
  format(
    'braintree-token',
    'Braintree',
    'access token',
    'access_token${production|sandbox}${lowernum:16}${hex:32}',
    'https://developer.paypal.com/braintree/docs/guides/authorization/access-token',
  ),
  format(
    'paypal-token',
    'PayPal',
    'access token',
    'A21AA{url:70-100}',
    'https://developer.paypal.com/api/rest/authentication/',
  ),
  format(
    'mollie-key',
    'Mollie',
    'API key',
    '{live|test}_{alnum:30}',
    'https://docs.mollie.com/reference/authentication',
  ),
  format(
    'gocardless-token',
    'GoCardless',
    'access token',
    '{live|sandbox}_{token:40}',
    'https://developer.gocardless.com/getting-started/api/making-your-first-request/',
  ),
  format(
    'paystack-key',
    'Paystack',
    'secret key',
    'sk_{live|test}_{hex:40}',
    'https://paystack.com/docs/api/authentication/',
  ),
  format(
    'flutterwave-key',
    'Flutterwave',
    'secret key',
    ['FLWSECK_TEST-{hex:32}-X', 'FLWSECK-{hex:32}-X'],
    'https://developer.flutterwave.com/docs/authentication',
  ),
  format(
    'flutterwave-encryption-key',
    'Flutterwave',
    'encryption key',
    'FLWSECK_TEST{hex:12}',
    'https://developer.flutterwave.com/docs/encryption',
    // Twelve digits drawn from sixteen hold less than the usual share once in two thousand.
    { minEntropy: 1.4 },
  ),
  format(
    'razorpay-key',
    'Razorpay',
    'key id',
    'rzp_{live|test}_{alnum:14}',
    'https://razorpay.com/docs/api/authentication/',
  ),
  format(
    'mercadopago-token',
    'Mercado Pago',
    'access token',
    '{APP_USR|TEST}-{digit:13-19}-{digit:6}-{hex:32}-{digit:6-12}',
    'https://www.mercadopago.com/developers/en/docs/credentials',
  ),
  format(
    'checkout-key',
    'Checkout.com',
    'secret key',
    ['sk_{lowernum:26}', 'sk_sbox_{lowernum:27}'],
    'https://www.checkout.com/docs/developer-resources/api/manage-api-keys',
    { keywords: ['checkout', 'cko'] },
  ),
  format(
    'plaid-token',
    'Plaid',
    'access token',
    'access-{sandbox|development|production}-{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
    PLAID,
  ),
  format('plaid-secret', 'Plaid', 'secret', '{hex:30}', PLAID, { keywords: ['plaid'] }),
  format(
    'wise-token',
    'Wise',
    'API token',
    '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
    'https://docs.wise.com/api-docs/features/authentication-access',
    { keywords: ['transferwise', 'wiseapi'] },
  ),
  format(
    'paddle-key',
    'Paddle',
    'API key',
    'pdl_{live|sdbx}_apikey_{lowernum:26}_{alnum:22}_{alnum:3}',
    'https://developer.paddle.com/api-reference/about/authentication',
  ),
  format('recurly-key', 'Recurly', 'API key', '{hex:32}', 'https://docs.recurly.com/docs/api-keys', {
    keywords: ['recurly'],
  }),
  format('monzo-token', 'Monzo', 'access token', 'mnzconf.{padded:60-100}', 'https://docs.monzo.com/'),
  format('finicity-key', 'Finicity', 'app key', '{hex:32}', GITLEAKS, { keywords: ['finicity'] }),
  format('freshbooks-token', 'FreshBooks', 'access token', '{lowernum:64}', GITLEAKS, {
    keywords: ['freshbooks'],
  }),
  format(
    'easypost-key',
    'EasyPost',
    'API key',
    '{EZAK|EZTK}{alnum:54}',
    'https://docs.easypost.com/docs/authentication',
  ),
  format(
    'shippo-token',
    'Shippo',
    'API token',
    'shippo_{live|test}_{hex:40}',
    'https://docs.goshippo.com/docs/guides_general/authentication/',
  ),
  format(
    'duffel-token',
    'Duffel',
    'API token',
    'duffel_{live|test}_{token:43}',
    'https://duffel.com/docs/api/overview/welcome',
  ),
  format('lob-key', 'Lob', 'API key', '{live|test}_{hex:35}', 'https://docs.lob.com/#tag/Authentication'),
];
