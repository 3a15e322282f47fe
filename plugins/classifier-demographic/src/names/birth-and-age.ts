/** What columns of birth dates are called, by language. */
export const BIRTH_DATE = `date of birth, gbdat, birth date, birthdate, birth, births date, date birth, birth day, birthday, born, born on, born date, date born, dob, d o b, d.o.b., birthdt, bdate, bday, dt of birth, dtbirth, dtofbirth
Geburtsdatum, Geburtstag, geb datum, gebdat, gebdatum, geboren, geboren am, geb, geburt, gebtag
date de naissance, date naissance, datenaiss, date naiss, dt naissance, dt naiss, ddn, né le, nee le, naissance, jour naissance
fecha de nacimiento, fecha nacimiento, fec nac, fech nac, fecha nac, f nacimiento, fnac, fnacimiento, nacimiento, nacido, fecnac
data di nascita, data nascita, nascita, dt nascita, datanascita, nato il
data de nascimento, data nascimento, dt nasc, dt nascimento, data nasc, nascimento, dtnasc, nasc
geboortedatum, geb datum, geboren op, geboortedag, data urodzenia, urodzony, data ur, dataur, data urodz, urodzenia
födelsedatum, fodselsdato, fødselsdag, fødselsdato, fodt, født, född, fodd, syntymäaika, syntymapaiva, syntynyt
datum narození, narozeni, datum nar, narozen, dátum narodenia, datum rođenja, datum rodjenja, datum rojstva, születési dátum, szuletesi datum, szuletesi ido, szuletett, data nasterii, data nașterii, gimimo data, dzimsanas datums, sünnikuupäev
doğum tarihi, dogumtarihi, dogum tarih, dogum gunu, d tarihi, tanggal lahir, tgl lahir, tgllahir, tarikh lahir, kelahiran, ngày sinh, ngaysinh, ngay sinh, petsa ng kapanganakan, tarehe ya kuzaliwa
дата рождения, дата рожд, день рождения, рождения, родился, дата народження, data rozhdeniya, date rozhdeniya, ημερομηνία γέννησης, تاريخ الميلاد, تاریخ تولد, תאריך לידה, जन्म तिथि, janm tithi, วันเกิด
chusheng riqi, chushengriqi, shengri, seinengappi, tanjobi, tanjoubi`;

/** What columns of birth years and months are called. */
export const BIRTH_YEAR = `year of birth, birth year, birthyear, yob, byear, yr of birth, year born, born year, birth yr, month of birth, birth month, y birth, yearbirth, cohort birth
Geburtsjahr, gebjahr, geb jahr, Jahrgang, année de naissance, annee naissance, an naissance, anais, annais, año de nacimiento, ano nacimiento, anio nacimiento, anno di nascita, anno nascita, ano de nascimento, ano nascimento
geboortejaar, rok urodzenia, rok ur, födelseår, fodelsear, fødselsår, fodselsar, syntymävuosi, rok narození, rok nar, doğum yılı, dogum yili, tahun lahir, năm sinh, nam sinh, год рождения, рік народження, szuletesi ev, születési év, anul nasterii, godina rođenja, godina rodjenja, έτος γέννησης`;

/** What columns of ages are called, by language. */
export const AGE = `age, ages, aged, agee, age yr, age yrs, age years, age in years, age y, ageyrs, ageyears, years of age, years old, age months, age in months, agemonths, age mo, agemos, age days, current age, patient age, victim age, agegroup, age group, age range, age band, age bracket, age category, age cat, agecat, agegrp
Alter, Lebensalter, alter jahre, alter in jahren, Altersgruppe, altersklasse, âge, tranche d'âge, tranche age, edad, edades, grupo de edad, grupo etario, rango de edad, età, eta anni, fascia di età, fascia eta, idade, faixa etária, faixa etaria, leeftijd, leeftijdscategorie, wiek, wiek pacjenta, ålder, alder, aldersgruppe, åldersgrupp, ikä, ika, ikäryhmä, věk, vek, starost, életkor, eletkor, vârstă, varsta
yaş, yas, yasi, yaş grubu, umur, usia, kelompok umur, tuổi, tuoi, edad anos, возраст, возрастная группа, vozrast, вік, ηλικία, العمر, nianling, nenrei, nenreibetsu, nai, umri`;

/** Short words that are ages in one language and something else in others. */
export const AGE_MAYBE = `eta, years, anni, anos, jahre, kor, vek, agey, age at, maturity`;
