import { checklist } from '../../../shared/contract/service/materials.ts'
import { useDesk } from '../../app/desk.ts'
import { civilDate } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import type { CaseDetail } from '../../replica/api.ts'
import { valuesOf } from './values.ts'

/** What was handed in, and what this form needs and has not got. */
export function Materials({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { person } = useDesk()
  const given = new Map(detail.materials.map((one) => [one.id, one]))
  const items = checklist(detail.definition, valuesOf(detail), civilDate(detail.received), person.office)
  const shown = items.filter((one) => one.needed || given.has(one.id))
  if (shown.length === 0) return null
  const missing = shown.filter((one) => !given.has(one.id)).length
  return (
    <section className="card" aria-labelledby="given">
      <h2 id="given" className="card-title">
        {words.t('materials.given')}
        {missing === 0 ? null : (
          <span className="problem materials-lacking">{words.t('materials.lacking', { n: missing })}</span>
        )}
      </h2>
      <ul className="given">
        {shown.map((material) => {
          const one = given.get(material.id)
          const said = [
            one?.original === true ? words.t('materials.seen') : '',
            one !== undefined && one.copies > 0 ? words.t('materials.copies', { n: one.copies }) : '',
          ].filter((part) => part !== '')
          return (
            <li key={material.id}>
              <span>{words.pick(material.title)}</span>
              <span className={one === undefined ? 'problem' : 'soft'}>
                {one === undefined
                  ? words.t('materials.missing')
                  : said.length === 0
                    ? words.t('materials.taken')
                    : words.list(said)}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
