import {
  browser,
  client,
  clock,
  day,
  hex,
  inside,
  type LogKind,
  nothing,
  path,
  type Random,
  two,
  version,
  withAddress,
} from './line-parts.ts';

const logger = ({ pick }: Random): string =>
  pick([
    'org.example.billing.InvoiceService',
    'com.zaxxer.hikari.pool.HikariPool',
    'o.a.c.c.C.[Tomcat].[localhost].[/]',
    'c.e.warehouse.StockLevelController',
    'org.hibernate.SQL',
  ]);
const level = ({ pick }: Random): string => pick(['INFO', 'WARN', 'DEBUG', 'ERROR']);
const service = ({ pick }: Random): string => pick(['billing', 'catalog', 'gateway', 'worker', 'search']);
const pod = (random: Random): string =>
  `${service(random)}-${hex(random, 10)}-${random.pick(['x7k2p', 'zq9fd', 'm4c8t'])}`;

/** Lines that programs, databases and build tools write. */
export const PROGRAM_LINES: readonly LogKind[] = [
  {
    title: 'java',
    line(random) {
      const { below, pick } = random;
      const address = inside(random);
      const head = `${day(random)} ${clock(random)}.${100 + below(900)}  ${level(random)} ${below(60_000)} --- [nio-8080-exec-${below(99)}] ${logger(random)} : `;
      return pick([
        () => nothing(`${head}Completed ${pick([200, 404, 500])} in ${below(9_000)} ms`),
        () => nothing(`${head}HikariPool-${below(9)} - Start completed.`),
        () =>
          nothing(
            `${head}Starting Application v${version(random)} using Java 17.0.${below(12)} with PID ${below(60_000)}`,
          ),
        () => withAddress(address, `${head}Connected to broker/${address}:9092 in ${below(900)} ms`),
        () =>
          nothing('java.lang.NullPointerException: Cannot invoke "String.length()" because "name" is null'),
        () =>
          nothing(
            `\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:${below(900)}) ~[spring-webmvc-${version(random)}.jar!/:${version(random)}]`,
          ),
        () => nothing(`\tat java.base/java.lang.Thread.run(Thread.java:${below(900)})`),
        () =>
          nothing(
            `Caused by: org.postgresql.util.PSQLException: ERROR: canceling statement due to statement timeout`,
          ),
        () => nothing(`\t... ${below(90)} common frames omitted`),
      ])();
    },
  },
  {
    title: 'python',
    line(random) {
      const { below, pick } = random;
      return nothing(
        pick([
          'Traceback (most recent call last):',
          `  File "/usr/lib/python3.11/site-packages/requests/adapters.py", line ${below(900)}, in send`,
          `    raise ConnectionError(err, request=request)`,
          `requests.exceptions.ConnectionError: HTTPConnectionPool(host='localhost', port=${below(60_000)}): Max retries exceeded`,
          `KeyError: '${service(random)}'`,
          `${day(random)} ${clock(random)},${100 + below(900)} - urllib3.connectionpool - ${level(random)} - Starting new HTTPS connection (${below(9)})`,
          `[${day(random)} ${clock(random)},${100 + below(900)}: ${level(random)}/ForkPoolWorker-${below(9)}] Task tasks.refresh[${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}] succeeded in ${below(90)}.${below(9_999)}s: None`,
          `Successfully installed numpy-${version(random)} pandas-${version(random)} Jinja2-${version(random)} MarkupSafe-${version(random)}`,
          `Collecting Flask==${version(random)}`,
        ]),
      );
    },
  },
  {
    title: 'JSON lines',
    line(random) {
      const { below, pick } = random;
      const address = client(random);
      return pick([
        () =>
          withAddress(
            address,
            `{"level":${pick([30, 40, 50])},"time":${1_790_000_000_000 + below(1e9)},"pid":${below(60_000)},"hostname":"web-${below(9)}","req":{"method":"GET","url":"${path(random)}","remoteAddress":"${address}","remotePort":${below(60_000)}},"res":{"statusCode":${pick([200, 304, 500])}},"responseTime":${below(900)},"msg":"request completed"}`,
          ),
        () =>
          nothing(
            `{"@timestamp":"${day(random)}T${clock(random)}.${100 + below(900)}Z","log.level":"${level(random)}","logger":"${logger(random)}","message":"Processed ${below(99_999)} records in ${below(9_999)} ms","thread":"main","userAgent":"${browser(random)}"}`,
          ),
      ])();
    },
  },
  {
    title: 'keys and values',
    line(random) {
      const { below, pick } = random;
      const address = client(random);
      const head = `ts=${day(random)}T${clock(random)}.${100 + below(900)}Z level=${pick(['info', 'warn', 'debug'])} `;
      return pick([
        () =>
          nothing(
            `${head}caller=compact.go:${below(900)} component=tsdb msg="write block" mint=${1_790_000_000_000 + below(1e9)} maxt=${1_790_000_000_000 + below(1e9)} ulid=01H${hex(random, 23).toUpperCase()} duration=${below(900)}.${below(1_000)}ms`,
          ),
        () =>
          nothing(
            `${head}caller=main.go:${below(900)} msg="Server is ready" version=${version(random)} goroutines=${below(9_999)} mem=${below(9_999)} MiB`,
          ),
        () =>
          withAddress(
            address,
            `${head}msg="request" remote=${address}:${below(60_000)} method=GET status=${pick([200, 404])} bytes=${below(99_999)} duration=${below(9_000)}µs`,
          ),
        () =>
          nothing(
            `at=info method=GET path="${path(random)}" dyno=web.${below(9)} connect=${below(9)}ms service=${below(900)}ms status=200 bytes=${below(99_999)}`,
          ),
      ])();
    },
  },
  {
    title: 'kubernetes',
    line(random) {
      const { below, pick } = random;
      const name = pod(random);
      return nothing(
        pick([
          `I${two(1 + below(12))}${two(1 + below(28))} ${clock(random)}.${100_000 + below(899_999)}   ${below(60_000)} kubelet.go:${below(2_500)}] "SyncLoop ADD" source="api" pods=["default/${name}"]`,
          `E${two(1 + below(12))}${two(1 + below(28))} ${clock(random)}.${100_000 + below(899_999)}       1 reflector.go:${below(900)}] Failed to watch *v1.ConfigMap: the server was unable to return a response in the time allotted`,
          `${below(60)}m   Normal    Pulled    pod/${name}   Successfully pulled image "registry.example.com/${service(random)}:${version(random)}" in ${below(9)}.${below(999)}s (${below(999)}ms including waiting)`,
          `${below(60)}m   Warning   BackOff   pod/${name}   Back-off restarting failed container ${service(random)} in pod ${name}`,
          `${below(60)}s   Normal    Killing   pod/${name}   Stopping container ${service(random)}`,
          `${name}   1/1     Running   ${below(9)} (${below(9)}h ago)   ${below(300)}d`,
        ]),
      );
    },
  },
  {
    title: 'database',
    line(random) {
      const { below, pick } = random;
      const head = `${day(random)} ${clock(random)}.${100 + below(900)} UTC [${below(60_000)}] `;
      return nothing(
        head +
          pick([
            `LOG:  checkpoint complete: wrote ${below(99_999)} buffers (${below(99)}.${below(9)}%); 0 WAL file(s) added, ${below(9)} removed, ${below(9)} recycled; write=${below(90)}.${below(999)} s, sync=0.00${below(9)} s, total=${below(90)}.${below(999)} s; distance=${below(99_999)} kB, estimate=${below(99_999)} kB`,
            `LOG:  duration: ${below(9_999)}.${below(999)} ms  statement: SELECT count(*) FROM orders WHERE status = 'open' LIMIT ${below(999)}`,
            `ERROR:  duplicate key value violates unique constraint "orders_pkey"`,
            `DETAIL:  Key (id)=(${below(99_999)}) already exists.`,
            `LOG:  automatic vacuum of table "app.public.sessions": index scans: ${below(9)}`,
            `LOG:  database system was shut down at ${day(random)} ${clock(random)} UTC`,
            `FATAL:  terminating connection due to administrator command`,
          ]),
      );
    },
  },
  {
    title: 'build tools',
    line(random) {
      const { below, pick } = random;
      return nothing(
        pick([
          `npm warn deprecated ${pick(['glob', 'rimraf', 'inflight', '@humanwhocodes/config-array'])}@${version(random)}: this version is no longer supported`,
          `added ${below(2_000)} packages, and audited ${below(2_000)} packages in ${below(90)}s`,
          `npm error code ERESOLVE`,
          `npm error Found: react@${version(random)}`,
          `[INFO] Building jar: /build/target/Warehouse-${version(random)}-SNAPSHOT.jar`,
          `[INFO] Downloaded from central: org/apache/commons/commons-lang3-${version(random)}.jar (${below(900)} kB at ${below(9)}.${below(9)} MB/s)`,
          `Step ${below(20)}/20 : FROM node:${version(random)}-alpine`,
          `Get:${below(90)} bookworm/main amd64 libssl3 amd64 ${version(random)}-1~deb12u${below(9)} [${below(9_999)} kB]`,
          `   Compiling serde_derive v${version(random)}`,
          `✓ ${below(900)} modules transformed. dist/assets/index-${hex(random, 8)}.js ${below(900)}.${below(99)} kB │ gzip: ${below(300)}.${below(99)} kB`,
          `Finished in ${below(90)}.${below(99)} seconds (files took ${below(9)}.${below(99)} seconds to load)`,
        ]),
      );
    },
  },
  {
    title: 'git log',
    line(random) {
      const { below, pick } = random;
      const mail = `${pick(['ada', 'k.brandt', 'dev'])}${below(900)}@example.org`;
      return pick([
        () =>
          nothing(
            `${hex(random, 7)} ${pick(['Fix race in connection pool', 'Bump lodash from 4.17.20 to 4.17.21', 'Add retry with backoff to the exporter', `Merge pull request #${below(9_999)} from feature/paging`, `Release v${version(random)}`, `chore(deps): update dependency typescript to v${version(random)}`, 'Revert "Use Redis for sessions"', 'Remove dead code in StockLevelController'])}`,
          ),
        () => nothing(`commit ${hex(random, 40)}`),
        () => ({ text: `    Reported-by: ${mail}`, holds: [`EMAIL_ADDRESS ${mail}`] }),
        () => nothing(` src/pool/connection-pool.ts | ${below(90)} ++++++++-----`),
        () => nothing(` ${below(90)} files changed, ${below(900)} insertions(+), ${below(900)} deletions(-)`),
      ])();
    },
  },
  {
    title: 'metrics',
    line(random) {
      const { below, pick } = random;
      return nothing(
        pick([
          `${day(random)} ${clock(random)},web-${below(9)},${below(100)}.${below(99)},${below(99_999)},${below(99_999)},${below(900)}`,
          `http_requests_total{method="GET",code="${pick([200, 404])}",handler="/api"} ${below(999_999)}`,
          `node_memory_MemAvailable_bytes ${below(9)}.${below(999_999)}e+09`,
          `servers.web${below(9)}.cpu.idle ${below(100)}.${below(99)} ${1_790_000_000 + below(1e6)}`,
          `Mem: ${below(99_999)} MiB total, ${below(99_999)} MiB free, ${below(99_999)} MiB used, ${below(99_999)} MiB cache`,
          `Disk usage: ${below(900)} GB of ${below(900)} GB, ${below(9_000)} IOPS, ${below(900)} MB/s read, ${below(90)} °C`,
          `p50 ${below(90)} ms, p95 ${below(900)} ms, p99 ${below(9_000)} ms over ${below(99_999)} requests`,
        ]),
      );
    },
  },
];
