import { LockOutlined, SwapOutlined } from '@ant-design/icons'
import { useWords } from '../../app/prefs.tsx'

export function LockMark() {
  const words = useWords()
  return <LockOutlined className="lock" title={words.t('sealed.title')} aria-label={words.t('sealed.title')} />
}

/** The sides differ here: icon, word and colour. */
export function DiffersMark() {
  const words = useWords()
  return (
    <span className="mark mark-warn">
      <SwapOutlined aria-hidden="true" /> {words.t('form.differs')}
    </span>
  )
}
