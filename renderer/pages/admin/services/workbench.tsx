import { AlignLeftOutlined, CloudUploadOutlined, FolderOpenOutlined, SaveOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useRef, useState } from 'react'
import { utf8 } from '../../../../shared/base/bytes.ts'
import { useServices } from '../../../app/desk.ts'
import { clock } from '../../../app/format.ts'
import { useWords } from '../../../app/prefs.tsx'
import { go } from '../../../app/router.ts'
import { useShortcuts } from '../../../app/shortcuts.ts'
import { Loading } from '../../../components/loading.tsx'
import { Notice } from '../../../components/notice.tsx'
import { PageHead } from '../../../components/page-head.tsx'
import { saveFile } from '../../../components/save-file.ts'
import type { Governance } from '../../../replica/gov-api.ts'
import { useGovernance } from '../use-governance.ts'
import { type DefinitionDraft, dropDraft, keepDraft, loadDraft } from './draft.ts'
import type { EditorHandle } from './editor.tsx'
import type { Inspection } from './inspect.ts'
import { readText } from './json-text.ts'
import { prettyDefinition, prettyJson } from './pretty.ts'
import { Preview } from './preview/preview.tsx'
import { PublishService } from './publish-service.tsx'
import { BackToServices } from './service-page.tsx'
import { problemShown, Status } from './status.tsx'
import { useInspection } from './use-inspection.ts'
import { useLastSound } from './use-last-sound.ts'

const Editor = lazy(() => import('./editor.tsx'))

const MOST_FILE = 400_000
const LONGEST_LINE = 2_000

interface Props {
  /** What is written is kept under this name. */
  readonly of: string
  readonly begin: string
}

/** The text of a definition on the left, and on the right what it comes to: checked while it is typed, tried on its examples, and published from here. */
export function Workbench({ of, begin }: Props) {
  const words = useWords()
  const gov = useGovernance().value
  const [restored, setRestored] = useState<DefinitionDraft | null>(() => loadDraft(of))
  const [text, setText] = useState(restored?.text ?? begin)
  const [keptAt, setKeptAt] = useState<number | null>(restored?.at ?? null)
  const [lost, setLost] = useState(false)
  const [unreadable, setUnreadable] = useState(false)
  const [asked, setAsked] = useState(false)
  const editor = useRef<EditorHandle>(null)
  const file = useRef<HTMLInputElement>(null)
  const { inspection, busy, slow } = useInspection(text)
  const sound = useLastSound(inspection)
  const against = useAgainst(gov, inspection)
  const problem = problemShown(words, inspection)
  const mayPublish = gov?.may === true && !busy && inspection?.state === 'sound' && inspection.holds && against === null

  const change = (next: string) => {
    setText(next)
    const at = Date.now()
    if (keepDraft(of, { text: next, at })) setKeptAt(at)
    else setLost(true)
  }
  const load = async (chosen: File) => {
    const read = chosen.size > MOST_FILE ? null : decoded(await chosen.arrayBuffer())
    setUnreadable(read === null)
    if (read !== null) editor.current?.replace(inLines(read))
  }
  const tidy = () => {
    const read = readText(text)
    if (read.ok)
      editor.current?.replace(inspection?.state === 'sound' ? prettyDefinition(read.value) : prettyJson(read.value))
  }
  const publish = () => {
    if (mayPublish) setAsked(true)
    else if (problem !== null) editor.current?.show(problem)
  }
  useShortcuts({
    'Ctrl+Enter': publish,
    F8: () => problem !== null && editor.current?.show(problem),
  })

  const code = sound?.definition.code ?? ''
  return (
    <div className="workbench">
      <PageHead
        title={sound === null ? words.t('edit.title') : words.pick(sound.definition.title)}
        lead={sound === null ? words.t('edit.lead') : words.t('service.version', { version: sound.definition.version })}
      >
        <Button icon={<FolderOpenOutlined aria-hidden="true" />} onClick={() => file.current?.click()}>
          {words.t('edit.load')}
        </Button>
        <input
          ref={file}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-label={words.t('edit.load')}
          accept=".json,application/json"
          onChange={(event) => {
            const chosen = event.target.files?.[0]
            event.target.value = ''
            if (chosen !== undefined) void load(chosen)
          }}
        />
        <Button
          icon={<SaveOutlined aria-hidden="true" />}
          onClick={() => saveFile(`${code === '' ? 'service' : code}.json`, utf8(text), 'application/json')}
        >
          {words.t('service.save')}
        </Button>
        <Button icon={<AlignLeftOutlined aria-hidden="true" />} onClick={tidy}>
          {words.t('edit.tidy')}
        </Button>
        {gov?.may === true ? (
          <Button
            type="primary"
            icon={<CloudUploadOutlined aria-hidden="true" />}
            disabled={!mayPublish}
            onClick={publish}
          >
            {words.t('edit.publish')} <kbd>Ctrl Enter</kbd>
          </Button>
        ) : null}
        <BackToServices />
      </PageHead>
      {restored === null ? null : (
        <Notice tone="info">
          {words.t('edit.restored', { time: clock(restored.at) })}{' '}
          <Button
            size="small"
            onClick={() => {
              editor.current?.replace(begin)
              dropDraft(of)
              setRestored(null)
              setKeptAt(null)
            }}
          >
            {words.t('edit.discard')}
          </Button>
        </Notice>
      )}
      {lost ? <Notice tone="warn">{words.t('edit.notKept')}</Notice> : null}
      {unreadable ? <Notice tone="warn">{words.t('edit.loadFailed')}</Notice> : null}
      <div className="bench">
        <section className="card flush bench-text" aria-label={words.t('edit.editor')}>
          <Suspense fallback={<Loading what={words.t('edit.opening')} />}>
            <Editor
              text={text}
              label={words.t('edit.editor')}
              problem={problem}
              handle={editor}
              onChange={change}
              onSubmit={publish}
            />
          </Suspense>
          <Status
            inspection={inspection}
            busy={busy}
            slow={slow}
            against={against}
            keptAt={keptAt}
            text={text}
            onShow={() => problem !== null && editor.current?.show(problem)}
          />
        </section>
        <section className="card bench-preview" aria-label={words.t('preview.tabs')}>
          {inspection !== null && inspection.state !== 'sound' && sound !== null ? (
            <Notice tone="warn">{words.t('edit.stale')}</Notice>
          ) : null}
          {sound === null ? <p className="soft">{words.t('edit.noPreview')}</p> : <Shown sound={sound} />}
        </section>
      </div>
      {asked && inspection?.state === 'sound' && gov !== null ? (
        <PublishService
          sound={inspection}
          signers={gov.signers}
          isUpdate={gov.services.some((one) => one.code === inspection.definition.code && one.state === 'in-force')}
          onClose={() => setAsked(false)}
          onDone={() => {
            dropDraft(of)
            const { code: done, version } = inspection.definition
            go({ page: 'service', code: done, version })
          }}
        />
      ) : null}
    </div>
  )
}

/** A document without line breaks is nothing to edit. */
function inLines(text: string): string {
  const long = text.split('\n').some((line) => line.length > LONGEST_LINE)
  const read = long ? readText(text) : null
  return read?.ok === true ? prettyJson(read.value) : text
}

/** UTF-8 or nothing; a mark of byte order is left out. */
function decoded(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function Shown({ sound }: { sound: Extract<Inspection, { state: 'sound' }> }) {
  const { code, version } = sound.definition
  const found = useServices().find((one) => one.code === code)
  const inForce = found === undefined || found.version === version ? null : found
  return <Preview definition={sound.definition} hash={sound.hash} tried={sound.tried} inForce={inForce} />
}

/** What stands against the version that was written, whatever it says: it is there already, or nobody would ever file under it. */
function useAgainst(gov: Governance | null, inspection: Inspection | null): string | null {
  const words = useWords()
  if (gov === null || inspection?.state !== 'sound') return null
  const { code, version } = inspection.definition
  const versions = gov.services.filter((one) => one.code === code && one.state !== 'waiting')
  const highest = Math.max(0, ...versions.map((one) => one.version))
  if (version > highest) return null
  return versions.some((one) => one.version === version)
    ? words.t('edit.versionTaken', { version, next: highest + 1 })
    : words.t('edit.versionOld', { now: highest, next: highest + 1 })
}
