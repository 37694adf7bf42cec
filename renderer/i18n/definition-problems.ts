import type { Lang } from './index.ts'

/**
 * What the checker of definitions says, in Chinese: it speaks English, as part of a document that other programs read as well. `$1`, `$2` stand for what it
 * names. A sentence that is not here is shown as it is.
 */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  // Shapes
  [/^text of at most (\d+)(?: like (.+))?$/, '应为文字，最多 $1 个字符，格式 $2'],
  [/^unsigned integer$/, '应为不小于 0 的整数'],
  [/^integer$/, '应为整数'],
  [/^true or false$/, '应为 true 或 false'],
  [/^map$/, '应为一组键和值 { … }'],
  [/^no map$/, '这里不能是一组键和值'],
  [/^unknown key (.*)$/, '不认识的键“$1”'],
  [/^missing key (.*)$/, '缺少键“$1”'],
  [/^one of (.*)$/, '应为以下之一：$1'],
  [/^array of (\d+) to (\d+)$/, '应为列表 [ … ]，$1 至 $2 项'],
  [/^at most (\d+) keys$/, '最多 $1 个键'],
  [/^key like (.*)$/, '键名的格式应为 $1'],
  [/^at most (\d+)$/, '最大 $1'],
  [/^from (\d+)(?: to (\d+))?$/, '从 $1 起，到 $2'],
  [/^a simple regular expression between \^ and \$$/, '应为写在 ^ 和 $$ 之间的简单正则表达式'],
  [/^a known identifier$/, '没有这种证件或编号的校验'],
  [/^text that is not Unicode$/, '有不完整的字符'],
  [/^(string(?:, \w+)*)$/, '应为以下之一：$1'],
  // Names
  [/^(.+) stands twice$/, '“$1”出现了两次'],
  [/^stands twice$/, '出现了两次'],
  [/^(.+) is shown twice$/, '“$1”在版面里出现了两次'],
  [/^(.+) is not shown$/, '“$1”没有放进任何一节'],
  [/^there is no field (.+)$/, '没有字段“$1”'],
  [/^there is no column (.+)$/, '没有列“$1”'],
  [/^there is no action (.+)$/, '没有步骤“$1”'],
  [/^there is no state (.+)$/, '没有环节“$1”'],
  [/^there is no material (.+)$/, '没有材料“$1”'],
  [/^there is no subject (.+) that changes$/, '没有可变更的登记对象“$1”'],
  [/^there is no subject (.+)$/, '没有登记对象“$1”'],
  [/^nothing is called (.+)$/, '没有叫“$1”的内容'],
  // Forms
  [/^(.+) is required before its action$/, '“$1”在后面的步骤才填，不能列为收件必填'],
  [/^(.+) does not set (.+)$/, '步骤“$1”不填“$2”'],
  [/^x-required without x-when$/, '有 x-required 就要有 x-when'],
  [/^required and x-when$/, '有 x-when 的字段不能列入 required'],
  [/^required and requiredWhen$/, '不能既必备又有 requiredWhen'],
  [/^minItems over maxItems$/, 'minItems 大于 maxItems'],
  [/^minimum over maximum$/, 'minimum 大于 maximum'],
  [/^minLength over maxLength$/, 'minLength 大于 maxLength'],
  [/^no columns$/, '没有列'],
  [/^a value stands twice$/, '有一个值出现了两次'],
  [/^not exactly one label for each value$/, '每个值都要有一个名称，不能多也不能少'],
  [/^choices without enum$/, '有选项就要有 enum'],
  [/^an identifier is text$/, '证件或编号只能是文字'],
  [/^the name is taken$/, '这个名称另有用处'],
  [/^(.+) is taken$/, '“$1”另有用处'],
  [/^(.+) is sealed$/, '“$1”是密封的，这里不能用'],
  [/^(.+) is not required$/, '“$1”不是必填'],
  [/^more than (\d+) subjects$/, '登记对象多于 $1 个'],
  [/^the list may be empty$/, '这个列表可能是空的'],
  [/^(.+) is not a required column$/, '“$1”不是必填的列'],
  [/^(.+) is not text$/, '“$1”不是文字'],
  // Workflow
  [/^the one action without from is file$/, '没有 from 的步骤有且只有 file 一个'],
  [/^file leads elsewhere$/, 'file 没有到起始环节'],
  [/^cannot be reached$/, '到不了这个环节'],
  [/^cannot end$/, '从这个环节到不了任何结束环节'],
  [/^leaves a final state$/, '从已经结束的环节又走了出去'],
  [/^a state or role stands twice$/, '有环节或岗位出现了两次'],
  [/^self-approval is possible$/, '收件人可能批自己收的件：notAuthorOf 要有 file'],
  [/^sets all there is$/, 'file 不能有 fields、needs、materials、guard'],
  [/^needs (.+) and does not set it$/, '必填“$1”，但没有列入 fields'],
  [/^changes the key (.+)$/, '不能改登记对象的编号“$1”'],
  [/^(.+) is not changed by this action$/, '这一步不变更“$1”，不能以它为条件'],
  [/^effects could happen twice$/, '登记效果可能发生两次'],
  [/^both with and without effects$/, '到这个环节时，登记效果可能已经发生，也可能没有'],
  [/^without an action that takes them, or none to take$/, '登记效果和产生效果的步骤要么都有，要么都没有'],
  [/^(.+) is final$/, '“$1”是结束环节'],
  [/^a state stands twice$/, '有环节出现了两次'],
  [/^runs nowhere$/, '没有计时的环节'],
  [/^promises more than the law allows$/, '承诺时限长于法定时限'],
  [/^more than (\d+) months$/, '长于 $1 个月'],
  [/^(.+) is no action from (.+)$/, '“$1”不是从“$2”出发的步骤'],
  [/^(.+) needs fields that only people can give$/, '“$1”有只能由人填写的字段'],
  [/^(.+) asks for a reason$/, '“$1”要写理由，程序不能代办'],
  [/^approve and otherwise are the same action$/, 'approve 和 otherwise 是同一步骤'],
  [/^auto without auto$/, '事项没有秒批，样例不能写 auto'],
  // Effects and numbers
  [/^(.+) is never put on record$/, '“$1”没有登记入册的效果'],
  [/^(.+) is both public and sealed$/, '“$1”既公开又密封'],
  [/^(.+) is not a sealed field$/, '“$1”不是密封字段'],
  [/^(.+) has not begun$/, '“$1”还没有登记，不能注销'],
  [/^its own parent$/, '不能是自己的来源'],
  [/^no action with effects gives a number$/, '产生效果的步骤没有给号'],
  [/^counted in two ways$/, '同一号码系列有两种计法'],
  [/^\{(\w+)\} is missing$/, '缺少 {$1}'],
  [/^unknown part in braces$/, '大括号里有不认识的内容'],
  // Expressions
  [/^not an expression$/, '不是表达式'],
  [/^longer than (\d+) characters$/, '超过 $1 个字符'],
  [/^nested deeper than (\d+)$/, '嵌套超过 $1 层'],
  [/^more than (\d+) choices$/, '条件选择多于 $1 处'],
  [/^too large$/, '表达式太大'],
  [/^holds a character that cannot be seen$/, '有看不见的字符'],
  [/^(.+) is compared with (.+)$/, '$1与$2不能比较'],
  [/^(.+) has no order with (.+)$/, '$1与$2分不出先后'],
  [/^(.+) cannot be compared$/, '$1不能比较'],
  [/^(.+) cannot be looked for$/, '$1不能这样查找'],
  [/^(.+) may be absent: ask has\(.+\) first$/, '“$1”可能没有，先用 has($1) 判断'],
  [/^the name (.+) is not known here$/, '这里没有“$1”'],
  [/^(.+) is no value by itself: name a field of it$/, '“$1”要写出它的字段'],
  [/^the function (.+) is not part of engine 1$/, '引擎 1 没有函数 $1'],
  [/^(.+) is not part of engine 1$/, '引擎 1 不认识 $1'],
  [/^(.+) takes (\d+) values$/, '$1 要 $2 个参数'],
  [/^(.+) is none of the choices$/, '$1 不是可选的值'],
  [/^numbers are integers$/, '数字只能是整数'],
  [/^(.+) inside another$/, '$1 不能写在另一个里面'],
  [/^gives (.+) in place of (.+)$/, '得出的是$1，应为$2'],
  [/^(.+) stands where true or false is needed$/, '$1所在的地方要的是真或假'],
  [/^the burdens of (.+) are not known here$/, '这里不知道“$1”的权利负担'],
  [
    /^(.+) is not a date: it needs the identifier date or past-date$/,
    '$1不是日期：字段要有 x-identifier date 或 past-date',
  ],
  [/^(.+) and has no fields$/, '$1，没有下级字段'],
]

/** Types as the checker calls them. */
const TYPES: Readonly<Record<string, string>> = {
  'a text': '文字',
  'an integer': '整数',
  'true or false': '真假值',
  'a list': '列表',
  'a row': '一行',
  'a field of the record': '登记簿字段',
}

export interface DefinitionProblem {
  /** Where in the document, as a path; '' for the whole. */
  readonly path: string
  readonly sentence: string
}

/** A sentence of the checker, apart from the place that it is about. */
export function definitionProblem(detail: string, lang: Lang): DefinitionProblem {
  const at = detail.indexOf(': ')
  const path = (at < 0 ? '' : detail.slice(0, at)).replace(/^service\.?/, '')
  const sentence = at < 0 ? detail : detail.slice(at + 2)
  return { path, sentence: lang === 'zh' ? inChinese(sentence) : sentence }
}

export function inChinese(sentence: string): string {
  for (const [pattern, words] of SENTENCES) {
    const found = pattern.exec(sentence)
    if (found === null) continue
    const filled = words.replace(/\$([$12])/g, (_, n: string) => {
      if (n === '$') return '$'
      const part = found[Number(n)] ?? ''
      return TYPES[part] ?? part
    })
    // A part that the sentence left out takes its words along.
    return filled.replace(/，(?:格式|到) $/, '')
  }
  return sentence
}
