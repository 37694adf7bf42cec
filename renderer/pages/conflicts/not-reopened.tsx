import { groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import type { Decision } from '../../replica/conflicts/api.ts'

/** Why a decision cannot be taken back, and what can be done instead. */
export function NotReopened({ decision }: { decision: Decision }) {
  const words = useWords()
  const { notReopened } = decision
  if (notReopened === null || notReopened.because === 'back') return null
  return (
    <div className="soft">
      <p>{words.t(`reopen.${notReopened.because}`)}</p>
      {notReopened.acts.length === 0 ? null : (
        <ul className="plain-list">
          {notReopened.acts.map((act) => (
            <li key={act.entry}>
              {words.t('conflict.done.act', {
                number: act.case === null ? '—' : groupNumber(lastPart(act.case)),
                what: words.pick(act.title),
                name: act.byName,
              })}{' '}
              {act.case === null ? null : <a href={href({ page: 'case', id: act.case })}>{words.t('record.open')}</a>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
