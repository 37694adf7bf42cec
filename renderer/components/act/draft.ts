import type { Action, FieldValues, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { filingFields } from '../../../shared/contract/service/fields-at.ts'
import type { ChecklistItem } from '../../../shared/contract/service/materials.ts'
import type { Lang } from '../../i18n/index.ts'
import type { HandedIn } from '../../pages/intake/draft.ts'
import type { CaseDetail } from '../../replica/api.ts'
import { followed, type Typed, typedOf } from '../form/index.ts'

/** An act as far as it is filled in: leaving the dialog loses nothing while the case is open. */
export interface ActDraft {
  readonly typed: Typed
  /** The values of the case when it was left. */
  readonly before: FieldValues
  readonly reason: string
  readonly handed: HandedIn
}

/** What stands in the form when the dialog opens: the case as it is, with what was typed before the dialog was left. */
export function typedAtFirst(
  d: ServiceDefinition,
  names: ReadonlySet<string>,
  before: FieldValues,
  start: ActDraft | null,
): Typed {
  return start === null ? typedOf(d, before, names) : followed(d, names, start.typed, start.before, before)
}

/** It may correct what was filed, beside fields of its own. */
export function corrects(d: ServiceDefinition, names: ReadonlySet<string>): boolean {
  const filed = filingFields(d)
  return [...names].some((name) => filed.has(name))
}

/** The one-time notice lists all that is missing (一次性告知): so it begins, and the clerk adds what else has to be mended. */
export function askedText(missing: readonly ChecklistItem[], lang: Lang): string {
  if (missing.length === 0) return ''
  const lines = missing.map(({ title, note }, i) => {
    const said = note === undefined ? '' : lang === 'zh' ? `（${note.zh}）` : ` (${note.en})`
    return `${i + 1}. ${title[lang]}${said}`
  })
  const head = lang === 'zh' ? '请一次补齐下列材料：' : 'Please hand in all of the following:'
  return `${head}\n${lines.join('\n')}`
}

/** The longest reason that an act may give (N7). */
export const LONGEST_REASON = 2000

/** What an act leads to, for the words that stand above it. */
export function leadsTo(detail: CaseDetail, action: Action) {
  const to = detail.definition.workflow.states[action.to]
  return {
    title: to?.title ?? { zh: action.to, en: action.to },
    bad: to?.tone === 'bad',
    final: to?.final === true,
    effects: action.effects === true,
  }
}
