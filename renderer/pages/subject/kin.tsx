import { showValue } from '../../../shared/contract/service/outputs.ts'
import { useServices } from '../../app/desk.ts'
import { lastPart } from '../../app/format.ts'
import { subjectFields } from '../../app/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { SubjectMark } from '../../components/subject-mark.tsx'
import type { SubjectDetail, SubjectRow } from '../../replica/api.ts'
import { tellingFields } from './columns.tsx'

type Side = 'parents' | 'children'
type Known = ReadonlyMap<string, SubjectRow>

/** Split and merge as a tree: what this one came out of above it, what came out of it below, each leading to its own page. */
export function Kin({ subject }: { subject: SubjectDetail }) {
  const words = useWords()
  if (subject.parents.length === 0 && subject.children.length === 0) return null
  const known: Known = new Map(subject.kin.map((row) => [row.id, row]))
  const branches = (side: Side) =>
    subject[side].length === 0 ? null : (
      <div className={`kin-side kin-${side}`}>
        <h3>{words.t(`subject.${side}`)}</h3>
        <Branches ids={subject[side]} side={side} known={known} above={[subject.id]} />
      </div>
    )
  return (
    <section className="card" aria-labelledby="kin">
      <h2 id="kin" className="card-title">
        {words.t('subject.kin')}
      </h2>
      <div className="kin">
        {branches('parents')}
        <p className="kin-this">
          <strong className="num">{subject.number}</strong> <span className="soft">{words.t('subject.this')}</span>{' '}
          <SubjectMark row={subject} />
        </p>
        {branches('children')}
      </div>
    </section>
  )
}

/** One generation and those behind it. What stands above is left out: a register that leads round in a ring must not draw for ever. */
function Branches(props: { ids: readonly string[]; side: Side; known: Known; above: readonly string[] }) {
  const { ids, side, known, above } = props
  const words = useWords()
  return (
    <ul>
      {ids.map((id) => {
        const row = known.get(id)
        const further = row?.[side].filter((one) => one !== id && !above.includes(one)) ?? []
        return (
          <li key={id}>
            <a className="num" href={href({ page: 'subject', id })}>
              {lastPart(id)}
            </a>{' '}
            {row === undefined ? (
              <span className="soft">{words.t('subject.kinOff')}</span>
            ) : (
              <>
                <SubjectMark row={row} /> <Gist row={row} />
              </>
            )}
            {further.length === 0 ? null : <Branches ids={further} side={side} known={known} above={[...above, id]} />}
          </li>
        )
      })}
    </ul>
  )
}

/** What tells it from the others, in a few words. */
function Gist({ row }: { row: SubjectRow }) {
  const words = useWords()
  const services = useServices()
  const said = tellingFields(subjectFields(services, row.type)).flatMap(({ name, schema }) => {
    const value = Object.hasOwn(row.fields, name) ? row.fields[name] : undefined
    return value === undefined ? [] : [showValue(schema, value, words.lang)]
  })
  return <span className="soft">{words.list(said)}</span>
}
