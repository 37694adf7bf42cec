import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import type { ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'
import { showMoney } from '../../../../../shared/contract/service/outputs.ts'
import { useWords } from '../../../../app/prefs.tsx'
import { Mark } from '../../../../components/mark.tsx'
import { Notice } from '../../../../components/notice.tsx'
import type { Words } from '../../../../i18n/index.ts'
import type { Tried } from '../inspect.ts'

/** The examples, dry: what each says should be found, and what the definition finds. */
export function ExamplesTable({ definition, tried }: { definition: ServiceDefinition; tried: readonly Tried[] }) {
  const words = useWords()
  const wrong = tried.filter((one) => !one.ok).length
  const sound = definition.examples.some((one) => one.expect.problems.length === 0)
  if (tried.length === 0) return <Notice tone="warn">{words.t('try.noExamples')}</Notice>
  return (
    <>
      {sound ? null : <Notice tone="warn">{words.t('try.noSound')}</Notice>}
      <Notice tone={wrong === 0 ? 'good' : 'warn'}>
        {wrong === 0 ? words.t('try.all', { n: tried.length }) : words.t('try.some', { n: tried.length, wrong })}
      </Notice>
      <table className="rows small tried" aria-label={words.t('preview.examples')}>
        <thead>
          <tr>
            <th scope="col">{words.t('try.title')}</th>
            <th scope="col">{words.t('try.expected')}</th>
            <th scope="col">{words.t('try.found')}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {tried.map((one, i) => (
            <tr key={`${i} ${one.title.zh}`}>
              <td className="wrap">{words.pick(one.title)}</td>
              <td className="wrap">
                <Side words={words} tried={one} side="expected" definition={definition} />
              </td>
              <td className="wrap">
                <Side words={words} tried={one} side="found" definition={definition} />
              </td>
              <td>
                {one.ok ? (
                  <Mark tone="good" icon={<CheckCircleOutlined aria-hidden="true" />}>
                    {words.t('try.ok')}
                  </Mark>
                ) : (
                  <Mark tone="bad" icon={<CloseCircleOutlined aria-hidden="true" />}>
                    {words.t('try.wrong')}
                  </Mark>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

interface SideProps {
  readonly words: Words
  readonly tried: Tried
  readonly side: 'expected' | 'found'
  readonly definition: ServiceDefinition
}

function Side({ words, tried, side, definition }: SideProps) {
  const problems = tried.problems[side]
  const other = tried.problems[side === 'expected' ? 'found' : 'expected']
  const fees = tried.fees?.[side]
  const auto = tried.auto?.[side]
  return (
    <ul className="tried-side">
      {problems.length === 0 ? <li>{words.t('try.none')}</li> : null}
      {problems.map((problem) => (
        <li key={problem} className={other.includes(problem) ? undefined : 'problem'}>
          <code>{problem}</code> <span className="soft">{meaning(words, definition, problem)}</span>
        </li>
      ))}
      {tried.fees === null ? null : (
        <li className={tried.fees.expected === tried.fees.found ? undefined : 'problem'}>
          {words.pair(
            words.t('try.fees'),
            fees === null || fees === undefined ? words.t('try.unknown') : showMoney(fees, words.lang),
          )}
        </li>
      )}
      {auto === undefined ? null : (
        <li className={tried.auto?.expected === tried.auto?.found ? undefined : 'problem'}>
          {words.pair(words.t('try.auto'), words.t(auto === 'approve' ? 'try.approve' : 'try.otherwise'))}
        </li>
      )}
    </ul>
  )
}

/** What a problem is about, in the words of the definition. */
function meaning(words: Words, d: ServiceDefinition, problem: string): string {
  const dot = problem.indexOf('.')
  const head = problem.slice(0, dot)
  const id = problem.slice(dot + 1)
  if (head === 'rule') return words.pick(d.rules.find((one) => one.id === id)?.message ?? { zh: '', en: '' })
  if (head === 'material') return words.pick(d.materials.find((one) => one.id === id)?.title ?? { zh: '', en: '' })
  const field = problem.split(/[.:]/)[0] ?? ''
  const schema = Object.hasOwn(d.form.schema.properties, field) ? d.form.schema.properties[field] : undefined
  return schema === undefined ? '' : words.pick(schema['x-title'])
}
