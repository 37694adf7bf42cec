import { ExclamationCircleFilled } from '@ant-design/icons'
import { Button } from 'antd'
import type { Failure } from '../../shared/base/result.ts'
import { useWords } from '../app/prefs.tsx'

/** A failure in words: what did not happen, why, what to do; the code and detail small, for whoever is called for help. */
export function FailureBox(props: { failure: Failure; title: string; again?: string; onAgain?: () => void }) {
  const words = useWords()
  const { failure, title, again, onAgain } = props
  return (
    <div className="box box-bad" role="alert">
      <ExclamationCircleFilled className="box-icon" aria-hidden="true" />
      <div className="box-body">
        <strong>{title}</strong>
        <p>{words.code(failure.code)}</p>
        <p className="fine">
          {failure.code}
          {failure.detail === '' ? '' : ` · ${failure.detail}`}
        </p>
      </div>
      {onAgain === undefined ? null : <Button onClick={onAgain}>{again ?? words.t('again')}</Button>}
    </div>
  )
}
