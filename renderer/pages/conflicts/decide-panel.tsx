import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { type RefObject, useRef, useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Notice } from '../../components/notice.tsx'
import type { TextKey } from '../../i18n/index.ts'
import type { Conflict, Foreseen, Ground, HeldPapers } from '../../replica/conflicts/api.ts'
import { AmendFields, type Amending, amendments } from './amend.tsx'
import { papersText, sideName, willText } from './words.ts'

/** What is chosen: the place among the options, `amend`, or nothing yet. */
export type Chosen = number | 'amend' | null

export const GROUNDS = [
  ...['earlier-right', 'documents', 'agreement', 'court', 'mistake', 'duplicate', 'other'],
] as Ground[]

interface Props {
  readonly conflict: Conflict
  readonly chosen: Chosen
  readonly amending: Amending
  readonly foreseen: Foreseen | null
  choose(chosen: Chosen): void
  amend(amending: Amending): void
  /** It is signed. */
  onDone(): void
}

/** The decision: nothing chosen beforehand, what follows in words, the papers to call back, ground and reason, and the signature. */
export function DecidePanel(props: Props) {
  const { conflict, chosen, amending, foreseen, choose, amend, onDone } = props
  const words = useWords()
  const { replica } = useDesk()
  const [ground, setGround] = useState<Ground | null>(null)
  const [reason, setReason] = useState('')
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set())
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const going = useRef(false)
  const panel = useRef<HTMLElement>(null)
  const mayAmend = conflict.rows.some((row) => row.amendable && row.differs)
  const base = chosen === 'amend' ? amending.base : chosen
  const papers = losing(conflict, base)
  const missing = missingOf({ chosen, amending, conflict, ground, reason })

  const pick = (next: Chosen) => {
    choose(next)
    setKept(new Set())
    setFailure(null)
  }
  const last = conflict.options.length
  useShortcuts({
    ...Object.fromEntries(conflict.options.map((_, i) => [String(i + 1), () => pick(i)])),
    ...(mayAmend ? { [String(last + 1)]: () => pick('amend') } : {}),
    'Ctrl+Enter': () => void sign(),
  })

  const sign = async () => {
    setTried(true)
    if (going.current) return
    const [first] = missing
    if (first !== undefined || ground === null || base === null || foreseen === null || foreseen.refused !== null) {
      focusOn(panel, first)
      return
    }
    going.current = true
    setBusy(true)
    const option = conflict.options[base]
    const answer = await replica.decide({
      id: conflict.id,
      choice: chosen === 'amend' ? 'amend' : (option?.choice ?? 'keep'),
      adopt: option?.adopt ?? null,
      amend: chosen === 'amend' ? amendments(conflict, amending) : [],
      ...{ ground, reason },
      recall: papers.map(({ entry }) => entry).filter((entry) => !kept.has(entry)),
      seen: foreseen.seen,
    })
    going.current = false
    setBusy(false)
    setFailure(answer.ok ? null : answer)
    if (answer.ok) onDone()
  }

  return (
    <section className="card conflict-decide" aria-labelledby="decide" ref={panel}>
      <h2 id="decide" className="card-title">
        {words.t('conflict.choose')}
      </h2>
      <p className="soft">{words.t('conflict.chooseHelp')}</p>
      <Radio.Group
        className="conflict-choices"
        aria-labelledby="decide"
        value={chosen}
        onChange={(event) => pick(event.target.value as Chosen)}
      >
        {conflict.options.map((one, i) => {
          const side = sideName(words, i)
          return (
            <Radio key={one.adopt ?? 'keep'} value={i}>
              <strong>{words.t(`conflict.${one.choice}`, { side })}</strong> <kbd>{i + 1}</kbd>
              <span className="soft">{words.t(`conflict.${one.choice}Help`, { side })}</span>
            </Radio>
          )
        })}
        <Radio value="amend" disabled={!mayAmend}>
          <strong>{words.t('conflict.amend')}</strong> <kbd>{last + 1}</kbd>
          <span className="soft">{words.t(mayAmend ? 'conflict.amendHelp' : 'conflict.amend.none')}</span>
        </Radio>
      </Radio.Group>
      {chosen === 'amend' ? <AmendFields conflict={conflict} amending={amending} onChange={amend} /> : null}
      <After conflict={conflict} foreseen={foreseen} />
      {base === null ? null : <Recall papers={papers} kept={kept} onChange={setKept} />}
      <div className="field">
        <label htmlFor="ground">{words.t('conflict.ground')}</label>
        <Select<Ground>
          id="ground"
          popupMatchSelectWidth={false}
          value={ground}
          placeholder={words.t('conflict.groundPick')}
          status={tried && ground === null ? 'error' : ''}
          onChange={setGround}
          options={GROUNDS.map((one) => ({ value: one, label: words.t(`conflict.ground.${one}`) }))}
        />
      </div>
      <div className="field">
        <label htmlFor="decision-reason">{words.t('conflict.reason')}</label>
        <Input.TextArea
          id="decision-reason"
          rows={3}
          maxLength={2000}
          value={reason}
          placeholder={words.t('conflict.reasonHelp')}
          status={tried && reason.trim() === '' ? 'error' : ''}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      {tried && missing.length > 0 ? (
        <ul className="problem" role="alert">
          {missing.map((one) => (
            <li key={one}>{words.t(one)}</li>
          ))}
        </ul>
      ) : null}
      {failure === null ? null : <NotSigned failure={failure} />}
      <Button
        className="conflict-sign"
        type="primary"
        block
        loading={busy}
        disabled={foreseen !== null && foreseen.refused !== null}
        onClick={() => void sign()}
      >
        {words.t(conflict.signers > 1 ? 'conflict.propose' : 'conflict.sign')} <kbd>Ctrl Enter</kbd>
      </Button>
    </section>
  )
}

/** Papers of every side that loses. */
function losing({ sides }: Conflict, base: number | null): HeldPapers[] {
  return base === null ? [] : sides.flatMap((side, i) => (i === base ? [] : side.papers))
}

interface Said {
  readonly conflict: Conflict
  readonly chosen: Chosen
  readonly amending: Amending
  readonly ground: Ground | null
  readonly reason: string
}

/** What is still needed, in the order of the panel. */
function missingOf({ conflict, chosen, amending, ground, reason }: Said) {
  const out: (TextKey & `conflict.needs.${string}`)[] = []
  if (chosen === null) out.push('conflict.needs.choice')
  if (chosen === 'amend' && amending.base === null) out.push('conflict.needs.base')
  if (chosen === 'amend' && amendments(conflict, amending).length === 0) out.push('conflict.needs.value')
  if (ground === null) out.push('conflict.needs.ground')
  if (reason.trim() === '') out.push('conflict.needs.reason')
  return out
}

const PLACES: Readonly<Record<string, string>> = {
  'conflict.needs.choice': '.conflict-choices input',
  'conflict.needs.base': '.conflict-amend input',
  'conflict.needs.value': '.conflict-amend .field input',
  'conflict.needs.ground': '#ground',
  'conflict.needs.reason': '#decision-reason',
}

function focusOn(panel: RefObject<HTMLElement | null>, what: string | undefined): void {
  if (what !== undefined) panel.current?.querySelector<HTMLElement>(PLACES[what] ?? 'input')?.focus()
}

/** What would become of everything, before anything is signed. */
function After({ conflict, foreseen }: Pick<Props, 'conflict' | 'foreseen'>) {
  const words = useWords()
  return (
    <div className="conflict-after" aria-live="polite">
      <h3>{words.t('conflict.after')}</h3>
      {foreseen === null ? <p className="soft">{words.t('conflict.pickFirst')}</p> : null}
      {foreseen !== null && foreseen.refused !== null ? (
        <Notice tone="warn">
          <p className="strong">{words.t('conflict.cannot')}</p>
          <p>{words.outcome(foreseen.refused)}</p>
        </Notice>
      ) : null}
      <ul className="will">
        {foreseen?.consequences.map((one) => (
          <li key={`${one.kind} ${one.number} ${one.what.zh}`}>{willText(words, conflict, one)}</li>
        ))}
      </ul>
    </div>
  )
}

interface RecallProps {
  readonly papers: readonly HeldPapers[]
  /** Entries whose papers stay with people. */
  readonly kept: ReadonlySet<string>
  onChange(kept: ReadonlySet<string>): void
}

function Recall({ papers, kept, onChange }: RecallProps) {
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
      {papers.length === 0 ? <p className="soft">{words.t('conflict.recall.none')}</p> : null}
      {papers.map((held) => (
        <Checkbox
          key={held.entry}
          checked={!kept.has(held.entry)}
          onChange={(event) => turn(held.entry, event.target.checked)}
        >
          {papersText(words, held)} <span className="soft num">{groupNumber(held.case.number)}</span>
        </Checkbox>
      ))}
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
