import { type FrequencyList, foldText, readFrequencyList } from '@datawave/plugin-sdk';

/** Lookups of words for occupations, folded. */
export interface OccupationList {
  /**
   * Null for a phrase that is long or holds no word for an occupation, as `Senior Sales Manager`, `ingénieur d'études` and
   * `销售经理` do. Otherwise the natural log of how much likelier its words are of people at work than of something else: above 0
   * for `Teacher`, below for `Lead`.
   */
  weighOccupation(value: string): number | null;
}

// Titles are short: in a sentence the words mean whoever it speaks of.
const MOST_WORDS = 8;
/** Endings of titles in scripts without blanks. */
const UNSPACED_TITLE =
  /(?:经理|总监|主管|主任|工程师|程序员|教师|老师|教授|医生|护士|会计|律师|司机|工人|农民|学生|助理|专员|顾问|设计师|分析师|董事长|总裁|总经理|销售|厨师|服务员|公务员|警察|军人|記者|记者|翻译|秘书|员工|退休|店长|社長|部長|課長|係長|主任|会社員|公務員|教員|教諭|教授|医師|看護師|弁護士|技術者|エンジニア|デザイナー|営業|事務|主婦|学生|アルバイト|パート|無職|自営業|대표|이사|부장|과장|대리|사원|팀장|차장|주임|교사|교수|의사|간호사|변호사|기사|직원|회사원|공무원|학생|주부|자영업|무직|개발자|디자이너|엔지니어|연구원|매니저)$/;

/** Reads the list when it is first asked. */
export function createOccupationList(): OccupationList {
  let list: FrequencyList | null = null;
  const known = (): FrequencyList => {
    list ??= readFrequencyList(new URL('../data/occupations.txt', import.meta.url));
    return list;
  };
  return {
    weighOccupation: (value) =>
      weighWords(known(), value) ?? (value.length <= 20 && UNSPACED_TITLE.test(value) ? 0 : null),
  };
}

/** What the likeliest of its words weighs: of "lead teacher" the teacher tells what it is. */
function weighWords(known: FrequencyList, value: string): number | null {
  // Paths and names of files hold words of every kind.
  if (/\.\w{2,4}$/.test(value) && /[/\\_]/.test(value)) return null;
  const folded = foldText(value);
  const whole = known.weigh(folded);
  if (whole !== null) return whole;
  const parts = folded.split(/[^\p{L}]+/u);
  if (parts.length > MOST_WORDS) return null;
  let most: number | null = null;
  for (const word of parts) {
    const weight = known.weigh(word) ?? (word.endsWith('s') ? known.weigh(word.slice(0, -1)) : null);
    if (weight !== null && (most === null || weight > most)) most = weight;
  }
  return most;
}
