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
    userpass: 'user password',
    userpwd: 'user password',
    surnm: 'last name',
    frstnm: 'first name',
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
    birthdte: 'birth date',
    bdt: 'birth date',
    bdte: 'birth date',
    byear: 'birth year',
    birthyear: 'birth year',
    birthyr: 'birth year',
    yob: 'birth year',
    givennames: 'given name',
    firstnames: 'first name',
    lastnames: 'last name',
    frstname: 'first name',
    fnm: 'first name',
    lnm: 'last name',
    fullnm: 'full name',
    custnm: 'customer name',
    empname: 'employee name',
    custname: 'customer name',
    screenname: 'screen name',
    teamname: 'team name',
    companyname: 'company name',
    schoolname: 'school name',
    playername: 'player name',
    authorname: 'author name',
    clientname: 'client name',
    patientname: 'patient name',
    studentname: 'student name',
    productname: 'product name',
    filename: 'file name',
    hostname: 'host name',
    gndr: 'gender',
    gend: 'gender',
    natl: 'nationality',
    ctzn: 'citizenship',
    ctznshp: 'citizenship',
    occup: 'occupation',
    occptn: 'occupation',
    relig: 'religion',
    ethn: 'ethnicity',
    hisp: 'hispanic',
    cauc: 'caucasian',
    edu: 'education',
    educ: 'education',
    marstat: 'marital status',
    maritl: 'marital',
    maritalstatus: 'marital status',
    civstat: 'civil status',
    civilstatus: 'civil status',
    emplid: 'employee id',
    empno: 'employee number',
    empid: 'employee id',
    custno: 'customer number',
    custid: 'customer id',
    memberid: 'member id',
    studentid: 'student id',
    patientid: 'patient id',
    personid: 'person id',
    playerid: 'player id',
    voterid: 'voter id',
    clientid: 'client id',
    subj: 'subject',
    respid: 'respondent id',
    stu: 'student',
    stud: 'student',
    memb: 'member',
    mbr: 'member',
    clnt: 'client',
    mgr: 'manager',
    latd: 'latitude',
    lati: 'latitude',
    longi: 'longitude',
    xcoord: 'x coord',
    ycoord: 'y coord',
    latlng: 'latitude longitude',
    latlon: 'latitude longitude',
    latlong: 'latitude longitude',
    geolocation: 'geo location',
    homephone: 'home phone',
    workphone: 'work phone',
    mobilephone: 'mobile phone',
    mobileno: 'mobile number',
    phn: 'phone',
    phnum: 'phone number',
    phonenum: 'phone number',
    contactno: 'contact number',
    straddr: 'street address',
    staddr: 'street address',
    staddress: 'street address',
    homeaddress: 'home address',
    zipcd: 'zip code',
    postcd: 'postal code',
    pincode: 'pin code',
    univ: 'university',
    dept: 'department',
    yrs: 'years',
    yr: 'year',
    mth: 'month',
    hrly: 'hourly',
    jobtitel: 'job title',
    emptitle: 'employee title',
    websiteurl: 'website url',
    imageurl: 'image url',
    profileurl: 'profile url',
    photourl: 'photo url',
    rownum: 'row number',
    rowid: 'row id',
    seqno: 'sequence number',
    ordernumber: 'order number',
    orderno: 'order number',
    invoiceno: 'invoice number',
    brth: 'birth',
    brthdt: 'birth date',
    birthdy: 'birth date',
    bthdt: 'birth date',
    nro: 'number',
    cstmr: 'customer',
    stdnt: 'student',
    ptnt: 'patient',
    cntct: 'contact',
    ctct: 'contact',
    empnm: 'employee name',
    stuname: 'student name',
    phno: 'phone number',
    mobno: 'mobile number',
    telnum: 'phone number',
    faxno: 'fax number',
    acctno: 'account number',
    accno: 'account number',
    acctnum: 'account number',
    acctnbr: 'account number',
    rollno: 'roll number',
    memno: 'member number',
    drv: 'driver',
    drvr: 'driver',
    psngr: 'passenger',
    supv: 'supervisor',
    benef: 'beneficiary',
    pswd: 'password',
    passwrd: 'password',
  }).map(([token, phrase]) => [token, phrase.split(' ')] as const),
);

/** Words that occur run together with another known word: `customeremail`. */
export const COMPOUND_HEADS: ReadonlySet<string> = words(
  'version customer employee contact user client person patient student member email phone name address city country street number date id billing shipping home work business mobile fax num no nr nm code title status income wage salary age year url sex gender coord zip state type count group team school company club',
);

/** Words before a {@link COMPOUND_HEADS} that stand in no other list: `hrwage`, `motherage`, `siteid`. */
export const COMPOUND_MODIFIERS: ReadonlySet<string> = words(
  'hour hr hourly week wk weekly month monthly year annual ann family fam household hh mother father mom dad wife husband spouse child birth site study visit sample case survey household resp respondent home away first last middle full nick given sub dist zip post postal part web img image photo profile job pos position district parent self base net gross',
);

/** A column whose name ends in one of these tells about a value, it does not hold it: `email_verified`, `phone_type`. @public */
export const DESCRIBING_SUFFIXES: ReadonlySet<string> =
  words(`count counts total sum avg average mean min max percent percentage pct ratio rate rank score index idx position
  verified valid validated confirmed confirmation enabled disabled active allowed required optin optout opted consent subscribed unsubscribed bounced
  flag is has type types kind category class group status state code codes format pattern mask regex template
  at on date time timestamp updated created modified changed deleted since until expiry expires expiration
  length len size width height bytes source provider domain label labels description note notes comment comments hint
  disclosed preference preferences option options setting settings enabledflag present missing exists available quality accuracy precision
  method mode level version hashcode checksum policy attempts`);

/** What may stand after a word without changing what the column holds: `email_address`, `phone_number`, `address_line_1`. @public */
export const NEUTRAL_SUFFIXES: ReadonlySet<string> =
  words(`of de du des del della do da dos das den der die het the la le el los las l d et e og och und and y von van zu s raw clean cleaned original orig std standardized x nm cd desc tekst texte texto 10 11 12 c d 1 2 3 4 5 6 7 8 9 0 01 02 03 i ii iii a b primary secondary main alternate alternative alt other home work office business private personal mobile cell
  old new current previous former raw text value string str full line lines field data input en de fr es it us uk intl international local kunde client cliente customer employee user contact person patient
  billing shipping invoice delivery mailing legal residence residential hash encrypted enc clear plain masked`);

/** Tokens that speak of people: a table of them, or a column about one. @public */
export const PERSON_NOUNS: ReadonlySet<string> =
  words(`learner learners trainee trainees contestant contestants subject subjects participant respondent kid kids boy boys girl girls adult adults man men woman women mother mothers father fathers husband wife wives brother sister siblings family families household households veteran veterans prisoner prisoners inmates immigrant immigrants refugee refugees survivor survivors celebrity celebrities president presidents governor governors mayor mayors minister ministers congressman congresswoman representatives mp mps mep meps lawmaker lawmakers councillor councillors swimmer swimmers runner runners cyclist cyclists golfer golfers pitcher pitchers batter batters hitter hitters referee referees umpire umpires scientist scientists researcher researchers scholar scholars faculty singer singers musician musicians composer composers painter painters poet poets follower followers friend friends influencer influencers freelancer freelancers crew personas alunos alumnas socios medecins medicos docenti funcionarios karyawan pegawai siswa mahasiswa dosen guru pasien pelanggan pengguna anggota calisanlar ogrenciler musteriler personel pracownicy klienci uczniowie studenci pacjenci zamestnanci zakaznici henkilo henkilot asiakkaat medlemmar kunder ansatte elever deltagare pacjent person persons people user users customer customers employee employees staff contact contacts client clients patient patients member members membership
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
  words(`startup startups sponsor sponsors enterprise enterprises business businesses corporation corporations nonprofit nonprofits charity charities ngo ngos church churches institute institutes institutions foundation foundations association associations lab labs laboratory laboratories restaurant restaurants hotel hotels cafe cafes ministry ministries municipality municipalities practice practices pharmacy pharmacies dealer dealers distributor distributors contractor contractors subsidiary subsidiaries perusahaan sekolah sirketler okullar firmy szkoly skoly company companies organisation organisations supplier suppliers vendor vendors shipper shippers manufacturer manufacturers publisher publishers employer employers partner partners account accounts
  store stores shop shops branch branches office offices merchant merchants bank banks hospital hospitals clinic clinics school schools university universities college firm firms agency agencies airline airlines carrier carriers brand brands club clubs team teams
  firma firmen lieferant lieferanten unternehmen empresa empresas proveedor proveedores entreprise entreprises fournisseur fournisseurs societe azienda aziende leverancier affiliation publisher operator sponsor institution department departments`);

/** Tokens of tables and columns that speak of things: their `name` and `title` name no person. @public */
export const THING_NOUNS: ReadonlySet<string> =
  words(`penguin penguins bird birds fish fishes mouse mice rat rats cow cows cattle sheep pig pigs chicken chickens tree trees flower flowers iris insect insects fossil fossils mineral element elements compound molecule cell cells protein wine wines car diamond diamonds house houses flight flights route routes bridge bridges building buildings satellite satellites planet planets earthquake earthquakes fire fires stock stocks quote quotes recipe recipes page pages query queries repo repository repositories commit commits issue issues dataset weather climate temperature pokemon character characters constructor constructors circuit circuits product products item items article articles sku track tracks song songs album albums artist artists band bands genre genres playlist playlists media medium film films movie movies video videos category categories tag tags
  language languages browser browsers useragent useragents device devices os platform app application applications file files folder directory image images photo photos picture document documents report reports book books title titles edition journal
  city cities country countries state states region regions province provinces territory territories county district districts continent location locations place places park parks venue venues stadium airport airports station stations port ports
  event events course courses class classes subject subjects project projects task tasks ticket tickets order orders invoice invoices payment payments transaction transactions campaign campaigns
  species animal animals plant plants dog dogs cat cats pet pets breed horse horses ship ships boat vessel vehicle vehicles car cars model models make makes color colors colour colours font theme
  currency currencies unit units metric metrics test tests drug drugs medication disease diseases gene genes protein sensor server servers host hosts domain database table tables column columns schema field fields key keys variable variables parameter
  role roles permission permissions group groups status type types setting settings config plugin module package packages service services feature features function functions method methods component components attribute attributes property properties
  music song songs track tracks album albums film films movie movies series toy toys doll dolls ticker tickers theorem theorems law laws paint paints
  menu dish recipe ingredient food wine beer drink game games team teams league club clubs tournament planet star stars galaxy moon moons asteroid asteroids comet comets storm storms hurricane hurricanes typhoon typhoons inventory warehouse plan plans policy policies scenario scenarios job jobs position positions rank
  produkt produkte artikel kategorie kategorien datei land sprache producto productos pelicula categoria pais ciudad produit produits fichier categorie pays ville langue prodotto prodotti articolo citta soundtrack show shows episode episodes channel channels podcast podcasts network networks
  goods merchandise commodity commodities listing listings perfume perfumes fragrance fragrances cosmetic cosmetics lipstick lipsticks shoe shoes dress dresses furniture chair chairs sofa sofas lamp lamps laptop laptops printer printers robot robots machine machines crayon crayons candle candles gem gems gemstone gemstones jewel jewels
  vessels boats yacht yachts submarine submarines aircraft airplane airplanes plane planes spacecraft train trains locomotive locomotives tram trams truck trucks bicycle bicycles motorcycle motorcycles ferry ferries lighthouse lighthouses castle castles
  street streets road roads river rivers lake lakes mountain mountains peak peaks island islands volcano volcanoes beach beaches village villages suburb suburbs crater craters cave caves waterfall waterfalls cyclone cyclones tornado tornadoes
  kitten kittens puppy puppies rabbit rabbits hamster hamsters parrot parrots reptile reptiles racehorse racehorses stallion stallions mare mares pony ponies wolf wolves bear bears whale whales dolphin dolphins shark sharks elephant elephants lion lions tiger tigers gorilla gorillas turtle turtles snake snakes
  cultivar cultivars rose roses tulip tulips orchid orchids apples potato potatoes crop crops vegetable vegetables fruit fruits cheese cheeses cocktail cocktails drinks beers wines dishes pizza pizzas snack snacks cereal cereals coffee teas
  hund hunde katze katzen haustiere pferd pferde schiffe boote waren produit chien chiens chat chats animaux navire navires bateaux marchandises marque marques mascota mascotas perros gatos barco barcos mercancia mercancias marca marcas animali navi merce merci marchio producten goederen schip schepen huisdieren`);

/** Tokens before a word that turn it into a question or a number: `has_email`, `num_phones`. @public */
export const DESCRIBING_PREFIXES: ReadonlySet<string> = words(
  'type typ tipo status has have is are num count total avg sum mean max min allow allows send show hide require requires use uses opt optin accepts enable enabled can should needs last_seen verified valid',
);
