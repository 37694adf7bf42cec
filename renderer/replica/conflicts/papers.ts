import { hex } from '../../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../../shared/base/result.ts'
import type { Paper } from '../../../shared/bridge.ts'
import type { Touch } from '../../../shared/contract/index.ts'
import type { Lang } from '../../../shared/contract/service/index.ts'
import { civilTime } from '../../../shared/contract/working-days.ts'
import { compactReceipt, parseLeaf } from '../../../shared/ledger/index.ts'
import { qrTexts } from '../../../shared/paper/qr-text.ts'
import { groupNumber } from '../../app/format.ts'
import { paperWord } from '../../app/router.ts'
import { type Words, wordsOf } from '../../i18n/index.ts'
import { numberOf } from '../case-views.ts'
import { receiptOf, slipOf } from '../proofs.ts'
import { officeName } from '../snapshot.ts'
import type { Decision, HeldPapers, SideAct } from './api.ts'
import { decisionsOn } from './decided.ts'
import type { Desk } from './ground.ts'

type Row = Paper['rows'][number]

interface Asked {
  readonly id: string
  readonly entry: string
  readonly case: string | null
  readonly lang: Lang
}

/** 冲突处理单, or the notice to the people of one case; the QR is the decision, with its proof once it is sealed. Code: not-found. */
export async function decisionPaper(desk: Desk, asked: Asked): Promise<Result<Paper>> {
  const { now, db } = desk
  const words = wordsOf(asked.lang)
  const decision = (await decisionsOn(desk, asked.id)).find((one) => one.entry === asked.entry)
  const record = await desk.records.get(asked.id)
  const touch = record?.log.find((one) => hex(one.id) === asked.entry)
  if (decision === undefined || record === undefined || touch === undefined) return fail('not-found', asked.entry)
  const told = asked.case === null ? null : decision.cases.find((one) => one.id === asked.case)
  if (told === undefined) return fail('not-found', asked.case ?? '')
  const qr = await qrOf(desk, touch)
  if (!qr.ok) return qr
  const { standing, texts } = qr.value
  const values = decision.choice === 'reopen' ? [] : valuesRow(words, decision)
  const own = told === null ? decision.recall : decision.recall.filter((one) => one.case.id === told.id)
  const papers = told === null ? papersByCase(words, own) : own.flatMap((one) => papersOf(words, one))
  const rows = [
    row(words.t('cpaper.on'), `${words.pick(decision.title)} ${groupNumber(decision.number)}`),
    ...(told === null
      ? [row(words.t('cpaper.case'), decision.cases.map((one) => caseText(words, one)).join('\n'))]
      : [
          row(words.t('cpaper.to'), told.people.length === 0 ? words.t('cpaper.none') : words.list(told.people)),
          row(words.t('cpaper.case'), caseText(words, { ...told, people: [] })),
          row(words.t('cpaper.office'), told.office),
          row(words.t('cpaper.outcome'), outcomeText(words, decision, told)),
        ]),
    row(words.t('cpaper.choice'), words.t(`conflict.choice.${decision.choice}`)),
    row(words.t('cpaper.ground'), decision.ground === null ? '—' : words.t(`conflict.ground.${decision.ground}`)),
    row(words.t('cpaper.reason'), decision.reason),
    ...(told === null
      ? [
          ...actsRow(words, 'cpaper.adopts', decision.adopts),
          ...actsRow(words, 'cpaper.refuses', decision.refuses),
          ...actsRow(words, 'cpaper.undoes', decision.undoes),
        ]
      : []),
    // Whose case holds reads what was set otherwise than they had asked for; it is no business of the others.
    ...(told === null || (decision.choice === 'amend' && !told.overruled) ? values : []),
    row(words.t(told === null ? 'cpaper.recall' : 'cpaper.giveBack'), papers.join('\n') || words.t('cpaper.none')),
    row(words.t('cpaper.by'), signersText(words, decision)),
    row(words.t('cpaper.time'), civilTime(decision.time)),
    row(words.t('cpaper.entry'), decision.entry),
  ]
  const receiving = [words.t('cpaper.note.rights')]
  return ok({
    ...{ kind: 'notice', lang: asked.lang, office: officeName(now, now.office), rows, qr: texts },
    title: words.t(told === null ? 'cpaper.title' : 'cpaper.notice'),
    number: told === null ? decision.number : told.number,
    standing: decision.back
      ? words.t('cpaper.takenBack')
      : standing === null
        ? words.t('cpaper.unsealed')
        : words.t('cpaper.sealed', { height: standing, time: civilTime(touch.sealed) }),
    notes: [
      words.t('cpaper.note.qr'),
      ...(told === null ? [] : [...(papers.length === 0 ? [] : [words.t('cpaper.note.replaced')]), ...receiving]),
    ],
    printedAt: civilTime(desk.clock),
  })

  async function qrOf(on: Desk, of: Touch): Promise<Result<{ standing: number | null; texts: string[] }>> {
    const receipt = await receiptOf(db, on.now, of)
    if (receipt.ok) {
      return ok({ standing: must(parseLeaf(receipt.value.leaf)).h, texts: qrTexts(compactReceipt(receipt.value)) })
    }
    const slip = await slipOf(db, on.now, of)
    return slip.ok ? ok({ standing: null, texts: qrTexts(slip.value) }) : slip
  }
}

const row = (label: string, value: string): Row => ({ label, value, table: null })

function caseText(words: Words, { number, title, people }: Decision['cases'][number]): string {
  const said = `${words.pick(title)} ${groupNumber(number)}`
  return people.length === 0 ? said : words.pair(said, words.list(people))
}

/** What it means for the people of one case. Of two acts on the case itself it says which holds. */
function outcomeText(words: Words, decision: Decision, { id, fate, state }: Decision['cases'][number]): string {
  const own = (acts: readonly SideAct[]) =>
    words.list(acts.filter((act) => act.case === id).map((act) => words.pick(act.title)))
  if (fate !== 'divided') return words.t(`cpaper.outcome.${fate}`, { state: words.pick(state) })
  const lost = own([...decision.refuses, ...decision.undoes])
  return words.t('cpaper.outcome.divided', { lost, state: words.pick(state) })
}

function signersText(words: Words, { proposer, byName }: Decision): string {
  return proposer === null ? byName : words.t('cpaper.two', { first: proposer, second: byName })
}

function actsRow(words: Words, label: 'cpaper.adopts' | 'cpaper.refuses' | 'cpaper.undoes', acts: readonly SideAct[]) {
  if (acts.length === 0) return []
  return [row(words.t(label), acts.map((act) => actText(words, act)).join('\n'))]
}

function actText(words: Words, { case: of, title, byName }: SideAct): string {
  return words.t('conflict.done.act', {
    number: of === null ? '—' : groupNumber(numberOf(of)),
    what: words.pick(title),
    name: byName,
  })
}

/** What to give back, as people call it. */
function papersOf(words: Words, { papers }: HeldPapers): string[] {
  return papers.map(({ kind, title }) => (title === null ? words.t(`paper.${paperWord(kind)}`) : words.pick(title)))
}

/** A line for each case. */
function papersByCase(words: Words, held: readonly HeldPapers[]): string[] {
  const byCase = new Map<string, string[]>()
  for (const one of held) byCase.set(one.case.number, [...(byCase.get(one.case.number) ?? []), ...papersOf(words, one)])
  return [...byCase].map(([number, names]) =>
    words.pair(words.t('conflict.case', { number: groupNumber(number) }), words.list(names)),
  )
}

function valuesRow(words: Words, { values }: Decision): Row[] {
  const lines = values.map(({ label, value }) =>
    words.pair(words.pick(label), value === null ? words.t('sealed.closed') : words.pick(value)),
  )
  return lines.length === 0 ? [] : [row(words.t('cpaper.values'), lines.join('\n'))]
}
