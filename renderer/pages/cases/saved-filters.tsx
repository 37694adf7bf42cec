import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, SettingOutlined, StarOutlined } from '@ant-design/icons'
import { Button, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import type { Failure, Result } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useDialogConfirm, useShortcuts } from '../../app/shortcuts.ts'
import { type Answer, useAnswer } from '../../app/use-answer.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import type { SavedFilter, SavedQuery } from '../../replica/search/api.ts'
import { isNarrowed, sameQuery } from './place.ts'

const LONGEST_NAME = 60
/** So many have a key of their own. */
const KEYS = 9

/** The filters that this person has saved: one key brings each back, with how many cases it holds now. */
export function SavedFilters({ query, onPick }: { query: SavedQuery; onPick: (query: SavedQuery) => void }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer('saved-filters', () => replica.savedFilters())
  const [dialog, setDialog] = useState<'save' | 'order' | null>(null)
  const saved = answer.value ?? []
  const here = saved.find((one) => sameQuery(one.query, query))
  const close = () => {
    setDialog(null)
    answer.reload()
  }
  useShortcuts(
    Object.fromEntries(saved.slice(0, KEYS).map((one, i) => [String(i + 1), () => onPick(one.query)] as const)),
  )
  const worth = isNarrowed(query) && here === undefined
  if (saved.length === 0 && !worth && answer.failure === null) return null
  return (
    <>
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('saved.failed')} onAgain={answer.reload} />
      )}
      <div className="saved" role="group" aria-label={words.t('saved.title')}>
        {saved.map((one, i) => (
          <Button
            key={one.id}
            size="small"
            type={one === here ? 'primary' : 'default'}
            aria-pressed={one === here}
            onClick={() => onPick(one.query)}
          >
            {one.name}
            {one.count === null ? null : <span className="saved-count">{one.count}</span>}
            {i < KEYS ? <kbd>{i + 1}</kbd> : null}
          </Button>
        ))}
        {worth ? (
          <Button size="small" icon={<StarOutlined aria-hidden="true" />} onClick={() => setDialog('save')}>
            {words.t('saved.save')}
          </Button>
        ) : null}
        {saved.length === 0 ? null : (
          <Button
            size="small"
            type="text"
            icon={<SettingOutlined aria-hidden="true" />}
            onClick={() => setDialog('order')}
          >
            {words.t('saved.order')}
          </Button>
        )}
      </div>
      {dialog === 'save' ? <SaveDialog query={query} saved={saved} onClose={close} /> : null}
      {dialog === 'order' ? <OrderDialog answer={answer} onClose={close} /> : null}
    </>
  )
}

interface SaveProps {
  readonly query: SavedQuery
  readonly saved: readonly SavedFilter[]
  onClose(): void
}

function SaveDialog({ query, saved, onClose }: SaveProps) {
  const words = useWords()
  const { replica } = useDesk()
  const [name, setName] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const going = useRef(false)
  /** The same name again means the same filter, changed. */
  const known = saved.find((one) => one.name === name.trim())
  const save = async () => {
    if (going.current || name.trim() === '') return
    going.current = true
    const answer = await replica.saveFilter({ id: known?.id ?? null, name: name.trim(), query })
    going.current = false
    if (answer.ok) onClose()
    else setFailure(answer)
  }
  useDialogConfirm(() => void save())
  return (
    <Modal
      open
      title={words.t('saved.saveTitle')}
      onCancel={onClose}
      onOk={() => void save()}
      okText={words.t(known === undefined ? 'saved.save' : 'saved.replace')}
      okButtonProps={{ disabled: name.trim() === '' }}
      cancelText={words.t('cancel')}
      afterOpenChange={(open) => open && document.getElementById('filter-name')?.focus()}
    >
      <div className="field">
        <label htmlFor="filter-name">{words.t('saved.name')}</label>
        <Input
          id="filter-name"
          value={name}
          maxLength={LONGEST_NAME}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={(event) => {
            if (!event.nativeEvent.isComposing) void save()
          }}
        />
        <p className="help">{words.t('saved.mine')}</p>
      </div>
      {failure === null ? null : <FailureBox failure={failure} title={words.t('saved.notSaved')} />}
    </Modal>
  )
}

/** Names, order and removal; each change is kept at once. */
function OrderDialog({ answer, onClose }: { answer: Answer<readonly SavedFilter[]>; onClose: () => void }) {
  const words = useWords()
  const { replica } = useDesk()
  const [failure, setFailure] = useState<Failure | null>(null)
  const saved = answer.value ?? []
  const done = async (change: Promise<Result<unknown>>) => {
    const made = await change
    setFailure(made.ok ? null : made)
    answer.reload()
  }
  const put = ({ id, name, query }: SavedFilter, change: { name?: string; place?: number }) =>
    done(replica.saveFilter({ id, name, query, ...change }))
  return (
    <Modal
      open
      title={words.t('saved.orderTitle')}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {words.t('saved.done')}
        </Button>
      }
    >
      <ol className="saved-list">
        {saved.map((one, i) => (
          <li key={one.id}>
            <Input
              key={one.name}
              defaultValue={one.name}
              maxLength={LONGEST_NAME}
              aria-label={words.t('saved.name')}
              onBlur={(event) => {
                const name = event.target.value.trim()
                if (name !== '' && name !== one.name) void put(one, { name })
              }}
            />
            <Button
              disabled={i === 0}
              icon={<ArrowUpOutlined aria-hidden="true" />}
              aria-label={words.t('saved.up', { name: one.name })}
              onClick={() => void put(one, { place: i - 1 })}
            />
            <Button
              disabled={i === saved.length - 1}
              icon={<ArrowDownOutlined aria-hidden="true" />}
              aria-label={words.t('saved.down', { name: one.name })}
              onClick={() => void put(one, { place: i + 1 })}
            />
            <Button
              danger
              icon={<DeleteOutlined aria-hidden="true" />}
              aria-label={words.t('saved.remove', { name: one.name })}
              onClick={() => void done(replica.removeFilter(one.id))}
            />
          </li>
        ))}
      </ol>
      {failure === null ? null : <FailureBox failure={failure} title={words.t('saved.notSaved')} />}
    </Modal>
  )
}
