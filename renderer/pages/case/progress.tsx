import { useWords } from '../../app/prefs.tsx'
import { wayOf } from '../../app/workflow-view.ts'
import type { CaseDetail } from '../../replica/api.ts'

/** How far the case has come: what it went through, where it is, and the shortest way on. */
export function Progress({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { states } = detail.definition.workflow
  const way = wayOf(detail.definition, detail.steps, detail.state)
  return (
    <ol className="progress" aria-label={words.t('case.progress')}>
      {way.states.map((state, i) => {
        const is = states[state]
        const done = i < way.here || (i === way.here && is?.final === true && is.tone === 'good')
        const className = i === way.here ? `here tone-${is?.tone ?? 'waiting'}` : done ? 'done' : ''
        return (
          <li key={state} className={className} aria-current={i === way.here ? 'step' : undefined}>
            <span className="progress-n">{done ? '✓' : is?.tone === 'bad' ? '✕' : i + 1}</span>
            {words.pick(is?.title ?? { zh: state, en: state })}
          </li>
        )
      })}
    </ol>
  )
}
