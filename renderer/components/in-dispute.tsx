import type { ReactNode } from 'react'
import { useDesk } from '../app/desk.ts'
import { civilDate, groupNumber } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import { useAnswer } from '../app/use-answer.ts'
import { Notice } from './notice.tsx'

interface Props {
  /** The record in dispute. */
  readonly id: string
  /** `info` where work goes on all the same. */
  readonly tone: 'warn' | 'info'
  readonly children: ReactNode
}

/** Says that a record is in dispute and what that means here; beside it which conflict it is, who may decide it, and the way there. */
export function InDispute({ id, tone, children }: Props) {
  const words = useWords()
  const { replica } = useDesk()
  const { value } = useAnswer(`dispute ${id}`, () => replica.openDispute(id))
  return (
    <Notice tone={tone}>
      {children}
      {value === null ? null : (
        <p>
          {words.t('dispute.about', {
            title: words.pick(value.title),
            number: groupNumber(value.number),
            date: civilDate(value.since),
          })}{' '}
          {value.proposed === null ? null : `${words.t('dispute.proposed', { name: value.proposed })} `}
          {value.deciders.length === 0
            ? words.t('dispute.noDecider')
            : words.t('dispute.deciders', { names: words.list(value.deciders) })}{' '}
          <a href={href({ page: 'conflict', id: value.conflict })}>{words.t('case.toConflict')}</a>
        </p>
      )}
    </Notice>
  )
}
