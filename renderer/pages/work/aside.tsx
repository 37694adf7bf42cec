import { useDesk } from '../../app/desk.ts'
import { groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { Notice } from '../../components/notice.tsx'

const SHOWN = 4

/** What was refused and waits to be put right: it stands above everything else, with its reason. */
export function Aside() {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer('queue', () => replica.queue())
  const aside = answer.value?.filter((row) => row.standing === 'set-aside') ?? []
  if (aside.length === 0) return null
  return (
    <Notice tone="warn">
      <p className="strong">{words.t('sync.aside', { n: aside.length })}</p>
      <ul className="work-aside">
        {aside.slice(0, SHOWN).map((row) => (
          <li key={row.entry}>
            <a className="num" href={row.case === null ? href({ page: 'sync' }) : href({ page: 'case', id: row.case })}>
              {row.case === null ? row.entry.slice(0, 12) : groupNumber(lastPart(row.case))}
            </a>{' '}
            {row.code === null ? null : <span>{words.code(row.code)}</span>}
          </li>
        ))}
      </ul>
      <a href={href({ page: 'sync' })}>{words.t('work.asideAll')}</a>
    </Notice>
  )
}
