/** A notation that only password hashes have. */
export interface HashNotation {
  readonly title: string;
  /** What every hash of the notation starts with. */
  readonly start: string;
  readonly form: RegExp;
}

const notation = (title: string, start: string, form: RegExp): HashNotation => ({ title, start, form });

const CRYPT = './A-Za-z\\d';
const PHC_REST =
  /^\$[a-z\d-]{1,32}\$(?:v=\d{1,4}\$)?(?:[a-z]{1,10}=[\w.,-]{1,20}(?:,[a-z]{1,10}=\w{1,20}){0,6}\$)?[\w+/.=-]{8,100}\$[\w+/.=-]{16,200}$/;

/**
 * Sources: crypt(5); the PHC string format, https://github.com/P-H-C/phc-string-format; RFC 2307 and OpenLDAP;
 * the documentation of Django, Werkzeug, Spring Security, ASP.NET Core Identity, Drupal, WordPress, MySQL, PostgreSQL,
 * SQL Server, Oracle and GRUB.
 */
const HASH_NOTATIONS: readonly HashNotation[] = [
  notation('bcrypt', '$2', new RegExp(`^\\$2[abxy]?\\$\\d{2}\\$[${CRYPT}]{53}$`)),
  notation('Argon2', '$argon2', PHC_REST),
  notation('scrypt', '$scrypt$', PHC_REST),
  notation('PBKDF2', '$pbkdf2', /^\$pbkdf2(?:-sha\d{1,3})?\$\d{1,9}\$[\w+/.=-]{4,100}\$[\w+/.=-]{16,200}$/),
  notation('PBKDF2', '$pbkdf2', PHC_REST),
  notation('bcrypt over SHA-256', '$bcrypt-sha256$', /^\$bcrypt-sha256\$\S{20,120}$/),
  notation('scrypt', '$7$', new RegExp(`^\\$7\\$[${CRYPT}]{11,100}\\$[${CRYPT}]{43}$`)),
  notation('yescrypt', '$y$', new RegExp(`^\\$y\\$[${CRYPT}]{1,20}\\$[${CRYPT}]{0,86}\\$[${CRYPT}]{43}$`)),
  notation(
    'gost-yescrypt',
    '$gy$',
    new RegExp(`^\\$gy\\$[${CRYPT}]{1,20}\\$[${CRYPT}]{0,86}\\$[${CRYPT}]{43}$`),
  ),
  notation(
    'SHA-512 crypt',
    '$6$',
    new RegExp(`^\\$6\\$(?:rounds=\\d{1,9}\\$)?[^$\\s]{0,16}\\$[${CRYPT}]{86}$`),
  ),
  notation(
    'SHA-256 crypt',
    '$5$',
    new RegExp(`^\\$5\\$(?:rounds=\\d{1,9}\\$)?[^$\\s]{0,16}\\$[${CRYPT}]{43}$`),
  ),
  notation('MD5 crypt', '$1$', new RegExp(`^\\$1\\$[^$\\s]{0,8}\\$[${CRYPT}]{22}$`)),
  notation('SHA-1 crypt', '$sha1$', new RegExp(`^\\$sha1\\$\\d{1,9}\\$[^$\\s]{1,64}\\$[${CRYPT}]{28}$`)),
  notation('Apache MD5', '$apr1$', new RegExp(`^\\$apr1\\$[^$\\s]{0,8}\\$[${CRYPT}]{22}$`)),
  notation('phpass', '$P$', new RegExp(`^\\$P\\$[${CRYPT}]{31}$`)),
  notation('phpass', '$H$', new RegExp(`^\\$H\\$[${CRYPT}]{31}$`)),
  notation('Drupal', '$S$', new RegExp(`^\\$S\\$[${CRYPT}]{52}$`)),
  notation('WordPress', '$wp$', new RegExp(`^\\$wp\\$2y\\$\\d{2}\\$[${CRYPT}]{53}$`)),
  notation('Cisco type 8', '$8$', new RegExp(`^\\$8\\$[${CRYPT}]{14}\\$[${CRYPT}]{43}$`)),
  notation('Cisco type 9', '$9$', new RegExp(`^\\$9\\$[${CRYPT}]{14}\\$[${CRYPT}]{43}$`)),
  notation(
    'LDAP',
    '{',
    /^\{(?:S?MD5|S?SHA(?:256|384|512)?|PBKDF2(?:-SHA\d{1,3})?|CRYPT|ARGON2|BCRYPT)\}[\w$+/.,=*-]{13,200}$/i,
  ),
  notation(
    'Spring Security',
    '{',
    /^\{(?:bcrypt|scrypt|argon2(?:@SpringSecurity_v5_8)?|pbkdf2(?:@SpringSecurity_v5_8)?|sha256)\}[\w$+/.,=*-]{16,250}$/,
  ),
  notation(
    'Django PBKDF2',
    'pbkdf2_sha',
    /^pbkdf2_sha(?:1|256|512)\$\d{1,9}\$[^$\s]{1,100}\$[\w+/=-]{20,100}$/,
  ),
  notation(
    'Django bcrypt',
    'bcrypt',
    new RegExp(`^bcrypt(?:_sha256)?\\$\\$2[abxy]\\$\\d{2}\\$[${CRYPT}]{53}$`),
  ),
  notation(
    'Django Argon2',
    'argon2$',
    /^argon2\$argon2id?\$v=\d{1,3}\$m=\d{1,9},t=\d{1,6},p=\d{1,4}\$[\w+/=-]{8,100}\$[\w+/=-]{16,200}$/,
  ),
  notation(
    'Django scrypt',
    'scrypt$',
    /^scrypt\$[\w+/=-]{1,100}\$\d{1,9}\$\d{1,6}\$\d{1,6}\$[\w+/=-]{20,200}$/,
  ),
  notation('Django SHA-1', 'sha1$', /^sha1\$[^$\s]{1,64}\$[\da-f]{40}$/),
  notation('Django MD5', 'md5$', /^md5\$[^$\s]{1,64}\$[\da-f]{32}$/),
  notation('Werkzeug', 'pbkdf2:', /^pbkdf2:sha\d{1,3}(?::\d{1,9})?\$[^$\s]{1,64}\$[\da-f]{40,128}$/),
  notation('Werkzeug', 'scrypt:', /^scrypt:\d{1,9}:\d{1,4}:\d{1,4}\$[^$\s]{1,64}\$[\da-f]{64,128}$/),
  notation('ASP.NET Core Identity', 'AQAAAA', /^AQAAAA[EIM]AA[\w+/]{75}={0,2}$/),
  notation('MySQL', '*', /^\*[\dA-F]{40}$/),
  notation('MySQL caching_sha2', '$A$', /^\$A\$\d{3}\$[^\r\n]{20,80}$/),
  notation(
    'PostgreSQL SCRAM',
    'SCRAM-SHA-256$',
    /^SCRAM-SHA-256\$\d{1,9}:[\w+/=]{8,100}\$[\w+/=]{44}:[\w+/=]{44}$/,
  ),
  notation('PostgreSQL MD5', 'md5', /^md5[\da-f]{32}$/),
  notation('SQL Server', '0x0', /^0x0(?:100[\dA-F]{48}|100[\dA-F]{88}|200[\dA-F]{136})$/i),
  notation('Oracle', 'S:', /^S:[\dA-F]{60}(?:;\S{0,400})?$/),
  notation('GRUB', 'grub.pbkdf2.', /^grub\.pbkdf2\.sha\d{1,3}\.\d{1,9}\.[\dA-F]{16,256}\.[\dA-F]{32,256}$/),
  notation(
    'Unix shadow entry',
    '',
    new RegExp(`^[a-z_][\\w-]{0,31}:\\$(?:[156y]|2[aby])\\$[${CRYPT}$=,]{20,160}:\\d{0,6}:`),
  ),
];

const ANYWHERE = HASH_NOTATIONS.filter((entry) => entry.start === '');
const BY_START = new Map(
  [...Map.groupBy(HASH_NOTATIONS, (entry) => entry.start.charAt(0))].map(
    ([start, entries]) => [start, start === '' ? entries : [...entries, ...ANYWHERE]] as const,
  ),
);

/** The notation of a password hash that shows it by itself; null when the value is none. */
export function hashNotation(value: string): HashNotation | null {
  for (const entry of BY_START.get(value.charAt(0)) ?? ANYWHERE)
    if (value.startsWith(entry.start) && entry.form.test(value)) return entry;
  return null;
}

const HEX_HASH = /^(?:0x)?[\da-f]{32}(?:[\da-f]{8}|[\da-f]{24}|[\da-f]{32}|[\da-f]{64}|[\da-f]{96})?$/i;

/** The length and digits of MD5, SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512; file and commit hashes are the same. */
export const isHexHash = (value: string): boolean => HEX_HASH.test(value);
