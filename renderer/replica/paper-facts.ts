import { type CaseRecord, stepsTaken, type Touch } from '../../shared/contract/index.ts'
import { acceptanceOf } from '../../shared/contract/service/deadlines.ts'
import { feesOf, feesText } from '../../shared/contract/service/fees.ts'
import {
  type FieldValue,
  type Lang,
  missingMaterials,
  type PaperFacts,
  type ServiceDefinition,
} from '../../shared/contract/service/index.ts'
import type { FieldTable } from '../../shared/contract/service/outputs.ts'
import { civilDate, civilTime } from '../../shared/contract/working-days.ts'
import { deadlinesFor, numberOf } from './case-views.ts'
import { numbersOf } from './running-numbers.ts'
import { memberName, officeName, type Snapshot } from './snapshot.ts'

/** The act that the paper is about, the reason that it gave, and the language. */
interface About {
  readonly touch: Touch
  readonly reason: string | null
  readonly lang: Lang
}

/**
 * Everything that the rows of a paper may name beside form fields, in words, as of its act: `record` is the case as it stood then. What was not known
 * then is left out.
 */
export function paperFacts(
  now: Snapshot,
  definition: ServiceDefinition,
  id: string,
  record: CaseRecord,
  values: Readonly<Record<string, FieldValue>>,
  { touch, reason, lang }: About,
): PaperFacts {
  const clock = touch.time
  const filed = record.log[0]
  const finishing = new Set(definition.workflow.actions.filter((action) => action.effects === true).map((a) => a.name))
  const steps = stepsTaken(record.log)
  const finished = steps.findLast((one) => finishing.has(one.act))
  const accepted = steps.find((one) => one.act === 'accept')
  const acceptance = acceptanceOf(definition, steps, now.days, civilDate(clock))
  const numbers = numbersOf(definition, now.office, record)
  const limits = deadlinesFor(now, definition, record, clock)
  const due = (kind: string) => limits.find((one) => one.kind === kind)?.date
  const between = lang === 'zh' ? '；' : '; '
  const day = civilDate(filed?.time ?? clock)
  const taken = record.materials.map((one) => one.id)
  const fees = feesOf(definition, values, day, now.office)
  const time = (one: Touch | undefined) => (one === undefined ? undefined : civilTime(one.time))
  const facts: Record<string, string | undefined> = {
    'case.number': numberOf(id),
    'case.officialNumber': numbers['file'],
    'case.certificateNumber': Object.entries(numbers).find(([action]) => action !== 'file')?.[1],
    'case.office': officeName(now, now.office),
    'case.clerk': filed === undefined ? undefined : memberName(now, filed.by),
    'case.received': time(filed),
    'case.accepted': time(accepted) ?? acceptance?.accepted ?? undefined,
    'case.finished': time(finished),
    'case.state': definition.workflow.states[record.state]?.title[lang],
    'case.acceptBy': due('accept'),
    'case.finishBy': due('finish'),
    'case.materials': materialsText(definition, record, lang).join(between),
    'case.missing': missingMaterials(definition, values, taken, day, now.office)
      .map((one) => one.title[lang])
      .join(between),
    'case.fees': definition.fees.length === 0 ? undefined : feesText(fees, lang),
    'case.reason': reason ?? undefined,
    'case.actor': memberName(now, touch.by),
    'case.acted': civilTime(touch.time),
    'subject.id': record.subjects.join(between),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ''))
}

function materialsText(definition: ServiceDefinition, record: CaseRecord, lang: Lang): string[] {
  return materialRows(definition, record, lang).map(([title, said]) =>
    said === '' ? title : lang === 'zh' ? `${title}（${said}）` : `${title} (${said})`,
  )
}

function materialRows(definition: ServiceDefinition, record: CaseRecord, lang: Lang): [title: string, said: string][] {
  return record.materials.map((one) => {
    const title = definition.materials.find((m) => m.id === one.id)?.title[lang] ?? one.id
    const seen = one.original ? [lang === 'zh' ? '原件' : 'original'] : []
    const copies = one.copies > 0 ? [lang === 'zh' ? `复印件${one.copies}份` : `${one.copies} copies`] : []
    return [title, [...seen, ...copies].join(lang === 'zh' ? '、' : ', ')]
  })
}

/** The facts that are lists, as lists: a checklist is read line by line. */
export function paperLists(
  definition: ServiceDefinition,
  record: CaseRecord,
  values: Readonly<Record<string, FieldValue>>,
  county: string,
  lang: Lang,
): Readonly<Record<string, FieldTable>> {
  const day = civilDate(record.log[0]?.time ?? 0)
  const taken = record.materials.map((one) => one.id)
  const missing = missingMaterials(definition, values, taken, day, county)
  return {
    'case.materials': { columns: [], rows: materialRows(definition, record, lang) },
    'case.missing': { columns: [], rows: missing.map(({ title, note }) => [title[lang], note?.[lang] ?? '']) },
  }
}
