import { Button, Input } from 'antd'
import type { Action } from '../../../shared/contract/service/definition.ts'
import { useWords } from '../../app/prefs.tsx'
import { LONGEST_REASON } from './draft.ts'
import { quickReasons } from './quick-reasons.ts'

interface Props {
  readonly action: Action
  readonly value: string
  readonly missing: boolean
  /** Several cases get the same. */
  readonly forAll?: number
  onChange(value: string): void
}

/** The reason, which goes into the ledger and onto the notice; common ones are one key away and may be changed. */
export function ReasonBox({ action, value, missing, forAll, onChange }: Props) {
  const words = useWords()
  const needed = action.reason === 'required'
  const offered = quickReasons(action.name, words.lang).filter((text) => !value.includes(text))
  const add = (text: string) => {
    const before = value.trim()
    onChange(
      (before === '' ? text : `${before}${/[。；;.]$/.test(before) ? '' : words.t('act.joint')}${text}`).slice(
        0,
        LONGEST_REASON,
      ),
    )
    document.getElementById('reason')?.focus()
  }
  return (
    <div className="field">
      <label htmlFor="reason">
        {words.t(needed ? 'actions.reason' : 'actions.reasonOptional')}
        {forAll === undefined ? null : <strong> {words.t('bulk.sameReason', { n: forAll })}</strong>}
      </label>
      {offered.length === 0 ? null : (
        <fieldset className="quick" aria-label={words.t('act.quick')}>
          {offered.map((text) => (
            <Button key={text} size="small" onClick={() => add(text)}>
              {text}
            </Button>
          ))}
        </fieldset>
      )}
      <Input.TextArea
        id="reason"
        rows={rowsFor(value, needed ? 3 : 2)}
        maxLength={LONGEST_REASON}
        value={value}
        status={missing ? 'error' : ''}
        aria-required={needed}
        aria-invalid={missing}
        onChange={(event) => onChange(event.target.value)}
      />
      {missing ? (
        <p className="problem" role="alert">
          {words.t('actions.reasonMissing')}
        </p>
      ) : null}
    </div>
  )
}

/** Characters of a line of the box, about; a box that grew by itself would need inline styles, which the policy forbids. */
const LINE = 34

function rowsFor(text: string, least: number): number {
  const lines = text.split('\n').reduce((n, line) => n + Math.max(1, Math.ceil(line.length / LINE)), 0)
  return Math.min(9, Math.max(least, lines + 1))
}
