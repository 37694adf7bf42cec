import { MinusSquareOutlined, PlusSquareOutlined, SwapOutlined } from '@ant-design/icons'
import type { ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'
import { useWords } from '../../../../app/prefs.tsx'
import { Mark } from '../../../../components/mark.tsx'
import { Notice } from '../../../../components/notice.tsx'
import { type Difference, differences, isText, type Part } from '../difference.ts'
import { keyWord, valueWords } from './difference-words.ts'

const LOOKS = {
  added: { tone: 'good', icon: <PlusSquareOutlined aria-hidden="true" /> },
  removed: { tone: 'bad', icon: <MinusSquareOutlined aria-hidden="true" /> },
  changed: { tone: 'info', icon: <SwapOutlined aria-hidden="true" /> },
} as const

/** What a version changes against the one that is in force, thing by thing, in words. */
export function DifferenceList({ before, after }: { before: ServiceDefinition | null; after: ServiceDefinition }) {
  const words = useWords()
  if (before === null) return <p className="soft">{words.t('diff.first')}</p>
  const all = differences(before, after)
  // That the version is another one says nothing.
  if (all.length === 0) return <Notice tone="info">{words.t('diff.none', { version: before.version })}</Notice>
  const parts = [...new Set(all.map((one) => one.part))]
  return (
    <div className="preview-parts">
      <p className="soft">{words.t('diff.against', { version: before.version })}</p>
      {parts.map((part) => (
        <section key={part}>
          <h3>{words.t(`diff.part.${part}`)}</h3>
          <ul className="differences">
            {all
              .filter((one) => one.part === part)
              .map((one) => (
                <One key={`${one.change} ${one.name}`} part={part} difference={one} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function One({ part, difference }: { part: Part; difference: Difference }) {
  const words = useWords()
  const { change, name, thing, changed } = difference
  const { tone, icon } = LOOKS[change]
  return (
    <li>
      <Mark tone={tone} icon={icon}>
        {words.t(`diff.${change}`)}
      </Mark>{' '}
      {part === 'general' ? null : (
        <>
          <strong>{titleOf(words.pick, thing) ?? name}</strong> <code className="fine">{name}</code>
        </>
      )}
      {changed.length === 0 ? null : (
        <ul className="difference-values">
          {changed.map(({ path, from, to }) => (
            <li key={path.join('.')}>
              <span className="soft">{words.list(path.map((key) => keyWord(words, key)))}</span>{' '}
              <del>{valueWords(words, from, path.at(-1))}</del> → <ins>{valueWords(words, to, path.at(-1))}</ins>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** What a thing of a definition is called for people: by its title, its message, or the role of a party. */
function titleOf(pick: (text: { zh: string; en: string }) => string, thing: unknown): string | null {
  if (typeof thing !== 'object' || thing === null) return null
  const known = thing as Readonly<Record<string, unknown>>
  const text = ['title', 'x-title', 'message', 'role'].map((key) => known[key]).find(isText)
  return text === undefined ? null : pick(text)
}
