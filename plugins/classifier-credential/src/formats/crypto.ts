import { format, GITLEAKS, type KeyFormat } from './key-format.ts';

const BITCOIN = 'https://en.bitcoin.it/wiki/Wallet_import_format';
const BIP32 = 'https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki';

/** Wallets and exchanges. */
export const cryptoFormats: readonly KeyFormat[] = [
  format(
    'bitcoin-wif',
    'Bitcoin',
    'private key',
    ['5{base58:50}', '{K|L}{base58:51}', '9{base58:50}', 'c{base58:51}'],
    BITCOIN,
    { check: 'base58check' },
  ),
  format(
    'bitcoin-extended-key',
    'Bitcoin',
    'extended private key',
    '{xprv|tprv|yprv|zprv}{base58:107}',
    BIP32,
    { check: 'base58check' },
  ),
  format(
    'stellar-seed',
    'Stellar',
    'secret seed',
    'S{base32:55}',
    'https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md',
    { check: 'stellar' },
  ),
  format(
    'nostr-secret',
    'Nostr',
    'secret key',
    'nsec1{bech32:58}',
    'https://github.com/nostr-protocol/nips/blob/master/19.md',
    { check: 'bech32' },
  ),
  format(
    'tezos-seed',
    'Tezos',
    'secret key',
    ['edsk{base58:50}', 'edsk{base58:94}', 'edesk{base58:83}'],
    'https://tezos.gitlab.io/',
    { check: 'base58check' },
  ),
  format(
    'ethereum-private-key',
    'Ethereum',
    'private key',
    ['0x{xdigit:64}', '{xdigit:64}'],
    'https://ethereum.org/en/developers/docs/accounts/',
    { keywords: ['ethereum', 'eth', 'wallet'] },
  ),
  format('solana-key', 'Solana', 'secret key', '{base58:86-88}', 'https://solana.com/docs/core/accounts', {
    keywords: ['solana', 'wallet'],
  }),
  format(
    'coinbase-key',
    'Coinbase',
    'API key name',
    'organizations/{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}/apiKeys/{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}',
    'https://docs.cdp.coinbase.com/',
  ),
  format('coinbase-secret', 'Coinbase', 'secret', ['{alnum:64}', '{base64:86}=='], GITLEAKS, {
    keywords: ['coinbase'],
  }),
  format(
    'binance-key',
    'Binance',
    'API key',
    '{alnum:64}',
    'https://developers.binance.com/docs/binance-spot-api-docs',
    { keywords: ['binance'] },
  ),
  format('kraken-key', 'Kraken', 'private key', '{base64:86}==', 'https://docs.kraken.com/api/', {
    keywords: ['kraken'],
  }),
  format('kucoin-secret', 'KuCoin', 'secret', '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}', GITLEAKS, {
    keywords: ['kucoin'],
  }),
  format('bittrex-key', 'Bittrex', 'access key', '{lowernum:32}', GITLEAKS, { keywords: ['bittrex'] }),
  format('infura-key', 'Infura', 'project id or secret', '{hex:32}', 'https://docs.infura.io/', {
    keywords: ['infura'],
  }),
  format('alchemy-key', 'Alchemy', 'API key', '{url:32}', 'https://www.alchemy.com/docs', {
    keywords: ['alchemy'],
  }),
  format('etherscan-key', 'Etherscan', 'API key', '{uppernum:34}', 'https://docs.etherscan.io/', {
    keywords: ['etherscan'],
  }),
  format('settlemint-token', 'SettleMint', 'access token', 'sm_{aat|pat|sat}_{alnum:16}', GITLEAKS),
  format('walletconnect-secret', 'WalletConnect', 'project secret', '{hex:32}', 'https://docs.reown.com/', {
    keywords: ['walletconnect', 'reown'],
  }),
];
