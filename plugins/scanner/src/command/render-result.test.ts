import type { Classification, FrameworkInfo } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { renderResult } from './render-result.ts';
import type { ScanResult } from './scan-result.ts';
import { withoutPassword } from './without-password.ts';

const email: Classification = {
  infoType: 'EMAIL_ADDRESS',
  category: 'user.contact.email',
  sensitivity: 'confidential',
  confidence: 0.997,
  matched: 2,
  sampled: 2,
  question: 'type',
  explanation: 'Its values and its name say so.',
  version: 'engine@1.0.0',
  status: 'suggested',
  evidence: [
    {
      signal: 'pattern',
      classifier: 'contact@1.0.0',
      weight: 8,
      detail: '2 of 2 distinct values have the form of an e-mail address',
    },
    { signal: 'name', classifier: 'contact@1.0.0', weight: 4.5, detail: 'the name says "email"' },
  ],
};

const result: ScanResult = {
  version: 1,
  datawave: '1.2.3',
  durationMs: 840,
  targets: [{ target: 'shop.sqlite', status: 'completed-with-errors', error: null }],
  assets: [
    {
      urn: 'urn:dw:sqlite:shop.sqlite:main/people',
      name: 'main.people',
      type: 'table',
      rowCount: 1_234,
      sampledRows: 1_000,
      columns: [
        {
          name: '=cmd|x',
          dataType: 'TEXT',
          nullCount: 0,
          distinctCount: 2,
          classifications: [email],
          sensitiveProbability: 0.5,
          review: null,
        },
        {
          name: 'e\u001b[1m\nx',
          dataType: 'TEXT',
          nullCount: 0,
          distinctCount: 2,
          classifications: [email],
          sensitiveProbability: 0.5,
          review: null,
        },
        {
          name: 'plain "quoted", text',
          dataType: 'TEXT',
          nullCount: 0,
          distinctCount: 2,
          classifications: [],
          sensitiveProbability: 0.5,
          review: null,
        },
      ],
    },
    {
      urn: 'urn:dw:sqlite:shop.sqlite:main/films',
      name: 'main.films',
      type: 'table',
      rowCount: 5,
      sampledRows: 5,
      columns: [],
    },
  ],
  violations: [
    {
      framework: 'gdpr',
      control: 'Art. 32(1)(a)',
      severity: 'medium',
      asset: 'urn:dw:sqlite:shop.sqlite:main/people',
      column: '=cmd|x',
      message: 'Holds e-mail addresses.',
      remediation: 'Encrypt.',
    },
    {
      framework: 'gdpr',
      control: 'Art. 30(1)',
      severity: 'low',
      asset: 'urn:dw:sqlite:shop.sqlite:main/people',
      column: null,
      message: 'Must be recorded.',
      remediation: 'Record it.',
    },
  ],
  errors: [
    {
      asset: 'urn:dw:sqlite:shop.sqlite:main/broken',
      code: 'DW_SOURCE_QUERY',
      message: 'The view refers to a table that is gone.',
    },
  ],
};

const frameworks: readonly FrameworkInfo[] = [
  {
    id: 'gdpr',
    version: '1.0.0',
    title: 'General Data Protection Regulation',
    jurisdiction: 'EU',
    controls: [
      {
        id: 'Art. 32(1)(a)',
        title: 'Security of processing',
        summary: 'Protect what is processed.',
        url: 'https://example.com/32',
      },
      {
        id: 'Art. 30(1)',
        title: 'Records of processing',
        summary: 'Keep a record.',
        url: 'https://example.com/30',
      },
    ],
  },
];
const options = { frameworks, width: 80, hasColor: false };

describe('a result for people', () => {
  const text = renderResult(result, 'table', options);

  it('fits 80 columns', () => {
    for (const line of text.split('\n')) expect(line.length).to.be.at.most(80);
  });

  it('shows what was found, why, what could not be read, and the controls it touches', () => {
    expect(text).to.include('main.people · 1,234 rows, 3 columns');
    expect(text).to.match(/EMAIL_ADDRESS {3}99% {2}confidential {2}2 of 2 values have the/);
    expect(text).to.include('Nothing sensitive found in main.films.');
    expect(text).to.include('DW_SOURCE_QUERY');
    expect(text).to.match(/Art\. 32\(1\)\(a\) {2}medium {4}Security of processing \(1\)/);
  });

  it('obeys no escape sequence in a name', () => {
    expect(text).to.not.include('\u001b');
    expect(text).to.include('e\\u001b[1m\\u000ax');
  });

  it('uses colours only where they are wanted', () => {
    expect(renderResult(result, 'table', { ...options, hasColor: true })).to.include('\u001b[1m');
  });
});

describe('a result for scripts', () => {
  it('is one JSON document of the promised shape', () => {
    expect(JSON.parse(renderResult(result, 'json', options))).to.deep.equal(result);
  });

  it('is CSV of one line a column, safe to open in a spreadsheet', () => {
    const lines = renderResult(result, 'csv', options).split('\r\n');
    expect(lines).to.have.length(5);
    expect(lines[1]).to.include("main.people,'=cmd|x,TEXT,EMAIL_ADDRESS");
    expect(lines[3]).to.include('"plain ""quoted"", text",TEXT,,,,,,,,,');
  });

  it('is a SARIF 2.1.0 log with a rule for each control and a result for each violation', () => {
    const log = JSON.parse(renderResult(result, 'sarif', options));
    const [run] = log.runs;
    expect([log.version, log.$schema]).to.deep.equal([
      '2.1.0',
      'https://json.schemastore.org/sarif-2.1.0.json',
    ]);
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).to.deep.equal([
      'gdpr/Art.30(1)',
      'gdpr/Art.32(1)(a)',
    ]);
    expect(
      run.results.map((entry: { ruleId: string; ruleIndex: number; level: string }) => [
        entry.ruleId,
        entry.ruleIndex,
        entry.level,
      ]),
    ).to.deep.equal([
      ['gdpr/Art.32(1)(a)', 1, 'warning'],
      ['gdpr/Art.30(1)', 0, 'note'],
    ]);
    expect(run.invocations[0].executionSuccessful).to.equal(false);
    expect(run.invocations[0].toolExecutionNotifications[0].descriptor.id).to.equal('DW_SOURCE_QUERY');
  });
});

describe('what stands among other values', () => {
  const contained: Classification = {
    ...email,
    question: 'contains',
    infoType: 'IBAN',
    matched: 1,
    sampled: 50,
  };
  const recordId: Classification = { ...email, infoType: 'RECORD_ID', sensitivity: 'public' };
  const assets = result.assets.slice(0, 1).map((asset) => ({
    ...asset,
    columns: asset.columns
      .slice(2)
      .map((column) => ({ ...column, name: 'note', classifications: [recordId, contained] })),
  }));
  const mixed: ScanResult = { ...result, assets, violations: [], errors: [] };

  it('has a line of its own, also where the column itself is not worth one, and counts as what it is', () => {
    const text = renderResult(mixed, 'table', options);
    expect(text).to.match(/note +contains IBAN, 1 of 50 +99%/);
    expect(text).to.include('1 of 1 columns hold sensitive data');
    expect(text).to.include('contains IBAN 1').and.not.to.include('RECORD_ID');
  });

  it('is named in the last field of a line of CSV', () => {
    expect(renderResult(mixed, 'csv', options).split('\r\n')[1]).to.match(/RECORD_ID,.*,urn:dw:[^,]*,IBAN$/);
  });
});

describe('a target in print', () => {
  it('is without its password', () => {
    expect(withoutPassword('postgres://app:hun%20ter2@db.example.com:5432/shop')).to.equal(
      'postgres://app@db.example.com:5432/shop',
    );
    expect(withoutPassword('mysql://root:a@b@c/d')).to.not.include('a@b');
    expect(withoutPassword('postgres://h/db?user=x&password=hunter2&ssl=1')).to.equal(
      'postgres://h/db?user=x&password=***&ssl=1',
    );
  });
});
