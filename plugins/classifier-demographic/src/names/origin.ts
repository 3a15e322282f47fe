/** What columns of nationalities are called, by language. */
export const NATIONALITY = `nationality, natio, nationalities, citizenship, citizenships, country of citizenship, nationality code, citizenship country, citizen of, natl, natnlty, nationalty, citizenship status, passport country, nationality name, ctzn
Staatsangehörigkeit, Staatsangehoerigkeit, Staatsbürgerschaft, staatsbuergerschaft, Nationalität, nationalitaet, nationalite, nationalité, citoyennete, nacionalidad, ciudadania, nazionalità, nazionalita, cittadinanza, nacionalidade, cidadania, nationaliteit, staatsburgerschap
obywatelstwo, narodowość, narodowosc, medborgarskap, nationalitet, statsborgerskap, nasjonalitet, statsborgerskab, kansalaisuus, kansallisuus, státní příslušnost, statni prislusnost, občanství, obcanstvi, národnost, narodnost, državljanstvo, drzavljanstvo, állampolgárság, allampolgarsag, nemzetiség, cetatenie, cetățenie, nationalitate
uyruk, uyrugu, uyruğu, milliyet, vatandaslik, kewarganegaraan, warga negara, kebangsaan, quốc tịch, quoctich, quoc tich, гражданство, национальность, громадянство, национальная принадлежность, εθνικότητα, υπηκοότητα, تابعیت, ملیت, אזרחות, राष्ट्रीयता, guoji, kokuseki, gukjeok`;

export const NATIONALITY_MAYBE = `national, country of origin, country origin, citizen, home country, country represented, origin country, nation, foreign, immigrant, nationals, team country, nat`;

/** What columns of ethnic groups are called, by language. */
export const ETHNIC_GROUP = `ethnicity, ethnic group, ethnic, ethnic origin, ethnic background, ethnic code, ethnicity code, race ethnicity, race eth, raceth, raceeth, racethn, race ethn, ethrace, race code, racecode, racial group, racial, ancestry, skin colour, skin color, tribe, caste, caste category, social category, indigenous group, indigenous status, race desc, race 1, self identified race, ethnicities
ethnische Herkunft, Ethnie, Ethnizität, Hautfarbe, Volksgruppe, ethnie, origine ethnique, groupe ethnique, etnia, grupo étnico, grupo etnico, pertenencia étnica, raza, raça, raca, raça cor, cor raca, cor pele, color de piel, razza, gruppo etnico, etniciteit, etnische afkomst, herkomst etnisch
pochodzenie etniczne, grupa etniczna, etnicitet, etnisk, etnisk bakgrund, etnisk gruppe, etninen tausta, etnicita, etnická skupina, etnička pripadnost, etnikum, etnikai, etnie, etnik, etnik köken, etnik koken, ırk, irk, suku, suku bangsa, kaum, dân tộc, dantoc, этническая принадлежность, этнос, раса, етнічна, minzu, jinshu, الأصل, العرق, قومیت, जाति, jati`;

export const RACE = `race, races, rasa, ras, eth, raza`;

/** Columns that answer yes or no to one ethnic group. */
export const ETHNIC_INDICATORS = `black, white, hispanic, hisp, hispan, hispanic origin, latino, latina, asian, afam, afram, african american, africanamerican, nonwhite, non white, minority, ethnic minority, caucasian, cauc, native american, nativeamerican, american indian, aboriginal, indigenous, indig, maori, roma, mulatto, mixed race, of color, person of color, poc, bame, black hispanic, not hispanic, foreignborn, arab, chinese, malay, indian, blk, wht, blck, whte, mwhte, mblck, fwhte, fblck, amerindian, pacific islander, two or more races, other race, race white, race black, race asian, race hispanic, nwhite`;

/** What columns of languages that people speak are called. */
export const SPOKEN_LANGUAGE = `mother tongue, native language, first language, spoken language, spoken languages, languages spoken, language spoken, home language, language at home, language spoken at home, primary language, preferred language, second language, language preference, communication language, correspondence language, native tongue, interview language, patient language
Muttersprache, Erstsprache, Sprachkenntnisse, Umgangssprache, langue maternelle, langue parlée, langue parlee, langues parlées, langue preferee, langue de correspondance, lengua materna, idioma materno, idioma hablado, idiomas, idioma nativo, lingua madre, madrelingua, lingua parlata, língua materna, lingua materna, idiomas falados, moedertaal, thuistaal, spreektaal
język ojczysty, jezyk ojczysty, modersmål, modersmal, morsmål, morsmal, äidinkieli, aidinkieli, mateřský jazyk, matersky jazyk, materinji jezik, anyanyelv, limba maternă, limba materna, ana dili, anadil, anadili, bahasa ibu, bahasa pertama, tiếng mẹ đẻ, родной язык, рідна мова, μητρική γλώσσα, اللغة الأم, שפת אם, मातृभाषा, matrubhasha, muyu, bogo`;

export const LANGUAGE_MAYBE = `language, languages, lang, langs, speaks, language code, lang code, Sprache, Sprachen, langue, langues, idioma, lengua, lingua, língua, taal, język, jezyk, språk, sprak, sprog, kieli, jazyk, jezik, nyelv, limba, dil, dili, bahasa, язык, мова, γλώσσα, اللغة, שפה, भाषा, yuyan, gengo, ngôn ngữ, locale`;
