import { Button, Checkbox, InputNumber } from 'antd'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { checklist } from '../../../shared/contract/service/materials.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import type { Handed } from './draft.ts'
import type { FilingState } from './use-filing.ts'

const NOTHING: Handed = { original: false, copies: 0 }

/** The checklist: what is needed for this very form, the original seen, the copies kept. What is missing is said, and can be asked for once. */
export function MaterialsList(props: { definition: ServiceDefinition; state: FilingState; number: number }) {
  const words = useWords()
  const { person } = useDesk()
  const { definition, state, number } = props
  const items = checklist(definition, state.read.values, state.today, person.office)
  const of = (id: string) => state.handed[id] ?? NOTHING
  const set = (id: string, next: Handed) => state.hand({ ...state.handed, [id]: next })
  const missing = items.filter((one) => one.needed && !of(one.id).original && of(one.id).copies === 0)
  const takeAll = () => {
    const next = { ...state.handed }
    for (const one of items) if (one.needed) next[one.id] = { original: one.original, copies: one.copies }
    state.hand(next)
  }
  return (
    <fieldset className="card section">
      <legend>
        <span className="section-n">{number}</span> {words.t('materials.title')}
      </legend>
      <div className="materials-head">
        <Button onClick={takeAll}>{words.t('materials.all')}</Button>
        <span className={missing.length === 0 ? 'soft' : 'problem'} aria-live="polite">
          {missing.length === 0 ? words.t('materials.complete') : words.t('materials.lacking', { n: missing.length })}
        </span>
      </div>
      <table className="rows materials">
        <thead>
          <tr>
            <th scope="col">{words.t('materials.what')}</th>
            <th scope="col">{words.t('materials.need')}</th>
            <th scope="col">{words.t('materials.original')}</th>
            <th scope="col">{words.t('materials.copy')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => {
            const now = of(one.id)
            const title = words.pick(one.title)
            return (
              <tr key={one.id} className={one.needed ? undefined : 'dim'}>
                <td className="wrap">
                  {title}
                  {state.tried && one.needed && missing.includes(one) ? (
                    <p className="problem">{words.t('materials.missing')}</p>
                  ) : null}
                  {one.note === undefined ? null : <p className="help">{words.pick(one.note)}</p>}
                </td>
                <td>{words.t(one.needed ? 'materials.needed' : 'materials.optional')}</td>
                <td>
                  {one.original ? (
                    <Checkbox
                      id={`f-material:${one.id}`}
                      checked={now.original}
                      aria-label={`${title} ${words.t('materials.original')}`}
                      onChange={(event) => set(one.id, { ...now, original: event.target.checked })}
                    >
                      {words.t('materials.seen')}
                    </Checkbox>
                  ) : (
                    <span className="soft">{words.t('materials.noOriginal')}</span>
                  )}
                </td>
                <td>
                  <InputNumber
                    {...(one.original ? {} : { id: `f-material:${one.id}` })}
                    className="copies"
                    min={0}
                    max={99}
                    precision={0}
                    value={now.copies}
                    aria-label={`${title} ${words.t('materials.copy')}`}
                    suffix={words.t('materials.unit')}
                    onChange={(next) => set(one.id, { ...now, copies: next ?? 0 })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </fieldset>
  )
}
