import { Button, Input, Radio, Select } from 'antd'
import { type RefObject, useRef, useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import type { TextKey } from '../../i18n/index.ts'
import type { Conflict, Foreseen, Ground } from '../../replica/conflicts/api.ts'
import { type Amending, amendable, amendments, isUnsound } from './amend.tsx'
import { After, NotSigned, papersAside, Recall } from './decide-parts.tsx'
import { isRegistered, sideName } from './words.ts'

/** What is chosen: the place among the options, `amend`, or nothing yet. */
export type Chosen = number | 'amend' | null

export const GROUNDS = [
  ...['earlier-right', 'documents', 'agreement', 'court', 'mistake', 'duplicate', 'other'],
] as Ground[]

/** Digits that choose; what comes after them is chosen with the arrows. */
const MOST_KEYS = 9

/** On what ground it is decided, and why. */
export interface Why {
  readonly ground: Ground | null
  readonly reason: string
}

interface Props {
  readonly conflict: Conflict
  readonly chosen: Chosen
  readonly amending: Amending
  readonly foreseen: Foreseen | null
  /** Somebody wanted to sign: what is missing is said. */
  readonly tried: boolean
  readonly why: Why
  onWhy(next: Partial<Why>): void
  choose(chosen: Chosen): void
  onTried(): void
  /** It is signed. */
  onDone(): void
}

/** The decision: nothing chosen beforehand, what follows in words, the papers to call back, ground and reason, and the signature. */
export function DecidePanel(props: Props) {
  const { conflict, chosen, amending, foreseen, tried, why, onWhy, choose, onTried, onDone } = props
  const { ground, reason } = why
  const words = useWords()
  const { replica } = useDesk()
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const going = useRef(false)
  const panel = useRef<HTMLElement>(null)
  const mayAmend = amendable(conflict).length > 0
  const base = chosen === 'amend' ? amending.base : chosen
  const papers = papersAside(conflict, base, foreseen)
  const missing = missingOf({ chosen, amending, conflict, ground, reason })

  const pick = (next: Chosen) => {
    choose(next)
    setKept(new Set())
    setFailure(null)
  }
  const choices: Exclude<Chosen, null>[] = [...conflict.options.keys(), ...(mayAmend ? ['amend' as const] : [])]
  // What adopting means is said once where it would stand there ten times.
  const many = conflict.options.length > 4
  const keys = choices.slice(0, MOST_KEYS)
  // From there Tab goes on to the papers, the ground and the reason; 逐项核定 goes to its own items.
  const pickByKey = (one: Exclude<Chosen, null>, at: number) => {
    pick(one)
    const radios = panel.current?.querySelectorAll<HTMLElement>('.conflict-choices input')
    if (one !== 'amend') radios?.[at]?.focus({ preventScroll: true })
  }
  useShortcuts({
    ...Object.fromEntries(keys.map((one, i) => [String(i + 1), () => pickByKey(one, i)])),
    'Ctrl+Enter': () => void sign(),
  })

  const sign = async () => {
    onTried()
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
      <p className="soft">{words.t('conflict.chooseHelp', { n: keys.length })}</p>
      {many ? <p className="soft">{words.t('conflict.adoptManyHelp')}</p> : null}
      <Radio.Group
        className="conflict-choices"
        aria-labelledby="decide"
        value={chosen}
        onChange={(event) => pick(event.target.value as Chosen)}
      >
        {conflict.options.map((one, i) => {
          const side = sideName(words, conflict, i)
          return (
            <Radio key={conflict.sides[i]?.adopt ?? 'stands'} value={i}>
              <strong>{words.t(`conflict.${one.choice}`, { side })}</strong> {i < MOST_KEYS ? <kbd>{i + 1}</kbd> : null}
              {i > 0 && many ? null : <span className="soft">{words.t(`conflict.${one.choice}Help`, { side })}</span>}
            </Radio>
          )
        })}
        <Radio value="amend" disabled={!mayAmend}>
          <strong>{words.t('conflict.amend')}</strong> {keys.includes('amend') ? <kbd>{keys.length}</kbd> : null}
          <span className="soft">{words.t(mayAmend ? 'conflict.amendHelp' : noAmend(conflict))}</span>
        </Radio>
      </Radio.Group>
      <After conflict={conflict} foreseen={foreseen} waits={missing.find(isAboutChoice) ?? null} />
      {base === null ? null : <Recall papers={papers} kept={kept} onChange={setKept} />}
      {/* Whoever signs has their own words before them. */}
      <div className="conflict-foot">
        <div className="field">
          <label htmlFor="ground">{words.t('conflict.ground')}</label>
          <Select<Ground>
            id="ground"
            popupMatchSelectWidth={false}
            value={ground}
            placeholder={words.t('conflict.groundPick')}
            status={tried && ground === null ? 'error' : ''}
            onChange={(next) => onWhy({ ground: next })}
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
            onChange={(event) => onWhy({ reason: event.target.value })}
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
          type="primary"
          block
          loading={busy}
          disabled={foreseen !== null && foreseen.refused !== null}
          onClick={() => void sign()}
        >
          {words.t(conflict.signers > 1 ? 'conflict.propose' : 'conflict.sign')} <kbd>Ctrl Enter</kbd>
        </Button>
      </div>
    </section>
  )
}

interface Said extends Why {
  readonly conflict: Conflict
  readonly chosen: Chosen
  readonly amending: Amending
}

/** Why nothing can be set item by item. */
function noAmend({ kind, sides }: Conflict): TextKey {
  const neither = kind === 'subject' && sides.length === 2 && !sides.some(isRegistered)
  return neither ? 'conflict.amend.unregistered' : 'conflict.amend.none'
}

const isAboutChoice = (one: string) => !/ground|reason/.test(one)

/** What is still needed, in the order of the panel. */
function missingOf({ conflict, chosen, amending, ground, reason }: Said) {
  const out: (TextKey & `conflict.needs.${string}`)[] = []
  if (chosen === null) out.push('conflict.needs.choice')
  if (chosen === 'amend' && amending.base === null) out.push('conflict.needs.base')
  if (chosen === 'amend' && isUnsound(conflict, amending)) out.push('conflict.needs.sound')
  else if (chosen === 'amend' && amendments(conflict, amending).length === 0) out.push('conflict.needs.value')
  if (ground === null) out.push('conflict.needs.ground')
  if (reason.trim() === '') out.push('conflict.needs.reason')
  return out
}

const PLACES: Readonly<Record<string, string>> = {
  'conflict.needs.choice': '.conflict-choices input',
  'conflict.needs.base': '.conflict-amend input',
  'conflict.needs.value': '.conflict-amend .field input',
  'conflict.needs.sound': '.conflict-other input',
  'conflict.needs.ground': '#ground',
  'conflict.needs.reason': '#decision-reason',
}

/** What is typed for 逐项核定 stands beside what it is about, not in the panel. */
function focusOn(panel: RefObject<HTMLElement | null>, what: string | undefined): void {
  const page = panel.current?.closest('.conflict-split')
  if (what !== undefined) page?.querySelector<HTMLElement>(PLACES[what] ?? 'input')?.focus()
}
