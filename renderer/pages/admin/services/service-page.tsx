import { ArrowLeftOutlined, CopyOutlined, EditOutlined, SafetyOutlined, SaveOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { utf8 } from '../../../../shared/base/bytes.ts'
import { useDesk } from '../../../app/desk.ts'
import { useWords } from '../../../app/prefs.tsx'
import { href } from '../../../app/router.ts'
import { useAnswer } from '../../../app/use-answer.ts'
import { FailureBox } from '../../../components/failure-box.tsx'
import { Loading } from '../../../components/loading.tsx'
import { Notice } from '../../../components/notice.tsx'
import { PageHead } from '../../../components/page-head.tsx'
import { saveFile } from '../../../components/save-file.ts'
import type { GovDefinition } from '../../../replica/gov-api.ts'
import { EntryTable } from '../entries.tsx'
import { useGovernance } from '../use-governance.ts'
import type { Inspection } from './inspect.ts'
import { prettyDefinition } from './pretty.ts'
import { Preview } from './preview/preview.tsx'
import { ServiceMark, WholeHash } from './service-mark.tsx'
import { SignService } from './sign-service.tsx'
import { useInForce } from './use-in-force.ts'
import { useInspection } from './use-inspection.ts'

/** One version of a service: what it says, what it changes, who signed it; and the second signature, where it waits for one. */
export function ServicePage({ code, version }: { code: string; version: number }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`definition ${code} ${version}`, () => replica.definition({ code, version }))
  if (answer.loading) return <Loading what={words.t('loading')} />
  if (answer.value === null) {
    return answer.failure === null ? null : (
      <>
        <PageHead title={words.t('admin.services')} lead={<span className="num">{code}</span>}>
          <BackToServices />
        </PageHead>
        <FailureBox failure={answer.failure} title={words.t('service.failed')} onAgain={answer.reload} />
      </>
    )
  }
  return <Detail service={answer.value} />
}

type Sound = Extract<Inspection, { state: 'sound' }>

function Detail({ service }: { service: GovDefinition }) {
  const words = useWords()
  const gov = useGovernance().value
  const { code, version, state, hash, definition: document } = service
  const text = useMemo(() => prettyDefinition(document), [document])
  const { inspection, slow } = useInspection(text)
  const inForce = useInForce(code, version)
  const sound = inspection?.state === 'sound' ? inspection : null
  const may = gov?.may === true
  return (
    <>
      <PageHead
        title={words.pick(service.title)}
        lead={
          <>
            <span className="num strong">{words.t('service.version', { version })}</span> <ServiceMark state={state} />
          </>
        }
      >
        {may ? (
          <Button
            icon={state === 'waiting' ? <EditOutlined aria-hidden="true" /> : <CopyOutlined aria-hidden="true" />}
            href={href({ page: 'service-edit', code, version, same: state === 'waiting' })}
          >
            {words.t(state === 'waiting' ? 'service.replace' : 'service.copy')}
          </Button>
        ) : null}
        <Button
          icon={<SaveOutlined aria-hidden="true" />}
          onClick={() => saveFile(`${code}-${version}.json`, utf8(text), 'application/json')}
        >
          {words.t('service.save')}
        </Button>
        <BackToServices />
      </PageHead>
      {state === 'retired' ? <Notice tone="info">{words.t('service.retiredHelp')}</Notice> : null}
      {state === 'waiting' ? <Waiting service={service} may={may} sound={sound} /> : null}
      <section className="card">
        <dl className="settings-facts">
          <div>
            <dt>{words.t('service.code')}</dt>
            <dd className="exact">
              {code} · {words.t('service.version', { version })}
            </dd>
          </div>
          <div>
            <dt>{words.t('service.hash')}</dt>
            <dd>
              <WholeHash hash={hash} />
            </dd>
          </div>
        </dl>
        {sound === null ? (
          <Loading what={words.t(slow ? 'edit.slow' : 'edit.checking')} />
        ) : (
          <Preview
            definition={sound.definition}
            hash={sound.hash}
            tried={sound.tried}
            inForce={inForce}
            begin={state === 'waiting' && inForce !== null ? 'difference' : 'form'}
          />
        )}
      </section>
      <section className="card flush" aria-labelledby="signed">
        <h2 id="signed" className="card-title">
          {words.t('service.entries')}
        </h2>
        <EntryTable
          label={words.t('service.entries')}
          rows={service.entries}
          what={() => words.t('about.service', { title: words.pick(service.title), version })}
        />
      </section>
    </>
  )
}

/** Who has signed, who may sign next, and the button for it. */
function Waiting({ service, may, sound }: { service: GovDefinition; may: boolean; sound: Sound | null }) {
  const words = useWords()
  const { person } = useDesk()
  const [asked, setAsked] = useState(false)
  const [done, setDone] = useState(false)
  const mine = service.signers.some((one) => one.id === person.id)
  const names = words.list(service.signers.map((one) => one.name))
  return (
    <Notice tone={done ? 'good' : 'warn'}>
      <p>
        {done
          ? words.t('service.signedNow')
          : mine
            ? words.t('service.waitingMine')
            : words.t('service.waitingHelp', { name: names })}
      </p>
      {may && !mine && !done ? (
        <p className="row">
          <Button
            type="primary"
            icon={<SafetyOutlined aria-hidden="true" />}
            disabled={sound === null || !sound.holds}
            onClick={() => setAsked(true)}
          >
            {words.t('service.sign')}
          </Button>
          {sound !== null && !sound.holds ? <span className="problem">{words.t('service.signExamples')}</span> : null}
        </p>
      ) : null}
      {asked ? (
        <SignService
          service={service}
          onClose={() => setAsked(false)}
          onDone={() => {
            setAsked(false)
            setDone(true)
          }}
        />
      ) : null}
    </Notice>
  )
}

export function BackToServices() {
  const words = useWords()
  return (
    <Button icon={<ArrowLeftOutlined aria-hidden="true" />} href={href({ page: 'admin', tab: 'services' })}>
      {words.t('service.back')}
    </Button>
  )
}
