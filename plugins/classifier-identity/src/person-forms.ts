/** Forms that names of persons take without a list of first names. */

const CHINESE_SURNAMES = new Set(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文施陶洪严葛倪严解季俞章鲁殷詹翁柯齐辛童阮温申焦柳邢岳梅庄涂祝耿左牛聂关张劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾譚鄒陸龍錢湯賴龔張蘭盧嚴莊駱簡游歐洪邱凌樊霍虞管屠卓滕甄裴席辜蓝',
);
const DOUBLE_SURNAMES =
  /^(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方|端木|司徒)/;
const KOREAN_SURNAMES = new Set(
  '김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부',
);

/** A Chinese name: a family name of the most common, and one or two characters. */
export function isChineseName(value: string): boolean {
  if (!/^\p{Script=Han}[\p{Script=Han}·]{1,3}$/u.test(value)) return false;
  if (DOUBLE_SURNAMES.test(value)) return value.length >= 3;
  return value.length <= 3 && CHINESE_SURNAMES.has(value[0] ?? '');
}

/** A Korean name: a family name of one syllable and two more. */
export const isKoreanName = (value: string): boolean =>
  /^\p{Script=Hangul}\s?\p{Script=Hangul}{1,2}$/u.test(value) && KOREAN_SURNAMES.has(value[0] ?? '');

/** A Japanese name: a family name of the list before one to three further characters, a blank between them perhaps. */
export function isJapaneseName(value: string, isSurname: (text: string) => boolean): boolean {
  const match =
    /^([\p{Script=Han}々ヶケノ]{1,4})[\s・　]+([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー]{1,5})$/u.exec(
      value,
    );
  if (match !== null) return isSurname(match[1] ?? '') || (match[1] ?? '').length <= 3;
  if (
    !/^[\p{Script=Han}々]{2,4}[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー]{1,3}$/u.test(
      value,
    ) ||
    value.length > 6
  )
    return false;
  return isSurname(value.slice(0, 2)) || isSurname(value.slice(0, 3));
}

/** Cyrillic names with a patronymic, with initials, or of two words of which one ends as family names do. */
export function isCyrillicName(value: string): boolean {
  if (!/^[\p{Script=Cyrillic}.\s'’-]+$/u.test(value)) return false;
  if (/\p{L}(?:вич|вна|ьич|инична|ична|оглы|кызы)(?:\s|$)/u.test(value)) return true;
  if (/^\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?\s\p{Lu}\.\s?(?:\p{Lu}\.)?$/u.test(value)) return true;
  if (/^\p{Lu}\.\s?(?:\p{Lu}\.\s?)?\p{Lu}\p{Ll}+$/u.test(value)) return true;
  return (
    /^\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+){1,2}$/u.test(value) &&
    /\p{L}(?:ов|ев|ёв|ин|ын|ский|цкий|ской|ова|ева|ёва|ина|ына|ская|цкая|енко|чук|юк|ук|ик|ко|ян|дзе|швили|их|ых)(?:\s|$)/u.test(
      value,
    )
  );
}

/** `J. Smith`, `J.K. Rowling`, `Smith, J.`, `Smith, John A.`, `Smith J`, `Müller JP`, `Smith et al.` */
export function hasInitials(value: string): boolean {
  return (
    /^(?:\p{Lu}\p{Ll}?\.[\s-]?){1,3}(?:(?:van|von|de|der|den|la|le|du|di|da|del|ter|al)\s){0,2}\p{Lu}[\p{L}'’-]{1,24}(?:,? (?:Jr|Sr|II|III)\.?)?$/u.test(
      value,
    ) ||
    /^(?:(?:[Vv]an|[Vv]on|[Dd]e|der|den|[Ll]a|[Ll]e|[Dd]u|[Dd]i|[Dd]a|[Dd]el|ter|[Aa]l)\s){0,2}\p{Lu}[\p{L}'’-]{1,24},\s?(?:\p{Lu}\p{L}{1,20}\s)?(?:\p{Lu}\.?[\s-]?){1,3}$/u.test(
      value,
    ) ||
    /^\p{Lu}\p{Ll}[\p{L}'’-]{1,24} (?:\p{Lu}\.\s?){1,3}$/u.test(value) ||
    /^\p{Lu}\p{L}[\p{L}'’ -]{1,30},? (?:et al|& al|and others|u\.a)\.?$/u.test(value)
  );
}

/** A title that only people bear, and a name after it: `Dr. Ada Lovelace`, `Mrs Hudson`, `Drs. Ahmad Syaiful`. */
export const hasPersonalTitle = (value: string): boolean =>
  /^(?:mr|mrs|ms|miss|mme|mlle|dr|drs|dra|prof|professor|sir|dame|sen|rep|gov|rev|hon|capt|lt|sgt|col|gen|maj|sr|sra|srta|sig|sig\.ra|dott|dott\.ssa|ing|mgr|bc|herr|frau|pan|pani|hj|kh|shri|smt|ustadz|bapak|ibu|sheikh|pst|pastor|rabbi|father|fr|sister|dipl|em|tn|ny|bpk)\.?\s+(?:\p{Lu}[\p{L}'’.-]*\s*,?\s*){1,5}/iu.test(
    value,
  ) && value.length <= 60;
