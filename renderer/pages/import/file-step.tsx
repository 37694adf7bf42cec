import { InboxOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { dateTime, grouped } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { FileDrop } from '../../components/file-drop.tsx'
import { Loading } from '../../components/loading.tsx'
import { Notice } from '../../components/notice.tsx'
import { ServiceChoice } from './service-choice.tsx'
import type { ChoosingProps } from './step.ts'

/** What the rows are, and the file that they stand in. */
export function FileStep({ desk, state, services }: ChoosingProps) {
  const words = useWords()
  const { file, last, service, failure } = state
  const button = useRef<HTMLButtonElement>(null)
  const [first] = services
  // The most common one is there before anybody chooses.
  useEffect(() => {
    if (service === null && first !== undefined)
      desk.choose(services.find((one) => one.code === last?.service) ?? first)
  }, [desk, service, services, first, last])
  useEffect(() => button.current?.focus(), [])
  if (state.step === 'reading') return <Loading what={words.t('import.reading', { file: file?.name ?? '' })} />
  return (
    <>
      {last === null ? null : (
        <Notice tone="warn">
          <strong>
            {words.t('import.last', {
              ...{ file: last.file, time: dateTime(last.startedAt) },
              ...{ done: grouped(last.done), total: grouped(last.total) },
            })}
          </strong>
          <p>{words.t('import.lastNext')}</p>
          <Button size="small" onClick={() => desk.forgetLast()}>
            {words.t('import.lastForget')}
          </Button>
        </Notice>
      )}
      {failure === null ? null : (
        <FailureBox failure={failure} title={words.t('import.notRead', { file: file?.name ?? '' })} />
      )}
      <section className="card import-file" aria-label={words.t('import.step.file')}>
        <ServiceChoice desk={desk} state={state} services={services} />
        <FileDrop
          id="import-file"
          icon={<InboxOutlined className="drop-icon" aria-hidden="true" />}
          text={words.t('import.drop')}
          pick={words.t('import.pick')}
          primary
          accept=".csv,.txt,.tsv,.xlsx,.xlsm"
          button={button}
          onFile={(one) => void desk.pick({ name: one.name, size: one.size, blob: one })}
        >
          <span className="soft">{words.t('import.kinds')}</span>
        </FileDrop>
        <p className="soft">{words.t('import.local')}</p>
      </section>
    </>
  )
}
