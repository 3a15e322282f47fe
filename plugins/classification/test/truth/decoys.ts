/** A table of columns that look like personal data to whoever looks too briefly. */
export interface DecoyTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, readonly (string | number | null)[]>>;
}

/** Nothing in these tables may be flagged. */
export const decoys: readonly DecoyTable[] = [
  {
    name: 'crawl_results',
    columns: {
      url_id: [1, 2, 3, 4],
      page_age: [3, 45, 12, 88],
      page_age_days: [3, 45, 12, 88],
      age_days: [3, 45, 12, 88],
      age_hours: [3, 45, 12, 88],
      cache_age: [61, 2, 33, 14],
      link_age: [1, 20, 30, 41],
    },
  },
  { name: 'cache_entries', columns: { id: [1, 2, 3, 4], age: [3, 45, 12, 88], hits: [4, 5, 90, 1] } },
  {
    name: 'storage',
    columns: {
      backup_age: [1, 7, 30, 31],
      snapshot_age_days: [1, 7, 30, 31],
      age_of_data: [20, 34, 51, 62],
      token_age: [20, 34, 51, 62],
      age_ms: [20, 34, 51, 62],
    },
  },
  {
    name: 'customer_flags',
    columns: {
      customer_id: [1, 2, 3, 4],
      email_verified: ['yes', 'no', 'yes', 'no'],
      email_count: [1, 0, 12, 3],
      email_sent_at: ['2024-01-01T10:00:00Z', '2024-02-01T10:00:00Z', null, '2024-03-01T10:00:00Z'],
      phone_type: ['home', 'work', 'mobile', 'home'],
      phone_verified: [1, 0, 1, 1],
      zip_count: [12, 400, 33, 7],
      address_type: ['billing', 'shipping', 'billing', 'home'],
      password_changed_at: ['2024-01-01', '2024-02-01', null, '2024-03-01'],
      name_length: [3, 5, 8, 13],
      login_attempts: [0, 1, 5, 2],
    },
  },
  {
    name: 'visits',
    columns: {
      browser_name: ['Chrome', 'Safari', 'Opera', 'Edge'],
      browser: ['Firefox', 'Firefox', 'Chrome', 'Brave'],
      browser_version: ['120.0.6099.109', '17.2.1.0', '105.0.4970.48', '11.22.33.44'],
      user_agent: [
        'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/121.0',
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36',
        'curl/8.5.0',
        'Wget/1.21',
      ],
      duration_ms: [1234567890, 12, 4500, 1700000000],
      created_at: [1700000000, 1700000100, 1699999999, 1700005000],
      logged_ms: [1700000000000, 1700000100000, 1699999999000, 1700005000000],
      country_code: ['DE', 'FR', 'US', 'AT'],
      os_name: ['Linux', 'Windows', 'macOS', 'Android'],
    },
  },
  {
    name: 'academic_years',
    columns: {
      code: [2019, 2020, 2021, 2022],
      year_code: ['201920', '202021', '202122', '202223'],
      scenario_code: ['S101', 'S102', 'S103', 'S104'],
      scenario: [101, 102, 103, 104],
      title: ['Autumn Term', 'Winter Term', 'Spring Term', 'Summer Term'],
    },
  },
  {
    name: 'products',
    columns: {
      product_id: [1, 2, 3, 4, 5],
      name: ['Alexa', 'Victoria', 'Mercedes', 'Clara', 'Emma'],
      product_name: ['Oscar', 'Sofia', 'Billy', 'Malin', 'Ivar'],
      brand: ['Benjamin Moore', 'Calvin Klein', 'Ralph Lauren', 'Giorgio Armani', 'Jimmy Choo'],
      sku: ['SK-2021-0001', 'SK-2021-0002', 'SK-2021-0003', 'SK-2021-0004', 'SK-2021-0005'],
      ean: ['4006381333931', '4006381333948', '5901234123457', '4012345678901', '8711253001202'],
      colour: ['#ff0000', '#00ff00', '#0000ff', '#c0ffee', '#facade'],
      colour_name: ['Brown', 'White', 'Black', 'Green', 'Rose'],
      price: [9.99, 19.99, 5.5, 120, 3.25],
    },
  },
  {
    name: 'orders',
    columns: {
      order_number: ['4111111111111111', '5555555555554444', '4012888888881881', '4222222222222'],
      tracking_number: [
        '1Z999AA10123456784',
        '1Z999AA10123456785',
        '1Z999AA10123456786',
        '1Z999AA10123456787',
      ],
      invoice_no: ['2023-000123', '2023-000124', '2024-000001', '2024-000002'],
      reference: [
        '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
        '7d444840-9dc0-11d1-b245-5ffdce74fad2',
        '16fd2706-8baf-433b-82eb-8c7fada847da',
        '886313e1-3b8a-5372-9b90-0c9aee199e5d',
      ],
      checksum: [
        'd41d8cd98f00b204e9800998ecf8427e',
        '098f6bcd4621d373cade4e832627b4f6',
        '5d41402abc4b2a76b9719d911017c592',
        '7d793037a0760186574b0282f2f435e7',
      ],
      commit_sha: [
        '8cb2237d0679ca88db6464eac60da96345513964',
        'da39a3ee5e6b4b0d3255bfef95601890afd80709',
        '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
        'de9f2c7fd25e1b3afad3e85a0bd17d9b100db4b3',
      ],
      firmware_version: ['1.2.3.4', '10.0.19041.1', '2.0.0.1', '172.16.254.1'],
      total: [123.45, 67.8, 1000, 5],
      status: ['shipped', 'open', 'shipped', 'void'],
    },
  },
  {
    name: 'film',
    columns: {
      title: ['Annie Hall', 'Forrest Gump', 'Erin Brockovich', 'Jackie Brown', 'Casablanca'],
      category: ['Drama', 'Family', 'Drama', 'Action', 'Classics'],
      language: ['English', 'French', 'German', 'Italian', 'Japanese'],
      rating: ['PG', 'R', 'G', 'NC-17', 'PG-13'],
      month: ['April', 'May', 'June', 'August', 'March'],
      size: ['S', 'M', 'L', 'XL', 'M'],
    },
  },
  {
    name: 'bestellungen',
    columns: {
      bestellnummer: ['4111111111111111', '4242424242424242', '4012888888881881', '4000056655665556'],
      auftragsnr: ['4111111111111111', '4242424242424242', '4012888888881881', '4000056655665556'],
      numero_commande: ['5555555555554444', '5105105105105100', '5200828282828210', '2223003122003222'],
      // Luhn digits throughout, as schemes of other firms have them; some lie in a range of cards.
      reference: [
        ...['7992739871300008', '4539578763621486', '1234567812345670', '9876543219876546'],
        ...['8765432187654320', '5500005555555559', '1029384756102935', '7777888899990006'],
      ],
      artikelnummer: ['123-45-6789', '219-09-9999', '457-55-5462', '512-34-8871'],
      marke: ['Calvin Klein', 'Ralph Lauren', 'Hugo Boss', 'Michael Kors'],
    },
  },
  {
    name: 'parts',
    columns: {
      part_number: ['123-45-6789', '219-09-9998', '457-55-5462', '512-34-8871'],
      fund_code: ['212-555-0187', '415-555-0132', '646-555-0199', '303-555-0143'],
      upc: ['003600029145', '036000291452', '012345678905', '004210000526', '885909950805', '746775093361'],
      register_address: ['0x40021000', '0x40021004', '0x40021008', '0xe000ed00'],
      address: ['0x40021000', '0x40021004', '0x40021008', '0xe000ed00'],
      app_version: ['10.20.60.80', '172.16.61.62', '192.168.70.71', '10.0.0.12'],
      appversion: ['10.20.60.80', '172.16.61.62', '192.168.70.71', '10.0.0.12'],
      installed: [1, 0, 1, 0],
    },
  },
  {
    name: 'animals',
    columns: {
      sex: ['male', 'female', 'female', 'male'],
      age: [2, 7, 11, 1],
      name: ['Bella', 'Max', 'Luna', 'Charlie'],
    },
  },
  { name: 'connectors', columns: { connector_gender: ['male', 'female', 'male', 'female'] } },
  { name: 'buildings', columns: { age: [12, 45, 88, 101], building_age: [12, 45, 88, 101] } },
  { name: 'trees', columns: { age: [12, 45, 88, 61], alter: [12, 45, 88, 61] } },
  { name: 'invoices', columns: { debt_age: [5, 30, 61, 90], age_bucket: [30, 60, 90, 120] } },
  {
    name: 'races',
    columns: {
      race: ['Monaco Grand Prix', 'Boston Marathon', 'Kentucky Derby', 'Tour de France'],
      race_name: ['Monaco Grand Prix', 'Boston Marathon', 'Kentucky Derby', 'Tour de France'],
    },
  },
  {
    name: 'music',
    columns: {
      name: ['Angie', 'Roxanne', 'Layla', 'Jolene', 'Valerie'],
      song: ['Billie Jean', 'Eleanor Rigby', 'Peggy Sue', 'Barbara Ann', 'Mustang Sally'],
      chanson: ['Billie Jean', 'Eleanor Rigby', 'Peggy Sue', 'Barbara Ann', 'Mustang Sally'],
    },
  },
  {
    name: 'readings',
    columns: {
      name: ['Zugspitze', 'Brocken', 'Helgoland', 'Potsdam'],
      elevation: [4, 1, 173, 5],
      port: [443, 8080, 22, 5432],
    },
  },
  { name: 'storms', columns: { name: ['Katrina', 'Sandy', 'Harvey', 'Irma', 'Andrew'] } },
  { name: 'toys', columns: { name: ['Barbie', 'Woody', 'Jessie', 'Thomas', 'Emily'] } },
  {
    name: 'moons',
    columns: { name: ['Juliet', 'Ophelia', 'Miranda', 'Ariel', 'Bianca'] },
  },
  {
    name: 'schools',
    columns: {
      name: [
        'Lincoln High School',
        'Martin Luther King Elementary',
        'John Adams Academy',
        'Albert Einstein School',
      ],
    },
  },
  {
    name: 'corpus',
    columns: {
      word: ['mark', 'grace', 'rose', 'will', 'bill', 'frank', 'art', 'sue'],
      token: ['mark', 'grace', 'rose', 'will', 'bill', 'frank', 'art', 'sue'],
    },
  },
  {
    name: 'users',
    columns: {
      gender_disclosed: ['yes', 'no', 'yes', 'no'],
      iban_valid: [1, 0, 1, 1],
      card_present: [1, 0, 0, 1],
      ssn_verified: [0, 1, 1, 0],
      is_mobile: [1, 1, 0, 0],
      token_count: [120, 4096, 17, 880],
      cvv_result: ['M', 'N', 'P', 'U'],
    },
  },
];
