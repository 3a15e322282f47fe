import { fileURLToPath } from 'node:url';
import {
  type Classifier,
  classifierPoint,
  definePlugin,
  type TextDetectionService,
  textDetectionService,
} from '@datawave/plugin-sdk';
import { buildSample, createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Numbers behind what people call them, as they write it in notes. */
const FOUND: readonly (readonly [string, string, string])[] = [
  ['CA_SIN', 'SIN 046 454 286', '046 454 286'],
  ['CA_SIN', 'client gave SIN 130-692-544 by phone', '130-692-544'],
  ['CA_SIN', 'his SIN is 130692544, born in Regina', '130692544'],
  ['CA_SIN', 'her SIN card number is 130 692 544', '130 692 544'],
  ['CA_SIN', 'SIN #130692544 on file', '130692544'],
  ['CA_SIN', 'gave SIN#046-454-286 on the phone', '046-454-286'],
  ['CA_SIN', 'SIN#130692544', '130692544'],
  ['CA_SIN', 'S.I.N. 130 692 544', '130 692 544'],
  ['CA_SIN', 'SIN/NAS 130 692 544', '130 692 544'],
  ['CA_SIN', 'asked for the sin 130-692-544 again', '130-692-544'],
  ['CA_SIN', 'sin: 130692544', '130692544'],
  ['CA_SIN', 'social insurance no. 046-454-286', '046-454-286'],
  ['CA_SIN', 'social insurance number (046 454 286)', '046 454 286'],
  ['CA_SIN', 'NAS : 046 454 286', '046 454 286'],
  ['CA_SIN', 'Son NAS est le 130 692 544', '130 692 544'],
  ['CA_SIN', 'numéro d’assurance sociale 130 692 544', '130 692 544'],
  ['CA_SIN', 'no d’assurance sociale : 130 692 544', '130 692 544'],
  ['EC_CEDULA', 'la señora con C.I. 1710034065 llamó', '1710034065'],
  ['UY_CEDULA', 'firmó con CI 1.234.567-2', '1.234.567-2'],
  ['IE_PPSN', 'PPS 1234567T was checked', '1234567T'],
  ['SG_NRIC', 'holder of FIN G0000001P', 'G0000001P'],
  ['NL_BSN', 'BSN:111222333', '111222333'],
  ['AU_TFN', 'tax_file_number=123456782', '123456782'],
  ['BR_CPF', '{"cpf":"39053344705","ok":true}', '39053344705'],
];

/** What shares the digits, the check or the word with them. */
const NOT_FOUND: readonly string[] = [
  'called about 130692544 today',
  'order 130-692-544 shipped',
  'SIN 130 692 545 is wrong by a digit',
  'SIN 800 000 002 is a business',
  'SIN 000 000 018 was filled up',
  'falta pagar, sin 130692544',
  'cosine, sin 130692544',
  'zadzwoń do nas 601 234 560',
  'zadzwoń do nas: 601-234-560',
  'casino 130 692 544',
  'the disk of nas 130692544 is full',
  'NAS-130692544 was replaced',
  'order#130-692-544 shipped',
  'https://example.org/sin#130692544',
  'cc 111222333 on the mail',
  'pid 111222333 was killed, run 12345678',
  'ci=1710034065 rc=0',
];

describe('national numbers in notes', function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  let detection: TextDetectionService;
  let classifiers: () => readonly Classifier[] = () => [];

  before(async () => {
    const engine = definePlugin()({
      extensionPoints: [classifierPoint],
      setup({ extensions }) {
        const known = extensions.collection(classifierPoint);
        classifiers = () => known.list().map(({ value }) => value);
        return {};
      },
    });
    kernel = await createTestKernel({
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'classification', apiVersion: '^0.1' },
          plugin: engine,
          version: '0.1.0',
        },
        folder('free-text'),
        folder('classifier-national'),
      ],
      http: 'never',
    });
    detection = kernel.service(textDetectionService);
  });
  after(() => kernel.stop());

  const national = async (text: string): Promise<readonly string[]> => {
    const { spans } = await detection.detect(text);
    return spans
      .filter(({ detector }) => detector.startsWith('national/'))
      .map(({ infoType, start, end }) => `${infoType} ${text.slice(start, end)}`);
  };

  for (const [infoType, text, value] of FOUND)
    it(`are found where a note says "${text}"`, async () => {
      expect(await national(text)).to.deep.equal([`${infoType} ${value}`]);
    });

  for (const text of NOT_FOUND)
    it(`are not found where a note says "${text}"`, async () => {
      expect(await national(text)).to.deep.equal([]);
    });

  it('are found among fifty notes of which one has a social insurance number of Canada', async () => {
    const notes = Array.from(
      { length: 49 },
      (_, index) => `Called the customer about order ${130_692_000 + index * 11}, will call again`,
    );
    const look = async (values: readonly string[]) => {
      const answers = await Promise.all(
        classifiers().map((classifier) =>
          classifier.examine(buildSample('visits', [{ name: 'notes', values }]), { workspaceId: null }),
        ),
      );
      return answers
        .flatMap(([found = []]) => found)
        .flatMap(({ infoType, question }) => (infoType === 'CA_SIN' ? [question] : []));
    };
    expect(await look(notes)).to.deep.equal([]);
    expect(await look([...notes, 'She left her SIN 130 692 544 with us'])).to.deep.equal(['contains']);
  });
});
