import { Checkbox } from 'antd'
import type { Failure } from '../../../shared/base/result.ts'
import { groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { Notice } from '../../components/notice.tsx'
import type { TextKey } from '../../i18n/index.ts'
import { type Conflict, type Foreseen, type HeldPapers, MOST_RECALLED } from '../../replica/conflicts/api.ts'
import { papersText, refusedText, willLines } from './words.ts'

/** What would become of everything, before anything is signed; `waits` says what has to be chosen first. */
export function After({
  conflict,
  foreseen,
  waits,
}: {
  conflict: Conflict
  foreseen: Foreseen | null
  waits: TextKey | null
}) {
  const words = useWords()
  return (
    <div className="conflict-after" aria-live="polite">
      <h3>{words.t('conflict.after')}</h3>
      {foreseen === null && waits !== null ? <p className="soft">{words.t(waits)}</p> : null}
      {foreseen !== null && foreseen.refused !== null ? (
        <Notice tone="warn">
          <p className="strong">{words.t('conflict.cannot')}</p>
          <p>{refusedText(words, foreseen.refused)}</p>
        </Notice>
      ) : null}
      <Will conflict={conflict} foreseen={foreseen} />
      {foreseen === null || foreseen.leaves === 0 || foreseen.refused !== null ? null : (
        <Notice tone="info">
          {words.t(foreseen.othersFirst ? 'conflict.othersFirst' : 'conflict.portion', {
            n: foreseen.decides.length,
            left: foreseen.leaves,
          })}
        </Notice>
      )}
    </div>
  )
}

/** What follows, line by line. */
export function Will({ conflict, foreseen }: { conflict: Conflict; foreseen: Foreseen | null }) {
  const words = useWords()
  return (
    <ul className="will">
      {(foreseen === null ? [] : willLines(words, conflict, foreseen)).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

interface RecallProps {
  readonly papers: readonly HeldPapers[]
  /** Entries whose papers stay with people. */
  readonly kept: ReadonlySet<string>
  onChange(kept: ReadonlySet<string>): void
}

/** The papers of the sides that a decision puts aside; `base` is the place of the one that it follows. */
export function papersAside({ sides }: Conflict, base: number | null, foreseen: Foreseen | null): HeldPapers[] {
  if (base === null || foreseen === null) return []
  const decides = new Set(foreseen.decides)
  return sides
    .filter((side, i) => {
      if (i === base) return false
      return side.adopt === null ? !foreseen.othersFirst : side.acts.some(({ entry }) => decides.has(entry))
    })
    .flatMap((side) => side.papers)
    .slice(0, MOST_RECALLED)
}

/** The papers that people hold, each called back unless it is unticked. */
export function Recall({ papers, kept, onChange }: RecallProps) {
  const words = useWords()
  const turn = (entry: string, on: boolean) => {
    const next = new Set(kept)
    if (on) next.delete(entry)
    else next.add(entry)
    onChange(next)
  }
  return (
    <fieldset className="conflict-recall">
      <legend>{words.t('conflict.recall')}</legend>
      <p className="soft">{words.t(papers.length === 0 ? 'conflict.recall.none' : 'conflict.recallHelp')}</p>
      {papers.map((held) => (
        <Checkbox
          key={held.entry}
          checked={!kept.has(held.entry)}
          onChange={(event) => turn(held.entry, event.target.checked)}
        >
          {papersText(words, held)} <span className="soft num">{groupNumber(held.case.number)}</span>
        </Checkbox>
      ))}
      {papers.length < MOST_RECALLED ? null : (
        <p className="soft">{words.t('conflict.recall.most', { n: MOST_RECALLED })}</p>
      )}
    </fieldset>
  )
}

/** A decision on what is no longer so says what to do; anything else says what went wrong. */
export function NotSigned({ failure }: { failure: Failure }) {
  const words = useWords()
  if (failure.code !== 'no-effect') return <FailureBox failure={failure} title={words.t('conflict.notSigned')} />
  return (
    <div role="alert">
      <Notice tone="warn">
        {failure.detail === 'void(stale)' ? words.t('conflict.stale') : words.outcome(failure.detail)}
      </Notice>
    </div>
  )
}
