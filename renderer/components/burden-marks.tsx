import { ExclamationCircleFilled } from '@ant-design/icons'
import { useWords } from '../app/prefs.tsx'
import type { TextKey } from '../i18n/index.ts'
import type { SubjectRow } from '../replica/api.ts'
import { Mark } from './mark.tsx'

const KNOWN = {
  mortgage: 'burden.mortgage',
  seizure: 'burden.seizure',
  dispute: 'burden.dispute',
  notice: 'burden.notice',
  lease: 'burden.lease',
} as const satisfies Record<string, TextKey>

/** The rights and restraints that lie on a thing, each in words with its reference: nobody may overlook them. */
export function BurdenMarks({ burdens }: { burdens: SubjectRow['burdens'] }) {
  const words = useWords()
  if (burdens.length === 0) return null
  return (
    <ul className="burdens" aria-label={words.t('burden.title')}>
      {burdens.map(({ kind, ref }) => (
        <li key={`${kind} ${ref}`}>
          <Mark tone="bad" icon={<ExclamationCircleFilled aria-hidden="true" />}>
            {Object.hasOwn(KNOWN, kind) ? words.t(KNOWN[kind as keyof typeof KNOWN]) : kind}
          </Mark>{' '}
          <span className="num">{ref}</span>
        </li>
      ))}
    </ul>
  )
}
