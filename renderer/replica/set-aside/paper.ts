import { fail, ok, type Result } from '../../../shared/base/result.ts'
import type { Paper } from '../../../shared/bridge.ts'
import type { Lang } from '../../../shared/contract/service/index.ts'
import { civilTime } from '../../../shared/contract/working-days.ts'
import { formatSlip } from '../../../shared/ledger/index.ts'
import { qrTexts } from '../../../shared/paper/qr-text.ts'
import { groupNumber } from '../../app/format.ts'
import { paperWord } from '../../app/router.ts'
import { wordsOf } from '../../i18n/index.ts'
import { officeName } from '../snapshot.ts'
import type { AsideRow } from './api.ts'
import { type AsideDesk, asideOne } from './ground.ts'
import { listAside } from './list.ts'

const row = (label: string, value: string): Paper['rows'][number] => ({ label, value, table: null })

/** The notice to the people: what was handed in has no effect, why, and that the paper for it is to be given back. Its QR is the signed entry. Code: not-found. */
export async function asidePaper(desk: AsideDesk, entry: string, lang: Lang): Promise<Result<Paper>> {
  const list = await listAside(desk)
  if (!list.ok) return list
  const found = [...list.value.rows, ...list.value.settled].find((one) => one.entry === entry)
  const one = await asideOne(desk, entry)
  if (found === undefined || one === null) return fail('not-found', entry)
  const words = wordsOf(lang)
  const { now } = desk
  const papers = found.papers.map(({ kind, title }) =>
    title === null ? words.t(`paper.${paperWord(kind)}`) : words.pick(title),
  )
  const instead = found.settled?.instead ?? null
  return ok({
    kind: 'notice',
    lang,
    title: words.t('aside.paper.title'),
    office: officeName(now, now.office),
    number: found.number ?? entry.slice(0, 12),
    standing: words.t('aside.paper.standing'),
    rows: [
      row(words.t('aside.paper.to'), found.people.length === 0 ? '—' : words.list(found.people)),
      row(words.t('aside.paper.what'), whatText()),
      row(words.t('aside.paper.time'), civilTime(found.time)),
      row(words.t('aside.paper.by'), found.byName),
      row(words.t('aside.paper.why'), reasonText(found, lang)),
      row(words.t('aside.paper.giveBack'), papers.length === 0 ? words.t('aside.paper.none') : words.list(papers)),
      ...(instead === null || instead === found.case
        ? []
        : [row(words.t('aside.paper.instead'), groupNumber(instead.split('/').at(-1) ?? instead))]),
    ],
    notes: [words.t('aside.paper.note'), words.t('aside.paper.qr')],
    printedAt: civilTime(desk.clock),
    qr: qrTexts(formatSlip(one.signed)),
  })

  function whatText(): string {
    const service = found?.service ?? null
    const title = found?.title ?? null
    const parts = [service, title].flatMap((text) => (text === null ? [] : [words.pick(text)]))
    const number = found?.number ?? null
    return [...parts, ...(number === null ? [] : [groupNumber(number)])].join(' ')
  }
}

/** Why it was set aside, in one sentence. */
export function reasonText({ code, outcome, rule }: Pick<AsideRow, 'code' | 'outcome' | 'rule'>, lang: Lang): string {
  const words = wordsOf(lang)
  if (outcome !== null) return words.outcome(outcome, () => rule ?? undefined)
  if (code === 'chain-gap') return words.t('aside.why.stopped')
  return code === null ? '' : words.code(code)
}
