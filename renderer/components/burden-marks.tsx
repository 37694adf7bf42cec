import { ExclamationCircleFilled } from '@ant-design/icons'
import { burdenKinds, burdenWord } from '../app/burdens.ts'
import { useServices } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import type { SubjectRow } from '../replica/api.ts'
import { Mark } from './mark.tsx'

/** The rights and restraints that lie on a thing, each in words with its reference: nobody may overlook them. */
export function BurdenMarks({ burdens }: { burdens: SubjectRow['burdens'] }) {
  const words = useWords()
  const services = useServices()
  if (burdens.length === 0) return null
  const types = services.flatMap((one) => one.subjects.map((part) => part.type))
  const kinds = [...new Set(types)].flatMap((type) => burdenKinds(services, type))
  return (
    <ul className="burdens" aria-label={words.t('burden.title')}>
      {burdens.map(({ kind, ref }) => (
        <li key={`${kind} ${ref}`}>
          <Mark tone="bad" icon={<ExclamationCircleFilled aria-hidden="true" />}>
            {burdenWord(words, kind, kinds)}
          </Mark>{' '}
          <span className="num">{ref}</span>
        </li>
      ))}
    </ul>
  )
}
