import { PrinterOutlined, SaveFilled, ThunderboltFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { useDesk } from '../../app/desk.ts'
import { groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { go, href, type PaperKind } from '../../app/router.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { DeadlineMark, Mark, StandingMark } from '../../components/mark.tsx'
import type { CaseDetail, Filed } from '../../replica/api.ts'

/** It is on disk: its numbers, what that is worth, what can be printed, and whose turn it is. */
export function FiledPanel(props: { definition: ServiceDefinition; filed: Filed; again: () => void }) {
  const words = useWords()
  const { replica } = useDesk()
  const { definition, filed, again } = props
  const answer = useAnswer(`case ${filed.case}`, () => replica.case(filed.case))
  const open = (kind: PaperKind) => go({ page: 'print', id: filed.case, kind })
  const print = () => open('slip')
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
        {detail?.numbers['file'] === undefined ? null : (
          <p className="filed-number">
            <span className="soft">{words.t('filed.official')}</span>
            <strong className="num">{detail.numbers['file']}</strong>
          </p>
        )}
        {detail === null ? null : (
          <p className="row">
            <StandingMark standing={detail.standing} />{' '}
            {detail.deadline === null ? null : <DeadlineMark deadline={detail.deadline} />}
          </p>
        )}
        <p>{words.t('filed.means')}</p>
        {detail === null ? null : <Next detail={detail} />}
        <div className="row">
          <Button ref={first} type="primary" size="large" icon={<PrinterOutlined aria-hidden="true" />} onClick={print}>
            {words.t('filed.print')} <kbd>Ctrl P</kbd>
          </Button>
          {(detail?.notices ?? []).map((action) => (
            <Button
              key={action}
              size="large"
              icon={<PrinterOutlined aria-hidden="true" />}
              onClick={() => open(`notice-${action}`)}
            >
              {noticeTitle(definition, action, words)}
            </Button>
          ))}
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

function noticeTitle(d: ServiceDefinition, action: string, words: ReturnType<typeof useWords>): string {
  const notice = d.outputs.notices[action]
  return notice === undefined ? action : words.pick(notice.title)
}

/** Who goes on with it: the executor where the service knows one-click, and whoever may take the next steps. */
function Next({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { definition, state } = detail
  const { auto } = definition
  const quick = auto !== null && auto.from === state
  // Where one-click decides, people take it up only when it has handed the case to them.
  const next = definition.workflow.actions.filter(
    ({ from, name }) => !quick && from.includes(state) && name !== 'withdraw',
  )
  const onward = next.filter((one) => definition.workflow.states[one.to]?.tone !== 'bad')
  const roles = [...new Set(onward.flatMap((one) => one.roles))]
  return (
    <>
      {quick ? (
        <p>
          <Mark tone="good" icon={<ThunderboltFilled aria-hidden="true" />}>
            {words.t('intake.auto')}
          </Mark>{' '}
          {words.t('filed.auto')}
        </p>
      ) : null}
      {onward.length === 0 || roles.length === 0 ? null : (
        <p className="soft">
          {words.t('filed.waits', {
            roles: words.list(roles.map((role) => words.role(role))),
            actions: words.list(onward.map((one) => words.pick(one.title))),
          })}
        </p>
      )}
    </>
  )
}
