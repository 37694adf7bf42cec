import { PrinterOutlined, SaveFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { useDesk } from '../../app/desk.ts'
import { groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { go, href } from '../../app/router.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { DeadlineMark, StandingMark } from '../../components/mark.tsx'
import type { Filed } from '../../replica/api.ts'

/** It is on disk: the number, what that is worth, and the next thing to do. */
export function FiledPanel(props: { definition: ServiceDefinition; filed: Filed; again: () => void }) {
  const words = useWords()
  const { replica } = useDesk()
  const { definition, filed, again } = props
  const answer = useAnswer(`case ${filed.case}`, () => replica.case(filed.case))
  const print = () => go({ page: 'print', id: filed.case, kind: 'slip' })
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  useShortcuts({ 'Ctrl+P': print, 'Alt+N': again })
  const detail = answer.value
  return (
    <section className="card filed" aria-labelledby="filed">
      <SaveFilled className="filed-icon" aria-hidden="true" />
      <div className="filed-body">
        <h1 id="filed" role="status">
          {words.t('filed.title')}
        </h1>
        <p className="filed-service">{words.pick(definition.title)}</p>
        <p className="filed-number">
          <span className="soft">{words.t('case.number')}</span>
          <strong className="num">{groupNumber(detail?.number ?? lastPart(filed.case))}</strong>
        </p>
        {detail === null ? null : (
          <p className="row">
            <StandingMark standing={detail.standing} /> <DeadlineMark deadline={detail.deadline} />
          </p>
        )}
        <p>{words.t('filed.means')}</p>
        <div className="row">
          <Button ref={first} type="primary" size="large" icon={<PrinterOutlined aria-hidden="true" />} onClick={print}>
            {words.t('filed.print')} <kbd>Ctrl P</kbd>
          </Button>
          <Button size="large" onClick={again}>
            {words.t('filed.next')} <kbd>Alt N</kbd>
          </Button>
          <Button size="large" href={href({ page: 'case', id: filed.case })}>
            {words.t('filed.open')}
          </Button>
        </div>
      </div>
    </section>
  )
}
