import { Button } from 'antd'
import { useContext } from 'react'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { ServicesContext, useDesk } from '../../app/desk.ts'
import { dateTime } from '../../app/format.ts'
import { mayFile } from '../../app/may-file.ts'
import { useWords } from '../../app/prefs.tsx'
import { go } from '../../app/router.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Empty } from '../../components/empty.tsx'
import { Loading } from '../../components/loading.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { draftName, loadDraft } from './draft.ts'

/** The services this person may take filings for; 1 … 9 picks one. */
export function PickServicePage() {
  const words = useWords()
  const { person } = useDesk()
  const read = useContext(ServicesContext)
  const services = read ?? []
  const mine = services.filter((one) => mayFile(one, person))
  useShortcuts(
    Object.fromEntries(
      mine.slice(0, 9).map((one, i) => [String(i + 1), () => go({ page: 'filing', service: one.code })]),
    ),
  )
  return (
    <>
      <PageHead title={words.t('nav.intake')} lead={words.t('intake.lead')} />
      {read === null ? <Loading what={words.t('loading')} /> : null}
      {read !== null && mine.length === 0 ? (
        <Empty title={words.t(services.length === 0 ? 'intake.noServices' : 'intake.notYours')}>
          {words.t(services.length === 0 ? 'intake.noServicesNext' : 'intake.notYoursNext')}
        </Empty>
      ) : null}
      <ul className="services">
        {mine.map((one, i) => {
          const draft = loadDraft(draftName(person.id, one.code, one.version))
          return (
            <li key={one.code} className="card service">
              <div>
                <h2>
                  <kbd>{i + 1}</kbd> {words.pick(one.title)}
                </h2>
                <p className="soft">
                  {words.t('intake.facts', {
                    fields: Object.keys(one.form.schema.properties).length,
                    materials: one.materials.filter((material) => material.required).length,
                    accept: limitOf(one, 'accept'),
                    finish: limitOf(one, 'finish'),
                  })}
                </p>
                {draft === null ? null : (
                  <p className="draft-note">{words.t('intake.draft', { time: dateTime(draft.savedAt) })}</p>
                )}
              </div>
              <Button type={i === 0 ? 'primary' : 'default'} onClick={() => go({ page: 'filing', service: one.code })}>
                {words.t(draft === null ? 'intake.start' : 'intake.goOn')}
              </Button>
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** Working days that the office promises; 0 where the service has no such limit. */
function limitOf(d: ServiceDefinition, id: string): number {
  return d.deadlines.find((one) => one.id === id)?.promised ?? 0
}
