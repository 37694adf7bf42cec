import { DeleteOutlined } from '@ant-design/icons'
import { Modal } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import type { Action, FieldValues } from '../../../shared/contract/service/definition.ts'
import { fieldsAt } from '../../../shared/contract/service/fields-at.ts'
import { missingMaterials } from '../../../shared/contract/service/materials.ts'
import { useDesk } from '../../app/desk.ts'
import { civilDate } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useDialogConfirm } from '../../app/shortcuts.ts'
import { useToday } from '../../app/today.ts'
import { valuesOf } from '../../pages/case/values.ts'
import type { Acting, CaseDetail } from '../../replica/api.ts'
import { FailureBox } from '../failure-box.tsx'
import { FormEdit, type FormStore, ProblemList, useForm, useFormState, useOffers } from '../form/index.ts'
import { Notice } from '../notice.tsx'
import { ActMaterials } from './act-materials.tsx'
import { type ActDraft, askedText, corrects, leadsTo, typedAtFirst } from './draft.ts'
import { NumberLine } from './number-line.tsx'
import { ReasonBox } from './reason-box.tsx'

interface Props {
  readonly detail: CaseDetail
  readonly action: Action
  /** As it was left a moment ago. */
  readonly start: ActDraft | null
  /** Hex id of the entry that was set aside and that this act takes the place of. */
  readonly instead?: string | undefined
  onClose(draft: ActDraft): void
  onDone(entry: string): void
}

/** Says what the act will do before it is signed, and asks for all that it needs: fields, materials, the reason. */
export function ActDialog({ detail, action, start, instead, onClose, onDone }: Props) {
  const words = useWords()
  const { replica, person } = useDesk()
  const today = useToday()
  const { definition } = detail
  const names = useMemo(() => fieldsAt(definition, action), [definition, action])
  const before = useMemo(() => valuesOf(detail), [detail])
  const missing = useMissing(detail)
  const [reason, setReason] = useState(
    () => start?.reason ?? (action.asks === true ? askedText(missing, words.lang) : ''),
  )
  const [handed, setHanded] = useState(start?.handed ?? {})
  const [attaching, setAttaching] = useState(false)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  /** Keys can repeat faster than the screen is drawn: one press, one entry. */
  const going = useRef(false)
  const leads = leadsTo(detail, action)
  const needsReason = action.reason === 'required'

  const materials = Object.entries(handed)
    .filter(([, one]) => one.original || one.copies > 0 || (one.files ?? []).length > 0)
    .map(([id, one]) => ({ id, ...one }))
  const latest = useRef({ reason, materials })
  useEffect(() => {
    latest.current = { reason, materials }
  })
  const acting = (values: FieldValues, takenBack: readonly string[]): Acting => {
    const text = latest.current.reason.trim()
    const place = instead === undefined ? {} : { instead }
    const acts = { case: detail.id, action: action.name, reason: text === '' ? null : text, ...place }
    return { ...acts, values, takenBack, materials: latest.current.materials }
  }
  const form = useForm({
    definition,
    action: action.name,
    today,
    county: person.office,
    before,
    typed: useMemo(() => typedAtFirst(definition, names, before, start), [definition, names, before, start]),
    check: async (values, emptied) => {
      const answer = await replica.checkAct(acting(values, emptied))
      // What the box of the reason says by itself is not said twice.
      return answer.ok ? answer.value.filter((one) => one.problem !== 'reason') : null
    },
  })
  const problems = useFormState(form, (state) => state.problems)
  const offers = useOffers()
  const draft = (): ActDraft => ({ typed: form.state().typed, before, reason, handed })

  const act = async () => {
    if (going.current || attaching) return
    going.current = true
    await signAndKeep()
    going.current = false
  }
  const signAndKeep = async () => {
    setFailure(null)
    if (needsReason && reason.trim() === '') {
      form.reveal()
      setTried(true)
      document.getElementById('reason')?.focus()
      return
    }
    setBusy(true)
    const input = acting(form.values(), form.state().emptied)
    // What was found before may be of an older form: nothing is held against this one until it has been checked.
    form.hold()
    const checked = await replica.checkAct(input)
    if (checked.ok) form.found(checked.value.filter((one) => one.problem !== 'reason'))
    const answer = !checked.ok ? checked : form.all().length > 0 ? null : await replica.act(input)
    setBusy(false)
    if (answer === null) {
      form.reveal()
      setTried(true)
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.act .problems a')?.focus())
    } else if (answer.ok) onDone(answer.value.entry)
    else setFailure(answer)
  }
  useDialogConfirm(() => void act())

  const shown = tried ? problems : problems.filter((one) => one.at === null)
  const wide = names.size > 0 || action.materials === true
  const edits = corrects(definition, names)
  return (
    <Modal
      open
      className="act"
      width={wide ? 'min(62rem, calc(100vw - 2rem))' : '38rem'}
      style={{ top: '2.5rem' }}
      scrollLock={false}
      title={<Title detail={detail} action={action} />}
      onCancel={() => onClose(draft())}
      onOk={() => void act()}
      okText={`${words.t('actions.sign', { action: words.pick(action.title) })} (Ctrl+Enter)`}
      okButtonProps={{ loading: busy, danger: leads.bad, disabled: attaching }}
      cancelText={`${words.t('cancel')} (Esc)`}
      footer={(buttons) => (
        <>
          <TakesBack form={form} />
          {buttons}
        </>
      )}
      afterOpenChange={(open) => open && focusFirst()}
    >
      <ul className="will">
        {leads.effects ? <li className="strong">{words.t('actions.willChange')}</li> : null}
        {leads.final ? <li className="strong">{words.t('actions.willEnd')}</li> : null}
        <li>{words.t('actions.willSign', { name: person.name })}</li>
      </ul>
      {instead === undefined ? null : <Notice tone="info">{words.t('aside.backToAct')}</Notice>}
      {missing.length > 0 && action.asks !== true && action.materials !== true && !leads.bad ? (
        <Notice tone="warn">
          {words.t('act.lacking', { n: missing.length })} {words.list(missing.map(({ title }) => words.pick(title)))}
        </Notice>
      ) : null}
      <NumberLine definition={definition} action={action} />
      {action.materials === true ? (
        <ActMaterials
          detail={detail}
          values={form.state().read.values}
          today={today}
          handed={handed}
          hand={(next) => {
            setHanded(next)
            form.recheck()
          }}
          setAttaching={setAttaching}
        />
      ) : null}
      {names.size === 0 ? null : edits ? (
        <details className="act-more" open={action.materials !== true || undefined}>
          <summary>{words.t('act.correct')}</summary>
          <p className="soft">{words.t('act.correctHelp')}</p>
          <FormEdit form={form} offers={offers} />
        </details>
      ) : (
        <FormEdit form={form} offers={offers} />
      )}
      <ReasonBox
        action={action}
        value={reason}
        missing={tried && needsReason && reason.trim() === ''}
        onChange={(next) => {
          setReason(next)
          form.recheck()
        }}
      />
      {shown.length === 0 ? null : (
        <Notice tone="warn">
          <p>{words.t('act.against', { n: shown.length })}</p>
          <ProblemList form={form} problems={shown} />
        </Notice>
      )}
      {failure === null ? null : <FailureBox failure={failure} title={words.t('actions.failed')} />}
    </Modal>
  )
}

/** What stood in the form and will stand in it no more; beside the button that signs, however long the form is. */
function TakesBack({ form }: { form: FormStore }) {
  const words = useWords()
  const names = useFormState(form, () => form.takenBack().join())
  if (names === '') return null
  const { properties } = form.definition.form.schema
  const titles = names.split(',').map((name) => words.pick(properties[name]?.['x-title'] ?? { zh: name, en: name }))
  return (
    <p className="act-takes strong" role="status">
      <DeleteOutlined aria-hidden="true" /> {words.t('act.takesBack', { fields: words.list(titles) })}
    </p>
  )
}

/** What it does, and what cannot be undone about it. */
function Title({ detail, action }: { detail: CaseDetail; action: Action }) {
  const words = useWords()
  const { title, final, effects } = leadsTo(detail, action)
  return (
    <>
      {words.t('act.title', { action: words.pick(action.title), state: words.pick(title) })}
      <span className={effects || final ? 'act-undo strong' : 'act-undo'}>
        {words.t(effects ? 'act.undoRecord' : final ? 'act.undoEnd' : 'act.undo')}
      </span>
    </>
  )
}

/** What the form needs and the case has not got. */
function useMissing(detail: CaseDetail) {
  const { person } = useDesk()
  return useMemo(() => {
    const taken = detail.materials.map((one) => one.id)
    const day = civilDate(detail.received)
    return missingMaterials(detail.definition, valuesOf(detail), taken, day, person.office)
  }, [detail, person.office])
}

/** The first thing to fill in; without one the reason. */
function focusFirst(): void {
  const first = document.querySelector<HTMLElement>(
    '.act .ant-modal-body > .form-edit input, .act .materials input:not([type=file]), .act .ant-modal-body details[open] input',
  )
  const to = first ?? document.getElementById('reason')
  to?.focus()
}
