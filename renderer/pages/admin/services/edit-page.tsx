import { useMemo } from 'react'
import { useDesk } from '../../../app/desk.ts'
import { useWords } from '../../../app/prefs.tsx'
import { useAnswer } from '../../../app/use-answer.ts'
import { FailureBox } from '../../../components/failure-box.tsx'
import { Loading } from '../../../components/loading.tsx'
import { PageHead } from '../../../components/page-head.tsx'
import { prettyDefinition, prettyJson } from './pretty.ts'
import { BackToServices } from './service-page.tsx'
import { SKELETON } from './skeleton.ts'
import { Workbench } from './workbench.tsx'

interface Props {
  /** What to begin from; '' for a new service. */
  readonly code: string
  readonly version: number
  /** The same version once more, to take the place of one that waits; else the next one. */
  readonly same: boolean
}

/** Writes a definition: a new one, the next version of one, or another one in place of one that waits. */
export function EditServicePage({ code, version, same }: Props) {
  return code === '' ? (
    <Workbench of="" begin={prettyJson(SKELETON)} />
  ) : (
    <FromLedger code={code} version={version} same={same} />
  )
}

function FromLedger({ code, version, same }: Props) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`begin ${code} ${version}`, () => replica.definition({ code, version }))
  const document = answer.value?.definition
  const highest = Math.max(version, answer.value?.inForce ?? 0)
  const begin = useMemo(() => {
    if (document === undefined) return ''
    const said = document as Readonly<Record<string, unknown>>
    return prettyDefinition({ ...said, version: same ? version : highest + 1 })
  }, [document, same, version, highest])
  if (answer.loading) return <Loading what={words.t('loading')} />
  if (answer.failure !== null && answer.value === null) {
    return (
      <>
        <PageHead title={words.t('edit.title')}>
          <BackToServices />
        </PageHead>
        <FailureBox failure={answer.failure} title={words.t('service.failed')} onAgain={answer.reload} />
      </>
    )
  }
  return <Workbench of={`${code}/${version}${same ? '/same' : ''}`} begin={begin} />
}
