import { DeleteOutlined, EditOutlined, UndoOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { partiesOf } from '../../../shared/contract/service/parties.ts'
import { useDesk } from '../../app/desk.ts'
import { dateTime } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { go } from '../../app/router.ts'
import { useToday } from '../../app/today.ts'
import { fitTyped, readTyped } from '../../components/form/typed.ts'
import { draftName, draftsOf, dropDraft, filesIn, type KeptDraft, saveDraft } from './draft.ts'

/** What this person has begun and not filed, on this computer: to go on with, or to delete; a deleted one can be put back while the page is open. */
export function OpenDrafts({ services }: { services: readonly ServiceDefinition[] }) {
  const words = useWords()
  const { person, replica } = useDesk()
  const [drafts, setDrafts] = useState(() => draftsOf(person.id))
  const [gone, setGone] = useState<KeptDraft | null>(null)
  const section = useRef<HTMLElement>(null)
  /** Its scans are let go of only when nobody can put it back any more. */
  const last = useRef<KeptDraft | null>(null)
  const letGo = useRef((draft: KeptDraft) => void replica.dropAttachments(filesIn(draft.draft.handed)))
  useEffect(() => () => void (last.current !== null && letGo.current(last.current)), [])

  const shown = drafts.flatMap((kept) => {
    const definition = services.find((one) => one.code === kept.service)
    return definition === undefined || kept.version > definition.version ? [] : [{ kept, definition }]
  })
  const remove = (kept: KeptDraft) => {
    if (last.current !== null) letGo.current(last.current)
    dropDraft(kept.name)
    last.current = kept
    setGone(kept)
    setDrafts(draftsOf(person.id))
    requestAnimationFrame(() => section.current?.querySelector('button')?.focus())
  }
  const putBack = () => {
    if (gone === null || !saveDraft(gone.name, gone.draft)) return
    last.current = null
    setGone(null)
    setDrafts(draftsOf(person.id))
  }
  if (shown.length === 0 && gone === null) return null
  const titleOf = (code: string) => {
    const definition = services.find((one) => one.code === code)
    return definition === undefined ? code : words.pick(definition.title)
  }
  return (
    <section ref={section} className="card drafts" aria-labelledby="drafts">
      <h2 id="drafts" className="card-title">
        {words.t('intake.drafts')}
        <span className="soft">{words.t('intake.draftsHelp')}</span>
      </h2>
      {gone === null ? null : (
        <p className="row" role="status">
          {words.t('intake.draftDeleted', { service: titleOf(gone.service) })}
          <Button size="small" icon={<UndoOutlined aria-hidden="true" />} onClick={putBack}>
            {words.t('intake.draftUndo')}
          </Button>
        </p>
      )}
      <ul>
        {shown.map(({ kept, definition }) => (
          <OneDraft
            key={kept.name}
            kept={kept}
            definition={definition}
            taken={
              kept.version !== definition.version && drafts.some((one) => one.name === nowName(person.id, definition))
            }
            onRemove={() => remove(kept)}
          />
        ))}
      </ul>
    </section>
  )
}

const nowName = (person: string, { code, version }: ServiceDefinition) => draftName(person, code, version)

interface OneProps {
  readonly kept: KeptDraft
  readonly definition: ServiceDefinition
  /** It is of an older version, and the present one has a draft of its own. */
  readonly taken: boolean
  readonly onRemove: () => void
}

function OneDraft({ kept, definition, taken, onRemove }: OneProps) {
  const words = useWords()
  const { person } = useDesk()
  const today = useToday()
  const old = kept.version !== definition.version
  const title = words.pick(definition.title)
  const { values } = readTyped(definition, fitTyped(definition, kept.draft.typed), { today, county: person.office })
  const names = [...new Set(partiesOf(definition, values).map(({ name }) => name))]
  const open = () => {
    // What fits the present form is taken along; the older draft stays until that is safe.
    if (old && saveDraft(nowName(person.id, definition), kept.draft)) dropDraft(kept.name)
    go({ page: 'filing', service: definition.code })
  }
  return (
    <li>
      <span className="draft-what">
        <strong>{title}</strong> {names.length === 0 ? words.t('intake.draftNoName') : words.list(names)}{' '}
        <span className="soft num">{words.t('intake.draftAt', { time: dateTime(kept.draft.savedAt) })}</span>
        {old ? (
          <p className="tone-warn">
            {words.t(taken ? 'intake.draftOldTaken' : 'intake.draftOld', {
              old: kept.version,
              now: definition.version,
            })}
          </p>
        ) : null}
      </span>
      <Button
        icon={<EditOutlined aria-hidden="true" />}
        disabled={taken}
        aria-label={`${words.t('intake.draftOpen')} ${title}`}
        onClick={open}
      >
        {words.t('intake.draftOpen')}
      </Button>
      <Button
        icon={<DeleteOutlined aria-hidden="true" />}
        aria-label={`${words.t('intake.draftDelete')} ${title}`}
        onClick={onRemove}
      >
        {words.t('intake.draftDelete')}
      </Button>
    </li>
  )
}
