import assert from 'node:assert/strict';
import type { TextDetectionService } from '@datawave/plugin-sdk';
import { logFigures } from '../eval/log-figures.ts';
import { LOG_KINDS } from '../eval/log-lines.ts';
import { createTextDetection, createTextScanner } from '../src/detection.ts';
import { loadNameModel, SHIPPED_MODEL } from '../src/names/load-model.ts';
import { compileRules } from '../src/rules/compile-rules.ts';
import { shippedSpanRules } from './shipped-span-rules.ts';

/** What must be found in lines, and in sentences that look like them, by rules and model; nothing where nothing is named. */
const LINES: Readonly<Record<string, readonly (readonly [text: string, ...found: string[]])[]>> = {
  'numbers of telephones': [
    ['"GET /index.html HTTP/1.1" 200 6878 "-" "-"'],
    ['sd 7:0:0:0: [sda] 136626992 512-byte logical blocks'],
    ['    32524  0.0  0.0 223212  7352 ?'],
    ['most recent call last:\n[2026-12-15 22:20:32,747: WARN/Worker-3] Task refused'],
    ['Call 555 1234', 'PHONE_NUMBER 555 1234'],
    ['tel 200 6878', 'PHONE_NUMBER 200 6878'],
    ['Telefon: 200 6878', 'PHONE_NUMBER 200 6878'],
    ['Please ring 555 1234 after six.', 'PHONE_NUMBER 555 1234'],
    ['My phone number is 555 1234.', 'PHONE_NUMBER 555 1234'],
    ['{"phone": "200 6878"}', 'PHONE_NUMBER 200 6878'],
    ['phone_number: 200 6878', 'PHONE_NUMBER 200 6878'],
    ['Phone/Fax: 555 1234', 'PHONE_NUMBER 555 1234'],
    ['Phone 555-0199 days, or write', 'PHONE_NUMBER 555-0199'],
  ],
  'names of products': [
    ['"-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36"'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http)'],
    ['AH00489: Apache/2.4.1 (Ubuntu) OpenSSL/3.0.13 configured'],
    ['Guido-1.2.3.jar and Karolina@1.2.3 and Ada==1.2.3 and Jenkins/2.4'],
    [
      'Author: Karolina Brandt <kb@example.org>',
      'PERSON_NAME Karolina Brandt',
      'EMAIL_ADDRESS kb@example.org',
    ],
    ['Karolina Brandt/HR asked for it.', 'PERSON_NAME Karolina Brandt'],
    ['Nov 21 22:25:03 host1 sshd[812]: Server listening.'],
    ['Jan 05 06:33:04 gate1 sshd[812]: Started Session 12 of user root.'],
    ['My name is Jan and I live in Ghent.', 'PERSON_NAME Jan', 'CITY Ghent'],
  ],
  'addresses of machines': [
    ['Chrome/120.0.0.0 Safari/537.36'],
    ['Chrome/91.0.1.2'],
    ['parser-1.2.3.4.jar and parser==1.2.3.4'],
    ['Connected to localhost/127.0.0.1', 'IP_ADDRESS 127.0.0.1'],
    ['peer db/10.20.30.40 timed out', 'IP_ADDRESS 10.20.30.40'],
    ['Connected to broker-1.example.com/203.0.113.7:9092', 'IP_ADDRESS 203.0.113.7'],
    ['dns.google/8.8.8.8', 'IP_ADDRESS 8.8.8.8'],
    ['net/10.0.0.0/8 is blocked', 'IP_ADDRESS 10.0.0.0'],
    ['client-10.0.0.5 joined', 'IP_ADDRESS 10.0.0.5'],
    ['Version/17.2 Mobile Safari/604.1"\n10.4.0.7 - - "GET /"', 'IP_ADDRESS 10.4.0.7'],
    ['Safari, version 10.4.13.2'],
  ],
  'postal addresses': [
    ['eth0: link up, 379 Mbps'],
    ['Disk usage: 379 GB of 900 GB, 42 °C'],
    ['31cc6e2 Remove dead code'],
    ['-rw-r--r-- 1 root root 1055 Mar 12  2023 man-db'],
    ['12 Rue Mbeki', 'STREET_ADDRESS 12 Rue Mbeki'],
    ['She lives at 379 Mill Lane.', 'STREET_ADDRESS 379 Mill Lane'],
    ['5d Mill Lane, Leeds', 'STREET_ADDRESS 5d Mill Lane, Leeds'],
  ],
  'postal codes': [
    ['Connection closed by port 30233'],
    ['using Java 17.0.5 with PID 25029'],
    ['http_requests_total{method="GET",code="404",handler="/api"} 996204'],
    ['Mem: 41640 MiB used, 82133 MiB cache'],
    ['My zip code is 90210.', 'POSTAL_CODE 90210'],
    ['10115 Berlin', 'POSTAL_CODE 10115', 'CITY Berlin'],
    ['I moved to Leeds LS1 4AP last year.', 'CITY Leeds', 'POSTAL_CODE LS1 4AP'],
  ],
};

/** False finds in a thousand lines of the worst kind, which names a register in the style of a company. */
const MOST_FALSE = 100;
/** What numbers and names of products were taken for. */
const NEVER = ['PHONE_NUMBER', 'POSTAL_CODE', 'STREET_ADDRESS', 'PERSON_NAME', 'IP_ADDRESS'];

function createDetection(): TextDetectionService {
  const rules = compileRules(shippedSpanRules);
  const model = loadNameModel(SHIPPED_MODEL);
  const parts = { sets: () => shippedSpanRules, rules: () => rules, model: () => ({ model, problem: null }) };
  return createTextDetection(parts, createTextScanner(parts));
}

describe('free-text detection in what programs write', () => {
  const detection = createDetection();

  for (const [title, lines] of Object.entries(LINES))
    for (const [text, ...expected] of lines)
      it(`tells ${title} ${expected.length === 0 ? 'from what stands' : 'as they stand'} in: ${text.replaceAll('\n', ' / ')}`, async () => {
        const { spans } = await detection.detect(text);
        assert.deepEqual(
          spans.map(({ infoType, start, end }) => `${infoType} ${text.slice(start, end)}`),
          expected,
        );
      });

  for (const kind of LOG_KINDS)
    it(`finds all that stands in lines of the kind "${kind.title}", and next to nothing else`, async () => {
      const { falsePerThousand, falseFinds, missed } = await logFigures(detection, [kind]);
      assert.equal(missed, 0);
      assert.ok(falsePerThousand <= MOST_FALSE, JSON.stringify(falseFinds));
      for (const type of NEVER) assert.equal(falseFinds[type] ?? 0, 0, type);
    });
});
