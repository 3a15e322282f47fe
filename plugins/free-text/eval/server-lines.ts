import {
  browser,
  client,
  clock,
  day,
  hex,
  inside,
  type LogKind,
  month,
  nothing,
  path,
  sysTime,
  two,
  withAddress,
} from './line-parts.ts';

/** Lines that servers, kernels and their firewalls write. */
export const SERVER_LINES: readonly LogKind[] = [
  {
    title: 'access log',
    line(random) {
      const { below, pick } = random;
      const address = client(random);
      const time = `${two(1 + below(28))}/${month(random)}/2026:${clock(random)} +0000`;
      return withAddress(
        address,
        `${address} - - [${time}] "${pick(['GET', 'POST', 'HEAD'])} ${path(random)} HTTP/1.${below(2)}" ${pick([200, 204, 301, 304, 404, 500, 503])} ${below(99_999)} "-" "${browser(random)}"`,
      );
    },
  },
  {
    title: 'error log of a web server',
    line(random) {
      const { below, pick } = random;
      const address = client(random);
      return pick([
        () =>
          withAddress(
            address,
            `${day(random).replaceAll('-', '/')} ${clock(random)} [error] ${below(40_000)}#${below(40_000)}: *${below(900_000)} open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory), client: ${address}, server: _, request: "GET /favicon.ico HTTP/1.1"`,
          ),
        () =>
          withAddress(
            address,
            `[Sat ${sysTime(random)}.${below(999_999)} 2026] [proxy:error] [pid ${below(60_000)}:tid ${below(2 ** 31)}] [client ${address}:${1_024 + below(60_000)}] AH00898: Error reading from remote server returned by ${path(random)}`,
          ),
        () =>
          nothing(
            `[Sat ${sysTime(random)}.${below(999_999)} 2026] [mpm_event:notice] [pid ${below(60_000)}] AH00489: Apache/2.4.${below(60)} (Ubuntu) OpenSSL/3.0.${below(14)} configured -- resuming normal operations`,
          ),
      ])();
    },
  },
  {
    title: 'syslog and systemd',
    line(random) {
      const { below, pick } = random;
      const what = pick([
        `sshd[${below(60_000)}]: Connection closed by port ${10_000 + below(50_000)}`,
        `systemd[1]: Started Session ${below(9_999)} of user root.`,
        `systemd[1]: Starting Daily apt upgrade and clean activities...`,
        `systemd[1]: nginx.service: Main process exited, code=exited, status=${below(255)}/FAILURE`,
        `systemd[1]: logrotate.service: Consumed ${below(900)}ms CPU time.`,
        `CRON[${below(60_000)}]: (root) CMD (test -x /usr/sbin/anacron || run-parts --report /etc/cron.daily)`,
        `CRON[${below(60_000)}]: pam_unix(cron:session): session opened for user root by (uid=0)`,
        `systemd-logind[${below(900)}]: New session ${below(9_999)} of user root.`,
        `rsyslogd: [origin software="rsyslogd" swVersion="8.2112.${below(9)}" x-pid="${below(60_000)}"] rsyslogd was HUPed`,
        `dockerd[${below(60_000)}]: time="${day(random)}T${clock(random)}Z" level=info msg="Container failed to exit within ${below(60)}s of signal 15 - using the force"`,
      ]);
      return nothing(`${sysTime(random)} host${below(9)} ${what}`);
    },
  },
  {
    title: 'kernel',
    line(random) {
      const { below, pick } = random;
      return nothing(
        `${sysTime(random)} host${below(9)} kernel: [${below(99_999)}.${100_000 + below(899_999)}] ${pick([
          `eth0: link up, ${below(1_000)} Mbps`,
          `ata${below(8)}.00: SATA link up ${pick(['1.5', '3.0', '6.0'])} Gbps (SStatus ${below(200)} SControl 300)`,
          `Memory: ${below(99_999_999)}K/${below(99_999_999)}K available`,
          `Out of memory: Killed process ${below(60_000)} (java) total-vm:${below(9_999_999)}kB, anon-rss:${below(999_999)}kB`,
          `tsc: Detected ${1_000 + below(3_000)}.${below(999)} MHz processor`,
          `sd ${below(9)}:0:0:0: [sda] ${below(999_999_999)} 512-byte logical blocks: (${below(900)} GB/${below(900)} GiB)`,
          `TCP: request_sock_TCP: Possible SYN flooding on port ${below(60_000)}. Sending cookies.`,
          `CPU${below(64)}: Core temperature above threshold, cpu clock throttled (total events = ${below(9_999)})`,
          `usb 1-${below(9)}: new high-speed USB device number ${below(90)} using xhci_hcd`,
          `EXT4-fs (sda${below(9)}): mounted filesystem with ordered data mode. Opts: (null)`,
        ])}`,
      );
    },
  },
  {
    title: 'mail server',
    line(random) {
      const { below, pick } = random;
      const address = client(random);
      const id = hex(random, 10).toUpperCase();
      const to = `${pick(['lena', 'karim', 'office'])}${below(900)}@example.org`;
      const head = `${sysTime(random)} mx${below(4)} postfix/`;
      return pick([
        () => nothing(`${head}smtpd[${below(60_000)}]: disconnect from unknown ehlo=1 quit=1 commands=2`),
        () => withAddress(address, `${head}smtpd[${below(60_000)}]: connect from unknown[${address}]`),
        () => ({
          text: `${head}smtp[${below(60_000)}]: ${id}: to=<${to}>, relay=none, delay=${below(99)}, delays=0.${below(99)}/0.01/${below(30)}/0, dsn=4.4.1, status=deferred`,
          holds: [`EMAIL_ADDRESS ${to}`],
        }),
        () => ({
          text: `${head}qmgr[${below(60_000)}]: ${id}: from=<${to}>, size=${below(99_999)}, nrcpt=${1 + below(9)} (queue active)`,
          holds: [`EMAIL_ADDRESS ${to}`],
        }),
        () =>
          nothing(
            `${head}anvil[${below(60_000)}]: statistics: max cache size ${below(90)} at ${sysTime(random)}`,
          ),
      ])();
    },
  },
  {
    title: 'sshd and firewall',
    line(random) {
      const { below, pick } = random;
      const address = client(random);
      const target = inside(random);
      const head = `${sysTime(random)} gate${below(4)}`;
      return pick([
        () =>
          withAddress(
            address,
            `${head} sshd[${below(60_000)}]: Connection closed by ${address} port ${10_000 + below(50_000)} [preauth]`,
          ),
        () =>
          withAddress(
            address,
            `${head} sshd[${below(60_000)}]: Received disconnect from ${address} port ${10_000 + below(50_000)}:11: Bye Bye [preauth]`,
          ),
        () => ({
          text: `${head} kernel: [UFW BLOCK] IN=eth0 OUT= SRC=${address} DST=${target} LEN=${below(1_500)} TOS=0x00 PREC=0x00 TTL=${below(255)} ID=${below(65_000)} PROTO=TCP SPT=${below(65_000)} DPT=${below(65_000)} WINDOW=${below(65_000)} RES=0x00 SYN URGP=0`,
          holds: [`IP_ADDRESS ${address}`, `IP_ADDRESS ${target}`],
        }),
        () => nothing(`${head} sshd[${below(60_000)}]: Server listening on port ${below(60_000)}.`),
      ])();
    },
  },
];
