import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

export const cases: readonly ClassifierCase[] = [
  {
    title: 'IP addresses',
    column: 'client_ip',
    values: ['203.0.113.7', '198.51.100.23', '2001:db8::8a2e:370:7334'],
    expect: 'IP_ADDRESS',
  },
  {
    title: 'IP addresses without a telling name',
    column: 'c',
    values: ['203.0.113.77', '198.51.100.230', '192.0.2.146', '10.20.30.40'],
    expect: 'IP_ADDRESS',
  },
  {
    title: 'version strings that look like addresses',
    column: 'version',
    values: ['1.2.3.4', '10.0.19.1', '2.0.0.1'],
    expect: null,
  },
  {
    title: 'version strings under another name',
    column: 'chrome',
    values: ['1.2.3.4', '11.0.9.1', '2.0.0.1', '3.1.4.1'],
    expect: null,
  },
  {
    title: 'versions of firmware',
    column: 'firmware_version',
    values: ['172.16.254.1', '192.168.100.200'],
    expect: null,
  },
  {
    title: 'user agents',
    column: 'user_agent',
    values: ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/121.0'],
    expect: null,
  },
  {
    title: 'MAC addresses',
    column: 'device',
    values: ['00:1A:2B:3C:4D:5E', 'a4-5e-60-c2-1f-00'],
    expect: 'MAC_ADDRESS',
  },
  { title: 'times with seconds', column: 'time', values: ['00:10:20', '12:34:56'], expect: null },
  { title: 'IMEIs', column: 'imei', values: ['490154203237518', '356938035643809'], expect: 'IMEI' },
  {
    title: 'URLs',
    column: 'site',
    values: ['https://example.com/a?b=c', 'http://www.example.org'],
    expect: 'URL',
  },
  { title: 'paths of files', column: 'file', values: ['/usr/bin/env', 'C:\\Windows'], expect: null },
  { title: 'user names', table: 'staff', column: 'username', values: ['Mike', 'Jon'], expect: 'USERNAME' },
  {
    title: 'user names in German',
    column: 'benutzername',
    values: ['amueller', 'jschmidt'],
    expect: 'USERNAME',
  },
  { title: 'failed logins', column: 'login_attempts', kind: 'integer', values: ['1', '2'], expect: null },
  { title: 'last_login_at', column: 'last_login_at', values: ['2024-01-01T10:00:00Z'], expect: null },
  {
    title: 'cookies',
    column: 'cookie_id',
    values: ['GA1.2.1234567890.1612345678', 'GA1.2.2345678901.1612345679'],
    expect: 'COOKIE_ID',
  },
  { title: 'consent to cookies', column: 'cookie_consent', values: ['yes', 'no'], expect: null },
  { title: 'names of browsers', column: 'browser', values: ['Chrome', 'Firefox'], expect: null },
  {
    title: 'hashes',
    column: 'sha256',
    values: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    expect: null,
  },
  { title: 'hex colours', column: 'colour', values: ['#ff0000', '#00ff00'], expect: null },
];
