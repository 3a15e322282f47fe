const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/** Abbreviated tokens of column names, written out. */
export const ABBREVIATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    fname: 'first name',
    firstname: 'first name',
    forename: 'first name',
    givenname: 'given name',
    gname: 'given name',
    lname: 'last name',
    lastname: 'last name',
    surname: 'last name',
    familyname: 'family name',
    sname: 'last name',
    mname: 'middle name',
    middlename: 'middle name',
    fullname: 'full name',
    username: 'user name',
    nickname: 'nick name',
    displayname: 'display name',
    contactname: 'contact name',
    loginname: 'login name',
    maidenname: 'maiden name',
    dob: 'date of birth',
    bdate: 'birth date',
    bday: 'birth date',
    birthdate: 'birth date',
    birthday: 'birth date',
    birthdt: 'birth date',
    dateofbirth: 'date of birth',
    addr: 'address',
    adr: 'address',
    adresse: 'address',
    addressline: 'address line',
    streetaddress: 'street address',
    addresse: 'address',
    tel: 'phone',
    telephone: 'phone',
    telefon: 'phone',
    telefono: 'phone',
    telefone: 'phone',
    telefoon: 'phone',
    fon: 'phone',
    phonenumber: 'phone number',
    phoneno: 'phone number',
    mob: 'mobile',
    cell: 'mobile',
    cellphone: 'mobile phone',
    telefax: 'fax',
    mail: 'mail',
    emailaddress: 'email address',
    emailid: 'email',
    courriel: 'email',
    zip: 'zip',
    zipcode: 'zip code',
    postcode: 'postal code',
    postalcode: 'postal code',
    plz: 'postal code',
    nr: 'number',
    no: 'number',
    num: 'number',
    nbr: 'number',
    nummer: 'number',
    numero: 'number',
    cust: 'customer',
    emp: 'employee',
    empl: 'employee',
    usr: 'user',
    pers: 'person',
    acct: 'account',
    acc: 'account',
    konto: 'account',
    org: 'organisation',
    organization: 'organisation',
    co: 'company',
    ctry: 'country',
    cntry: 'country',
    lang: 'language',
    nat: 'nationality',
    ip: 'ip',
    ipaddress: 'ip address',
    ipaddr: 'ip address',
    macaddress: 'mac address',
    macaddr: 'mac address',
    pwd: 'password',
    passwd: 'password',
    pword: 'password',
    passwort: 'password',
    ccnum: 'credit card number',
    creditcard: 'credit card',
    ccnumber: 'credit card number',
    cardno: 'card number',
    cardnumber: 'card number',
    lat: 'latitude',
    lng: 'longitude',
    lon: 'longitude',
    desc: 'description',
    qty: 'quantity',
    amt: 'amount',
    cnt: 'count',
    ts: 'timestamp',
    dt: 'date',
    jobtitle: 'job title',
    vorname: 'first name',
    nachname: 'last name',
    prenom: 'first name',
    apellido: 'last name',
    apellidos: 'last name',
    cognome: 'last name',
    voornaam: 'first name',
    achternaam: 'last name',
    fornamn: 'first name',
    efternamn: 'last name',
    imie: 'first name',
    nazwisko: 'last name',
    sobrenome: 'last name',
    apelido: 'last name',
    userid: 'user id',
    customerid: 'customer id',
    employeeid: 'employee id',
    apikey: 'api key',
    accesskey: 'access key',
    secretkey: 'secret key',
    privatekey: 'private key',
    useragent: 'user agent',
  }).map(([token, phrase]) => [token, phrase.split(' ')] as const),
);

/** Words that occur run together with another known word: `customeremail`. */
export const COMPOUND_HEADS: ReadonlySet<string> = words(
  'customer employee contact user client person patient student member email phone name address city country street number date id billing shipping home work business mobile fax',
);

/** A column whose name ends in one of these tells about a value, it does not hold it: `email_verified`, `phone_type`. @public */
export const DESCRIBING_SUFFIXES: ReadonlySet<string> =
  words(`count counts total sum avg average mean min max percent percentage pct ratio rate rank score index idx position
  verified valid validated confirmed confirmation enabled disabled active allowed required optin optout opted consent subscribed unsubscribed bounced
  flag is has type types kind category class group status state code codes format pattern mask regex template
  at on date time timestamp updated created modified changed deleted since until expiry expires expiration
  length len size width height bytes source provider domain label labels description note notes comment comments hint
  preference preferences option options setting settings enabledflag present missing exists available quality accuracy precision
  method mode level version hashcode checksum policy attempts`);

/** What may stand after a word without changing what the column holds: `email_address`, `phone_number`, `address_line_1`. @public */
export const NEUTRAL_SUFFIXES: ReadonlySet<string> =
  words(`1 2 3 4 5 6 7 8 9 0 01 02 03 i ii iii a b primary secondary main alternate alternative alt other home work office business private personal mobile cell
  old new current previous former raw text value string str full line lines field data input en de fr es it us uk intl international local kunde client cliente customer employee user contact person patient
  billing shipping invoice delivery mailing legal residence residential hash encrypted enc clear plain masked`);

/** Tokens that speak of people: a table of them, or a column about one. @public */
export const PERSON_NOUNS: ReadonlySet<string> =
  words(`person persons people user users customer customers employee employees staff contact contacts client clients patient patients member members membership
  student students pupil pupils teacher teachers professor professors instructor instructors candidate candidates applicant applicants subscriber subscribers lead leads guest guests passenger passengers visitor visitors
  donor donors voter voters citizen citizens resident residents tenant tenants landlord owner owners driver drivers actor actors author authors writer writers player players athlete athletes coach coaches jockey rider riders
  doctor doctors physician physicians nurse nurses provider beneficiary beneficiaries claimant policyholder insured borrower borrowers cardholder holder payee payer sender recipient recipients signatory
  manager managers agent agents representative rep reps salesperson worker workers personnel volunteer volunteers participant participants respondent respondents attendee attendees speaker child children parent parents spouse guardian
  legislator legislators senator senators politician politicians judge defendant plaintiff victim suspect offender inmate soldier
  director directors officer officers investigator supervisor assistant consultant
  kunde kunden mitarbeiter personen benutzer nutzer ansprechpartner schueler lehrer patienten mitglied mitglieder angestellte empleado empleados cliente clientes usuario usuarios persona personas paciente pacientes alumno alumnos
  utilisateur utilisateurs employe employes personne personnes salarie salaries eleve etudiant utente utenti dipendente dipendenti persone gebruiker gebruikers klant klanten medewerker medewerkers uzytkownik pracownik klient kund anstalld`);

/** Tokens of tables that hold organisations: they have names, addresses and phones, and people as contacts. @public */
export const ORGANISATION_NOUNS: ReadonlySet<string> =
  words(`company companies organisation organisations supplier suppliers vendor vendors shipper shippers manufacturer manufacturers publisher publishers employer employers partner partners account accounts
  store stores shop shops branch branches office offices merchant merchants bank banks hospital hospitals clinic clinics school schools university universities college firm firms agency agencies airline airlines carrier carriers brand brands club clubs team teams
  firma firmen lieferant lieferanten unternehmen empresa empresas proveedor proveedores entreprise entreprises fournisseur fournisseurs societe azienda aziende leverancier affiliation publisher operator sponsor institution department departments`);

/** Tokens of tables and columns that speak of things: their `name` and `title` name no person. @public */
export const THING_NOUNS: ReadonlySet<string> =
  words(`product products item items article articles sku track tracks song songs album albums artist artists band bands genre genres playlist playlists media medium film films movie movies video videos category categories tag tags
  language languages browser browsers device devices os platform app application applications file files folder directory image images photo photos picture document documents report reports book books title titles edition journal
  city cities country countries state states region regions province provinces territory territories county district districts continent location locations place places park parks venue venues stadium airport airports station stations port ports
  event events course courses class classes subject subjects project projects task tasks ticket tickets order orders invoice invoices payment payments transaction transactions campaign campaigns
  species animal animals plant plants dog dogs cat cats pet pets breed horse horses ship ships boat vessel vehicle vehicles car cars model models make makes color colors colour colours font theme
  currency currencies unit units metric metrics test tests drug drugs medication disease diseases gene genes protein sensor server servers host hosts domain database table tables column columns schema field fields key keys variable variables parameter
  role roles permission permissions group groups status type types setting settings config plugin module package packages service services feature features function functions method methods component components attribute attributes property properties
  menu dish recipe ingredient food wine beer drink game games team teams league club clubs tournament planet star galaxy storm hurricane inventory warehouse plan plans policy policies scenario scenarios job jobs position positions rank
  produkt produkte artikel kategorie kategorien datei land sprache producto productos pelicula categoria pais ciudad produit produits fichier categorie pays ville langue prodotto prodotti articolo citta soundtrack show episode channel network`);

/** Tokens before a word that turn it into a question or a number: `has_email`, `num_phones`. @public */
export const DESCRIBING_PREFIXES: ReadonlySet<string> = words(
  'has have is are num count total avg sum mean max min allow allows send show hide require requires use uses opt optin accepts enable enabled can should needs last_seen verified valid',
);
