import type { Lang } from '../../i18n/index.ts'

type Texts = Readonly<Record<Lang, readonly string[]>>

/** What people at the counter write most often, by the name that an action has in every service (docs/services.md). */
const REASONS: Readonly<Record<string, Texts>> = {
  ask: {
    zh: [
      '申请表有漏填，请补填',
      '签名或者盖章不全，请补齐',
      '复印件不清楚，请重新提交',
      '证件已过有效期，请换新后提交',
    ],
    en: ['The form has gaps, please fill them in', 'Signatures or stamps are missing', 'The copy cannot be read'],
  },
  decline: {
    zh: ['不属于本单位职权范围，请向有权单位申请', '依法不需要办理本事项', '申请人不具备申请资格', '逾期没有补正'],
    en: ['Not within the powers of this office', 'Nothing has to be filed for this', 'Not completed in time'],
  },
  return: {
    zh: ['材料与申请表不一致，请核对后重新送审', '面积、坐落与登记簿不一致，请核实', '缺少签名或者盖章，请补齐'],
    en: ['Materials and form differ: check and send it again', 'It differs from what is on record'],
  },
  refuse: {
    zh: ['不符合法定条件', '提交的材料不真实', '与登记簿上的权利状况冲突'],
    en: ['The conditions of the law are not met', 'The materials are not true', 'It conflicts with what is on record'],
  },
  withdraw: {
    zh: ['申请人书面要求撤回', '申请人到窗口当面撤回', '申请内容有误，重新申请'],
    en: ['Withdrawn in writing by the applicant', 'Withdrawn at the counter'],
  },
  suspend: {
    zh: ['需要现场核查', '需要听证、公示或者征求意见', '权属有争议，正在核实', '法院或者检察机关要求中止'],
    en: ['A visit on the spot is needed', 'Others have to be heard first', 'The right is contested'],
  },
  extend: {
    zh: ['情况复杂，需要进一步核实，经负责人批准延长'],
    en: ['It is complex and needs more checking; approved by the head of office'],
  },
  correct: { zh: ['录入有误，按申请材料更正'], en: ['Typed wrongly; put right by the materials'] },
}

export function quickReasons(action: string, lang: Lang): readonly string[] {
  return Object.hasOwn(REASONS, action) ? (REASONS[action]?.[lang] ?? []) : []
}
