import { useDesk, useServices } from '../../app/desk.ts'
import { groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import type { CaseDetail, Replica } from '../../replica/api.ts'

/** So many are shown with the reason of each. */
const SHOWN = 5

/** What one-click has left to people, and why, in its own words. */
export function HandedOver() {
  const words = useWords()
  const { replica } = useDesk()
  const left = useServices().flatMap((d) => {
    const to = d.workflow.actions.find((action) => action.name === d.auto?.otherwise)?.to
    return to === undefined ? [] : [{ service: d.code, state: to }]
  })
  const key = left.map(({ service, state }) => `${service} ${state}`).join()
  const answer = useAnswer(`handed over ${key}`, () => handedOver(replica, left))
  const cases = answer.value ?? []
  if (cases.length === 0) return null
  return (
    <section className="card flush" aria-labelledby="handed-over">
      <h2 id="handed-over" className="card-title">
        {words.t('work.handedOver')}
      </h2>
      <table className="rows" aria-label={words.t('work.handedOver')}>
        <tbody>
          {cases.map((one) => (
            <tr key={one.id}>
              <td>
                <a className="row-link" href={href({ page: 'case', id: one.id })}>
                  <span className="two">
                    <span className="num">{groupNumber(one.number)}</span>
                    <span className="soft">{words.pick(one.title)}</span>
                  </span>
                </a>
              </td>
              <td className="wrap">{reasonOf(one, words.pick)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What this computer finds by itself, else what the executor has written. */
function reasonOf(one: CaseDetail, pick: (text: { zh: string; en: string }) => string): string {
  const reasons = one.auto?.reasons ?? []
  if (reasons.length > 0) return reasons.map(pick).join(' · ')
  return one.steps.findLast((step) => step.executor === true)?.reason ?? ''
}

async function handedOver(
  replica: Pick<Replica, 'cases' | 'case'>,
  left: readonly { service: string; state: string }[],
) {
  const found: CaseDetail[] = []
  for (const { service, state } of left) {
    const query = { filter: 'for-me', text: '', services: [service], state, after: null, limit: SHOWN } as const
    const page = await replica.cases(query)
    if (!page.ok) return page
    for (const { id } of page.value.rows) {
      if (found.length >= SHOWN) return { ok: true as const, value: found }
      const answer = await replica.case(id)
      const last = answer.ok ? answer.value.steps.findLast((step) => step.standing !== 'set-aside') : undefined
      // Only what has not been taken up by anybody since.
      if (answer.ok && last?.executor === true) found.push(answer.value)
    }
  }
  return { ok: true as const, value: found }
}
