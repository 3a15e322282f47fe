/** What columns of genders are called, by language. */
export const GENDER = `gender, gesch, sex, sx, gndr, gendr, gender identity, gender code, sex code, sexcode, sex assigned at birth, biological sex, sex at birth, sexf
Geschlecht, geschl, sexe, sexo, sesso, género, genero, gênero, geslacht, płeć, plec, kön, kjønn, kjonn, køn, sukupuoli, pohlaví, pohlavi, pohlavie, spol, cinsiyet, cinsiyeti, jenis kelamin, jns kelamin, jeniskelamin, jenis kel, kelamin, jantina, giới tính, gioitinh, gioi tinh, kasarian, jinsia
пол, стать, φύλο, фил, пол пациента, xingbie, seibetsu, seong byeol, lytis, dzimums, sugu, nem neve, sexul`;

/** Words for a gender in one language and something else in others. */
export const GENDER_MAYBE = `genre, genere, pol, kon, nem, jk, gen, jenis, l p, m f, male female, f m, h f, title mr mrs, anrede, civilite, salutation, sexe code, mf`;

/** Columns that answer yes or no to one gender. */
export const GENDER_INDICATORS = `male, female, fem, femme, homme, woman, man, is male, is female, women, men, girl, boy, female head, weiblich, männlich, mujer, hombre, femmina, maschio, kvinna, kobieta, mann, frau, transgender, nonbinary, non binary, female dummy, male dummy`;

/** What columns of marital status are called, by language. */
export const MARITAL_STATUS = `marital status, marital, mar stat, marstat, mar status, maritl, mstatus, marital st, maritalst, martial status, civil status, civ stat, civstat, civil state, relationship status, conjugal status, married status, marstatus, spouse status
Familienstand, famst, fam stand, famstand, Zivilstand, Personenstand, état civil, etat civil, situation matrimoniale, situation familiale, statut matrimonial, situation de famille, etat matrimonial
estado civil, edo civil, est civil, estadocivil, estado marital, estado conyugal, stato civile, statocivile, estado conjugal, situação conjugal, burgerlijke staat, burgerlijke stand, burgstaat
stan cywilny, stan cyw, stancywilny, civilstånd, civilstand, sivilstatus, sivilstand, siviilisääty, siviilisaaty, rodinný stav, rodinny stav, bračni status, bracno stanje, családi állapot, csaladi allapot, stare civilă, stare civila, medeni hal, medeni durum, medenihal, medeni hali
status perkawinan, status pernikahan, status kawin, status nikah, taraf perkahwinan, tình trạng hôn nhân, tinh trang hon nhan, семейное положение, семейный статус, сем положение, сімейний стан, οικογενειακή κατάσταση, الحالة الاجتماعية, وضعیت تاهل, מצב משפחתי, वैवाहिक स्थिति, hunyin, hunyin zhuangkuang`;

/** Columns that answer yes or no to one marital status. */
export const MARITAL_INDICATORS = `married, is married, ever married, currently married, evermarried, single, unmarried, nevermarried, never married, divorced, widowed, separated, mar, marr, marry, cohabiting, verheiratet, ledig, marié, mariee, celibataire, casado, casada, soltero, soltera, coniugato, sposato, gehuwd, zonaty, gift, evli, menikah, kawin, divorce, widow, spouse, hasspouse, has spouse, single parent`;
