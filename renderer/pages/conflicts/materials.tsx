import { CloudDownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { ok, type Result } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { bytesText } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useAnswer } from '../../app/use-answer.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import type { AttachmentRow, ReplicaCalls } from '../../replica/api.ts'
import type { Conflict } from '../../replica/conflicts/api.ts'
import { CompareFiles } from './compare-files.tsx'
import { FileTile } from './file-tile.tsx'
import { casesOf, type MaterialFiles, materialFiles, onlyAt, sameAt } from './files.ts'
import { useLooks } from './use-looks.ts'
import { sideName } from './words.ts'

async function askAll(replica: Pick<ReplicaCalls, 'attachments'>, cases: readonly string[]) {
  const out = new Map<string, readonly AttachmentRow[]>()
  for (const id of cases) {
    const answer = await replica.attachments(id)
    // Of a case that is nowhere here there is nothing to compare.
    if (!answer.ok && answer.code !== 'not-found') return answer
    if (answer.ok) out.set(id, answer.value)
  }
  return ok(out) as Result<ReadonlyMap<string, readonly AttachmentRow[]>>
}

/** 材料: the scans of each side next to those of the others, material by material. */
export function Materials({ conflict }: { conflict: Conflict }) {
  const words = useWords()
  const { replica } = useDesk()
  const cases = casesOf(conflict)
  const answer = useAnswer(`conflict-files ${cases.join()}`, () => askAll(replica, cases))
  const rows = materialFiles(conflict, answer.value ?? new Map())
  const files = [...new Map(rows.flatMap(({ sides }) => sides.flat()).map((one) => [one.hash, one])).values()]
  const { looks, fetching, failures, fetch } = useLooks(files.filter((one) => one.here).map((one) => one.hash))
  // One that is here and not whole is fetched as well.
  const far = files.filter((one) => !looks.has(one.hash) && (!one.here || failures.has(one.hash)))
  const [open, setOpen] = useState<{ row: number; at: number } | null>(null)
  if (answer.failure !== null && answer.value === null) {
    return <FailureBox failure={answer.failure} title={words.t('attachments.noList')} onAgain={answer.reload} />
  }
  if (answer.value === null) return null
  return (
    <section className="card flush" aria-labelledby="conflict-files">
      <h2 id="conflict-files" className="card-title">
        {words.t('conflict.files')}
        {far.length === 0 ? null : (
          <Button
            size="small"
            icon={<CloudDownloadOutlined aria-hidden="true" />}
            loading={fetching.size > 0}
            onClick={() => fetch(far.map((one) => one.hash))}
          >
            {words.t('conflict.files.fetchAll', {
              n: far.length,
              size: bytesText(far.reduce((sum, one) => sum + one.size, 0)),
            })}
          </Button>
        )}
      </h2>
      {rows.length === 0 ? <p className="card-text">{words.t('conflict.files.none')}</p> : null}
      {rows.length === 0 ? null : (
        <div className="conflict-wide">
          <table className="rows conflict-rows conflict-files" aria-label={words.t('conflict.files')}>
            <thead>
              <tr>
                <th scope="col">{words.t('conflict.files.material')}</th>
                {conflict.sides.map((side, i) => (
                  <th scope="col" key={side.adopt ?? 'stands'}>
                    {sideName(words, conflict, i)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={row.key}>
                  <th scope="row">
                    {row.title === null ? words.t('attachments.other') : words.pick(row.title)}{' '}
                    <Only conflict={conflict} row={row} />
                  </th>
                  {row.sides.map((side, i) => (
                    <td key={conflict.sides[i]?.adopt ?? 'stands'} className="wrap">
                      {side.length === 0 ? <span className="soft">{words.t('conflict.files.noScan')}</span> : null}
                      <ul className="tiles">
                        {side.map((file, k) => (
                          <FileTile
                            key={`${file.entry} ${file.hash}`}
                            {...{ conflict, file, nth: k + 1, look: looks.get(file.hash) }}
                            same={sameAt(row, i, file, looks)}
                            fetching={fetching.has(file.hash)}
                            failure={failures.get(file.hash)}
                            onOpen={() => setOpen({ row: at, at: k })}
                            onFetch={() => fetch([file.hash])}
                          />
                        ))}
                      </ul>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open === null ? null : (
        <CompareFiles {...{ conflict, rows, looks }} start={open} onClose={() => setOpen(null)} />
      )}
    </section>
  )
}

function Only({ conflict, row }: { conflict: Conflict; row: MaterialFiles }) {
  const words = useWords()
  const only = onlyAt(row)
  if (only.length === 0) return null
  return (
    <span className="soft">
      {words.t('conflict.files.only', { sides: words.list(only.map((i) => sideName(words, conflict, i))) })}
    </span>
  )
}
