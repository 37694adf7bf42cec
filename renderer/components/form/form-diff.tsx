import { CheckOutlined, SwapOutlined } from '@ant-design/icons'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { type DiffLine, diffLines } from '../../../shared/contract/service/field-lines.ts'
import type { OpenedValues } from '../../../shared/contract/service/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import { LineValue } from './form-read.tsx'

interface Props {
  readonly definition: ServiceDefinition
  readonly a: OpenedValues
  readonly b: OpenedValues
  /** What the two sides are called. */
  readonly titles: readonly [string, string]
}

/** Two fillings of one form side by side: what differs first, with icon and word; what agrees folded away below. */
export function FormDiff({ definition, a, b, titles }: Props) {
  const words = useWords()
  const lines = diffLines(definition, a, b, words.lang)
  const differing = lines.filter((line) => line.differs)
  const same = lines.filter((line) => !line.differs)
  return (
    <div className="form-diff">
      {differing.length === 0 ? (
        <p>{words.t('form.allSame')}</p>
      ) : (
        <DiffTable lines={differing} titles={titles} differs />
      )}
      {same.length === 0 ? null : (
        <details>
          <summary>{words.t('form.sameMore', { n: same.length })}</summary>
          <DiffTable lines={same} titles={titles} differs={false} />
        </details>
      )}
    </div>
  )
}

function DiffTable(props: { lines: readonly DiffLine[]; titles: readonly [string, string]; differs: boolean }) {
  const { lines, titles, differs } = props
  const words = useWords()
  return (
    <table className="rows diff">
      <thead>
        <tr>
          <th scope="col">{words.t('form.item')}</th>
          <th scope="col">{titles[0]}</th>
          <th scope="col">{titles[1]}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, a, b }) => (
          <tr key={name} className={differs ? 'differs' : undefined}>
            <th scope="row">
              {a.label}
              <span className={differs ? 'mark mark-warn' : 'mark mark-plain'}>
                {differs ? <SwapOutlined aria-hidden="true" /> : <CheckOutlined aria-hidden="true" />}
                {words.t(differs ? 'form.differs' : 'form.same')}
              </span>
            </th>
            <td className="wrap">
              <LineValue line={a} />
            </td>
            <td className="wrap">
              <LineValue line={b} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
