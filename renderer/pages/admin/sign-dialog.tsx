import { Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useDialogConfirm } from '../../app/shortcuts.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import type { GovAct } from '../../replica/gov-api.ts'

interface Props {
  readonly title: string
  /** What will come of it, in whole sentences; the first ones matter most. */
  readonly will: readonly string[]
  readonly danger?: boolean
  readonly wide?: boolean
  /** What is signed; null while something is still missing, which has then been said. */
  readonly act: () => GovAct | null
  readonly children?: ReactNode
  onClose(): void
  onDone(): void
}

/** Says what a signature will do before it is given: the one way into gov. Ctrl+Enter signs. */
export function SignDialog({ title, will, danger = false, wide = false, act, children, onClose, onDone }: Props) {
  const words = useWords()
  const { replica, person } = useDesk()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const sign = async () => {
    if (busy) return
    const said = act()
    if (said === null) return
    setBusy(true)
    const answer = await replica.govern(said)
    setBusy(false)
    if (answer.ok) onDone()
    else setFailure(answer)
  }
  useDialogConfirm(() => void sign())
  return (
    <Modal
      open
      scrollLock={false}
      title={title}
      width={wide ? '46rem' : '34rem'}
      onCancel={onClose}
      onOk={() => void sign()}
      okText={`${words.t('admin.sign')} (Ctrl+Enter)`}
      okButtonProps={{ loading: busy, danger }}
      cancelText={words.t('cancel')}
    >
      <ul className="will">
        {will.map((one, i) => (
          <li key={one} className={i === 0 ? 'strong' : undefined}>
            {one}
          </li>
        ))}
        <li>{words.t('admin.will.sign', { name: person.name })}</li>
        <li>{words.t('admin.will.offline')}</li>
      </ul>
      {children}
      {failure === null ? null : (
        <>
          <FailureBox failure={failure} title={words.t('admin.notSigned')} />
          {failure.code === 'no-effect' ? <p className="problem">{words.outcome(failure.detail)}</p> : null}
        </>
      )}
    </Modal>
  )
}
