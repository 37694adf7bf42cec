import { CheckCircleOutlined } from '@ant-design/icons'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { isScalar } from '../../../shared/contract/service/values.ts'
import type { BurdenKind } from '../../app/burdens.ts'
import { lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { BurdenMark } from '../../components/burden-kinds.tsx'
import { Mark } from '../../components/mark.tsx'
import type { SubjectRow } from '../../replica/api.ts'

interface Props {
  readonly burdens: SubjectRow['burdens']
  readonly kinds: readonly BurdenKind[]
}

/** Rights and restraints that lie on a thing, each with what it says and the case that laid it; said also where there are none. */
export function Burdens({ burdens, kinds }: Props) {
  const words = useWords()
  // Nothing can lie on this kind of thing: then nothing is said of it.
  if (burdens.length === 0 && kinds.length === 0) return null
  return (
    <section className="card flush" aria-labelledby="burdens">
      <h2 id="burdens" className="card-title">
        {words.t('subject.burdens')}
      </h2>
      {burdens.length === 0 ? (
        <p className="card-lead">
          <Mark tone="good" icon={<CheckCircleOutlined aria-hidden="true" />}>
            {words.t('subject.noBurdens')}
          </Mark>
        </p>
      ) : (
        <table className="rows" aria-label={words.t('subject.burdens')}>
          <thead>
            <tr>
              <th scope="col">{words.t('subject.burdenKind')}</th>
              <th scope="col">{words.t('subject.burdenRef')}</th>
              <th scope="col">{words.t('subject.burdenFields')}</th>
              <th scope="col">{words.t('subject.burdenCase')}</th>
            </tr>
          </thead>
          <tbody>
            {burdens.map((burden) => (
              <tr key={`${burden.kind} ${burden.ref}`}>
                <td>
                  <BurdenMark kind={burden.kind} />
                </td>
                <td className="num wrap">{burden.ref}</td>
                <td className="wrap">
                  <Content burden={burden} kinds={kinds} />
                </td>
                <td className="num">
                  <a href={href({ page: 'case', id: burden.case })}>{lastPart(burden.case)}</a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Content({ burden, kinds }: { burden: SubjectRow['burdens'][number]; kinds: readonly BurdenKind[] }) {
  const words = useWords()
  const known = kinds.find((one) => one.kind === burden.kind)?.fields ?? []
  const said = Object.entries(burden.fields).map(([name, value]) => {
    const schema = known.find((one) => one.name === name)?.schema
    // A value that the service itself gives, or one of an older version, has no label.
    return schema === undefined
      ? { name, text: isScalar(value) ? String(value) : JSON.stringify(value) }
      : { name, text: words.pair(words.pick(schema['x-title']), showValue(schema, value, words.lang)) }
  })
  return (
    <ul className="burden-fields">
      {said.map(({ name, text }) => (
        <li key={name} className="num">
          {text}
        </li>
      ))}
    </ul>
  )
}
