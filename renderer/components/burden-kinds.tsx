import { BankOutlined, ExclamationCircleFilled, StopFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { burdenKinds, burdenWord } from '../app/burdens.ts'
import { useServices } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import type { SubjectRow } from '../replica/api.ts'
import { Mark, type Tone } from './mark.tsx'

const LOOKS: Readonly<Record<string, { tone: Tone; icon: ReactNode }>> = {
  mortgage: { tone: 'info', icon: <BankOutlined aria-hidden="true" /> },
  seizure: { tone: 'bad', icon: <StopFilled aria-hidden="true" /> },
}
const OTHER = { tone: 'warn', icon: <ExclamationCircleFilled aria-hidden="true" /> } as const

/** One kind of burden: icon, word and colour. */
export function BurdenMark({ kind, n = 1 }: { kind: string; n?: number }) {
  const words = useWords()
  const services = useServices()
  const types = services.flatMap((one) => one.subjects.map((part) => part.type))
  const kinds = [...new Set(types)].flatMap((type) => burdenKinds(services, type))
  const { tone, icon } = Object.hasOwn(LOOKS, kind) ? (LOOKS[kind] ?? OTHER) : OTHER
  const word = burdenWord(words, kind, kinds)
  return (
    <Mark tone={tone} icon={icon}>
      {n === 1 ? word : words.t('subject.burdenOf', { kind: word, n })}
    </Mark>
  )
}

/** What lies on a thing, each kind once with how many of it there are. */
export function BurdenKinds({ burdens }: { burdens: SubjectRow['burdens'] }) {
  if (burdens.length === 0) return null
  const kinds = [...new Set(burdens.map(({ kind }) => kind))]
  return (
    <>
      {kinds.map((kind) => (
        <BurdenMark key={kind} kind={kind} n={burdens.filter((one) => one.kind === kind).length} />
      ))}
    </>
  )
}
