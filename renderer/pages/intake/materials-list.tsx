import { Button, Checkbox, InputNumber } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { type ChecklistItem, checklist } from '../../../shared/contract/service/materials.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { AddFiles } from '../../components/attachments/add-files.tsx'
import { FileTile, IncomingTile } from '../../components/attachments/file-tile.tsx'
import { type KeptFile, useAttaching } from '../../components/attachments/use-attaching.ts'
import { useGlimpses, useKept } from '../../components/attachments/use-content.ts'
import { carriesFiles, useDropped } from '../../components/attachments/use-dropped.ts'
import { Viewer } from '../../components/attachments/viewer.tsx'
import { filesIn, type Handed, type HandedIn } from './draft.ts'
import type { FilingState } from './use-filing.ts'

const NOTHING: Handed = { original: false, copies: 0 }

interface Props {
  readonly definition: ServiceDefinition
  readonly state: MaterialsState
  /** Of the section on its page; null in a dialog. */
  readonly number: number | null
  /** Ids of what the case has already: it may come in anew. */
  readonly given?: ReadonlySet<string>
}
interface MaterialsState extends Pick<FilingState, 'read' | 'today' | 'handed' | 'hand' | 'tried'> {
  setAttaching(busy: boolean): void
}

const NONE_GIVEN: ReadonlySet<string> = new Set()

/**
 * The checklist: what is needed for this very form, the original seen, the copies kept, the scans and photos taken. What is missing is said,
 * and can be asked for once.
 */
export function MaterialsList(props: Props) {
  const words = useWords()
  const { person } = useDesk()
  const { definition, state, number, given = NONE_GIVEN } = props
  const items = checklist(definition, state.read.values, state.today, person.office)
  const of = (id: string) => state.handed[id] ?? NOTHING
  const files = useFiles(state)
  const set = (id: string, change: Partial<Handed>) =>
    files.hand((now) => ({ ...now, [id]: { ...NOTHING, ...now[id], ...change } }))
  const isHere = (one: ChecklistItem) => of(one.id).original || of(one.id).copies > 0 || filesOf(of(one.id)).length > 0
  const missing = items.filter((one) => one.needed && !given.has(one.id) && !isHere(one))
  const takeAll = () =>
    files.hand((now) => {
      const next: Record<string, Handed> = { ...now }
      for (const one of items)
        if (one.needed && !given.has(one.id))
          next[one.id] = { ...next[one.id], original: one.original, copies: one.copies }
      return next
    })
  return (
    <fieldset className="card section">
      <legend>
        {number === null ? null : <span className="section-n">{number}</span>} {words.t('materials.title')}
      </legend>
      <div className="materials-head">
        <Button onClick={takeAll}>{words.t('materials.all')}</Button>
        <span className={missing.length === 0 ? 'soft' : 'problem'} aria-live="polite">
          {missing.length === 0 ? words.t('materials.complete') : words.t('materials.lacking', { n: missing.length })}
        </span>
      </div>
      <p className={files.lost ? 'problem' : 'soft'} aria-live="polite">
        {words.t(files.lost ? 'attachments.which' : 'attachments.hint')}
      </p>
      <table className="rows materials">
        <thead>
          <tr>
            <th scope="col">{words.t('materials.what')}</th>
            <th scope="col">{words.t('materials.need')}</th>
            <th scope="col">{words.t('materials.original')}</th>
            <th scope="col">{words.t('materials.copy')}</th>
            <th scope="col">{words.t('materials.scan')}</th>
          </tr>
        </thead>
        {items.map((one) => {
          const now = of(one.id)
          const title = words.pick(one.title)
          return (
            <tbody key={one.id} className={files.classOf(one.id)} {...files.target(one.id)}>
              <tr className={one.needed && !given.has(one.id) ? undefined : 'dim'}>
                <td className="wrap">
                  {title}
                  {state.tried && one.needed && missing.includes(one) ? (
                    <p className="problem">{words.t('materials.missing')}</p>
                  ) : null}
                  {one.note === undefined ? null : <p className="help">{words.pick(one.note)}</p>}
                </td>
                <td>
                  {words.t(
                    given.has(one.id) ? 'materials.here' : one.needed ? 'materials.needed' : 'materials.optional',
                  )}
                </td>
                <td>
                  {one.original ? (
                    <Checkbox
                      id={`f-material:${one.id}`}
                      checked={now.original}
                      aria-label={`${title} ${words.t('materials.original')}`}
                      onChange={(event) => set(one.id, { original: event.target.checked })}
                    >
                      {words.t('materials.seen')}
                    </Checkbox>
                  ) : (
                    <span className="soft">{words.t('materials.noOriginal')}</span>
                  )}
                </td>
                <td>
                  <InputNumber
                    {...(one.original ? {} : { id: `f-material:${one.id}` })}
                    className="copies"
                    min={0}
                    max={99}
                    precision={0}
                    value={now.copies}
                    aria-label={`${title} ${words.t('materials.copy')}`}
                    suffix={words.t('materials.unit')}
                    onChange={(next) => set(one.id, { copies: next ?? 0 })}
                  />
                </td>
                <td>
                  <AddFiles
                    id={`add-${one.id}`}
                    of={title}
                    count={filesOf(now).length}
                    onFiles={(some) => files.add(one.id, some)}
                  />
                </td>
              </tr>
              {files.rowOf(one.id, filesOf(now))}
            </tbody>
          )
        })}
      </table>
      {files.viewer}
    </fieldset>
  )
}

const filesOf = (handed: Handed): readonly KeptFile[] => handed.files ?? []

/** The files of the checklist: taken in by button, by drop on a row, or pasted into the row that was touched last. */
function useFiles(state: MaterialsState) {
  const { replica } = useDesk()
  const [active, setActive] = useState<string | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const [lost, setLost] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  // Files come in one after the other while the clerk goes on typing: each is put to what the form is by then.
  const latest = useRef(state)
  const handed = useRef(state.handed)
  useEffect(() => {
    latest.current = state
    handed.current = state.handed
  })
  const hand = (change: (now: HandedIn) => HandedIn) => {
    handed.current = change(handed.current)
    latest.current.hand(handed.current)
  }
  const change = (id: string, to: (files: readonly KeptFile[]) => readonly KeptFile[]) =>
    hand((now) => {
      const before = now[id] ?? NOTHING
      return { ...now, [id]: { ...before, files: to(filesOf(before)) } }
    })
  const hashes = filesIn(state.handed)
  const attaching = useAttaching(hashes.length, (id, file) => change(id, (files) => [...files, file]))
  const { setAttaching } = state
  useEffect(() => setAttaching(attaching.busy), [setAttaching, attaching.busy])
  const kept = useKept(hashes)
  const glimpses = useGlimpses(hashes.filter((hash) => kept.get(hash) === true))
  const add = (id: string, files: readonly File[]) => {
    setActive(id)
    setLost(false)
    attaching.add(id, files)
  }
  useDropped((files) => {
    setLost(active === null)
    if (active !== null) add(active, files)
    return true
  })
  const remove = (id: string, hash: string) => {
    change(id, (files) => files.filter((one) => one.hash !== hash))
    void replica.dropAttachments([hash])
    document.getElementById(`add-${id}`)?.focus()
  }
  const all = Object.values(state.handed).flatMap(filesOf)
  return {
    lost,
    hand,
    add,
    classOf: (id: string) => (over === id ? 'over' : active === id ? 'active' : undefined),
    target: (id: string) => ({
      onFocus: () => setActive(id),
      onMouseDown: () => setActive(id),
      onDragOver: (event: React.DragEvent) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setOver(id)
      },
      onDragLeave: () => setOver(null),
      onDrop: (event: React.DragEvent) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setOver(null)
        add(id, [...event.dataTransfer.files])
      },
    }),
    rowOf(id: string, files: readonly KeptFile[]) {
      const coming = attaching.incoming.filter((one) => one.to === id)
      if (files.length + coming.length === 0) return null
      return (
        <tr className="files">
          <td colSpan={5}>
            <ul className="tiles">
              {files.map((file, i) => (
                <FileTile
                  key={file.hash}
                  file={{ ...file, here: kept.get(file.hash) !== false, unsent: false }}
                  glimpse={glimpses.get(file.hash)}
                  nth={i + 1}
                  onOpen={() => setOpen(file.hash)}
                  onRemove={() => remove(id, file.hash)}
                />
              ))}
              {coming.map((one) => (
                <IncomingTile key={one.key} file={one} onDismiss={() => attaching.dismiss(one.key)} />
              ))}
            </ul>
          </td>
        </tr>
      )
    },
    viewer:
      open === null ? null : (
        <Viewer
          files={all}
          start={Math.max(
            0,
            all.findIndex(({ hash }) => hash === open),
          )}
          onClose={() => setOpen(null)}
        />
      ),
  }
}
