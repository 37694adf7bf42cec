import { Button, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import type { Failure } from '../../shared/base/result.ts'
import type { WorkflowAction } from '../../shared/contract/service/definition.ts'
import { useDesk } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import { useDialogConfirm } from '../app/shortcuts.ts'
import { barred, onwardFirst } from '../app/workflow-view.ts'
import type { CaseDetail } from '../replica/api.ts'
import { FailureBox } from './failure-box.tsx'
import { Notice } from './notice.tsx'

/** What this person may do with the case now, each button with what it leads to; and where others are due, who they are. */
export function CaseActions({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { person } = useDesk()
  const [asked, setAsked] = useState<WorkflowAction | null>(null)
  const section = useRef<HTMLElement>(null)
  const [done, setDone] = useState<WorkflowAction | null>(null)
  const { states } = detail.definition.workflow
  const stateTitle = (name: string) => words.pick(states[name]?.title ?? { zh: name, en: name })
  const others = barred(detail.definition, detail.state, person, detail.steps)
  const titles = (of: typeof others) => words.list(of.map(({ action }) => words.pick(action.title)))
  const byRole = others.filter((one) => one.because === 'role')
  const byAuthor = others.filter((one) => one.because === 'author')
  const roles = [...new Set(byRole.flatMap(({ action }) => action.roles))]
  return (
    <section ref={section} tabIndex={-1} className="card actions" aria-label={words.t('actions.title')}>
      <h2 className="card-title">{words.t('actions.title')}</h2>
      {done === null ? null : <Done action={done} detail={detail} />}
      {detail.actions.length === 0 ? null : (
        <div className="actions-list">
          {onwardFirst(detail.definition, detail.state, detail.actions).map((action, i) => (
            <span key={action.name} className="action">
              <Button
                type={i === 0 && toneOf(detail, action) !== 'bad' ? 'primary' : 'default'}
                danger={toneOf(detail, action) === 'bad'}
                onClick={() => setAsked(action)}
              >
                {words.pick(action.title)}
              </Button>
              <span className="soft">{words.t('actions.to', { state: stateTitle(action.to) })}</span>
            </span>
          ))}
        </div>
      )}
      {detail.final ? <p className="soft">{words.t('actions.final', { state: stateTitle(detail.state) })}</p> : null}
      {byAuthor.length === 0 ? null : (
        <p className="soft">{words.t('actions.notAuthor', { actions: titles(byAuthor) })}</p>
      )}
      {byRole.length === 0 ? null : (
        <p className="soft">
          {words.t('actions.others', {
            actions: titles(byRole),
            roles: words.list(roles.map((role) => words.role(role))),
          })}
        </p>
      )}
      {asked === null ? null : (
        <ActDialog
          key={asked.name}
          detail={detail}
          action={asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            setDone(asked)
            // The button that opened the dialog may be gone: stay where its result is told.
            requestAnimationFrame(() => section.current?.focus())
          }}
        />
      )}
    </section>
  )
}

/** What became of the act just taken, as far as it has come by now. */
function Done({ action, detail }: { action: WorkflowAction; detail: CaseDetail }) {
  const words = useWords()
  const standing = detail.steps.findLast((step) => step.act === action.name)?.standing ?? 'saved'
  const tone = standing === 'set-aside' ? 'warn' : standing === 'saved' ? 'info' : 'good'
  return <Notice tone={tone}>{words.t(`actions.done.${standing}`, { action: words.pick(action.title) })}</Notice>
}

function toneOf(detail: CaseDetail, action: WorkflowAction): string | undefined {
  return detail.definition.workflow.states[action.to]?.tone
}

interface DialogProps {
  readonly detail: CaseDetail
  readonly action: WorkflowAction
  onClose(): void
  onDone(): void
}

/** Says what the act will do before it is signed, and asks for the reason where one is required. */
function ActDialog({ detail, action, onClose, onDone }: DialogProps) {
  const words = useWords()
  const { replica, person } = useDesk()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { states } = detail.definition.workflow
  const needs = action.reason === 'required'
  const to = states[action.to]

  const act = async () => {
    if (busy) return
    if (needs && reason.trim() === '') {
      setMissing(true)
      document.getElementById('reason')?.focus()
      return
    }
    setBusy(true)
    const text = reason.trim()
    const answer = await replica.act({ case: detail.id, action: action.name, reason: text === '' ? null : text })
    setBusy(false)
    if (answer.ok) onDone()
    else setFailure(answer)
  }
  useDialogConfirm(() => void act())

  return (
    <Modal
      open
      scrollLock={false}
      title={words.pick(action.title)}
      onCancel={onClose}
      onOk={() => void act()}
      okText={`${words.t('actions.sign', { action: words.pick(action.title) })} (Ctrl+Enter)`}
      okButtonProps={{ loading: busy, danger: to?.tone === 'bad' }}
      cancelText={words.t('cancel')}
      afterOpenChange={(open) => open && document.getElementById('reason')?.focus()}
    >
      <div>
        <ul className="will">
          <li>{words.t('actions.willState', { state: words.pick(to?.title ?? { zh: action.to, en: action.to }) })}</li>
          {action.effects === true ? <li className="strong">{words.t('actions.willChange')}</li> : null}
          {to?.final === true ? <li className="strong">{words.t('actions.willEnd')}</li> : null}
          <li>{words.t('actions.willSign', { name: person.name })}</li>
        </ul>
        <div className="field">
          <label htmlFor="reason">{words.t(needs ? 'actions.reason' : 'actions.reasonOptional')}</label>
          <Input.TextArea
            id="reason"
            rows={4}
            maxLength={2000}
            value={reason}
            status={missing ? 'error' : ''}
            aria-required={needs}
            aria-invalid={missing}
            onChange={(event) => {
              setReason(event.target.value)
              setMissing(false)
            }}
          />
          {missing ? (
            <p className="problem" role="alert">
              {words.t('actions.reasonMissing')}
            </p>
          ) : null}
        </div>
        {failure === null ? null : <FailureBox failure={failure} title={words.t('actions.failed')} />}
      </div>
    </Modal>
  )
}
