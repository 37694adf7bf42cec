import { useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useAnswer } from '../../app/use-answer.ts'
import type { AttachmentRow } from '../../replica/api.ts'
import { FailureBox } from '../failure-box.tsx'
import { FileTile } from './file-tile.tsx'
import { useGlimpses } from './use-content.ts'
import { Viewer } from './viewer.tsx'

/** The attachments of a case, by material, in the order in which they came in; nothing where there are none. */
export function CaseAttachments({ caseId }: { caseId: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const [open, setOpen] = useState<number | null>(null)
  const answer = useAnswer(`attachments ${caseId}`, () => replica.attachments(caseId))
  const rows = answer.value ?? []
  const glimpses = useGlimpses(rows.filter((row) => row.here).map((row) => row.hash))
  if (answer.failure !== null && rows.length === 0)
    return <FailureBox failure={answer.failure} title={words.t('attachments.noList')} onAgain={answer.reload} />
  if (rows.length === 0) return null
  return (
    <section className="card" aria-labelledby="attachments">
      <h2 id="attachments" className="card-title">
        {words.t('attachments.ofCase', { n: rows.length })}
      </h2>
      <div className="tile-groups">
        {groups(rows).map((group) => (
          <section key={group.key} className={group.rows.length === 1 ? undefined : 'wide'}>
            <h3>{group.title === null ? words.t('attachments.other') : words.pick(group.title)}</h3>
            <ul className="tiles">
              {group.rows.map(({ row, at }) => (
                <FileTile
                  key={`${row.entry} ${row.hash}`}
                  file={{ ...row, name: null, redrawn: null }}
                  glimpse={glimpses.get(row.hash)}
                  nth={at + 1}
                  onOpen={() => setOpen(at)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {open === null ? null : (
        <Viewer
          files={rows}
          start={open}
          onClose={() => {
            setOpen(null)
            // One that was fetched is kept here now.
            answer.reload()
          }}
        />
      )}
    </section>
  )
}

/** Those of one material of one entry belong together; a later entry may bring more for the same. */
function groups(rows: readonly AttachmentRow[]) {
  const out = new Map<
    string,
    { key: string; title: AttachmentRow['title']; rows: { row: AttachmentRow; at: number }[] }
  >()
  for (const [at, row] of rows.entries()) {
    const key = row.material ?? ''
    const group = out.get(key) ?? { key, title: row.title, rows: [] }
    group.rows.push({ row, at })
    out.set(key, group)
  }
  return [...out.values()]
}
