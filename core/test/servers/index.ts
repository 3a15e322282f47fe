export { type RunningMariadb, startMariadb } from './mariadb.ts';
export { type RunningPostgres, startPostgres } from './postgres.ts';
export { type RunningRedis, startRedis } from './redis.ts';
export { findServerProgram, requireServer, SERVER_PACKAGES, type ServerProgram } from './server-program.ts';
export { sharedServers } from './shared.ts';
export { type RunningSlapd, startSlapd } from './slapd.ts';
export { makeCertificates, type TestCertificates } from './test-certificates.ts';
