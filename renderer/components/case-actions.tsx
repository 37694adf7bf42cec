import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Action } from '../../shared/contract/service/definition.ts'
import { useDesk } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import { go, href, type PaperKind } from '../app/router.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { type BarredBy, barred, onwardFirst } from '../app/workflow-view.ts'
import type { TextKey } from '../i18n/index.ts'
import type { CaseDetail } from '../replica/api.ts'
import { handedOver, takenUp } from './act/act-again.ts'
import { ActDialog } from './act/act-dialog.tsx'
import type { ActDraft } from './act/draft.ts'
import { Notice } from './notice.tsx'

/** What has been done here a moment ago. */
interface Done {
  readonly action: Action
  readonly entry: string
}

/** What this person may do with the case now, each button with what it leads to; and where others are due, who they are. */
export function CaseActions({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const [back] = useState(() => handedOver(detail.id))
  useEffect(takenUp, [])
  const [asked, setAsked] = useState<Action | null>(back?.action ?? null)
  const section = useRef<HTMLElement>(null)
  const [done, setDone] = useState<Done | null>(null)
  const [drafts, setDrafts] = useState<ReadonlyMap<string, ActDraft>>(
    new Map(back === null ? [] : [[back.action.name, back.draft]]),
  )
  const { states } = detail.definition.workflow
  const waits = new Map(detail.waits.map(({ action, because }) => [action, because]))
  const open = detail.actions.filter((one) => detail.waits.every(({ action }) => action.name !== one.name))
  const stateTitle = (name: string) => words.pick(states[name]?.title ?? { zh: name, en: name })
  return (
    <section ref={section} tabIndex={-1} className="card actions" aria-label={words.t('actions.title')}>
      <h2 className="card-title">{words.t('actions.title')}</h2>
      {done === null ? null : <DoneNotice done={done} detail={detail} />}
      {open.length + detail.waits.length === 0 ? null : (
        <div className="actions-list">
          {onwardFirst(detail.definition, detail.state, [...open, ...waits.keys()]).map((action, i) => {
            const bad = states[action.to]?.tone === 'bad'
            const because = waits.get(action)
            return because !== undefined ? (
              <span key={action.name} className="action">
                <Button disabled aria-describedby={`waits-${action.name}`}>
                  {words.pick(action.title)}
                </Button>
                <span id={`waits-${action.name}`} className="soft">
                  {words.t(`waits.${because}`)}
                </span>
              </span>
            ) : (
              <span key={action.name} className="action">
                <Button
                  type={i === 0 && !bad && detail.overruled === undefined ? 'primary' : 'default'}
                  danger={bad}
                  onClick={() => setAsked(action)}
                >
                  {words.pick(action.title)}
                </Button>
                <span className="soft">{words.t('actions.to', { state: stateTitle(action.to) })}</span>
              </span>
            )
          })}
        </div>
      )}
      {detail.final ? <p className="soft">{words.t('actions.final', { state: stateTitle(detail.state) })}</p> : null}
      <Others detail={detail} />
      {asked === null ? null : (
        <ActDialog
          key={asked.name}
          detail={detail}
          action={asked}
          start={drafts.get(asked.name) ?? null}
          instead={back?.action.name === asked.name && done === null ? back.instead : undefined}
          onClose={(draft) => {
            setDrafts((now) => new Map(now).set(asked.name, draft))
            setAsked(null)
          }}
          onDone={(entry) => {
            setDrafts((now) => new Map([...now].filter(([name]) => name !== asked.name)))
            setAsked(null)
            setDone({ action: asked, entry })
            // The button that opened the dialog may be gone: stay where its result is told.
            requestAnimationFrame(() => section.current?.focus())
          }}
        />
      )}
    </section>
  )
}

const BARRED = {
  role: 'actions.others',
  author: 'actions.notAuthor',
  once: 'actions.once',
  deemed: 'actions.deemed',
} as const satisfies Record<BarredBy, TextKey>

/** What stands against the other actions of this state: somebody else's, done already, or too late. */
function Others({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { person } = useDesk()
  const offered = new Set([...detail.actions, ...detail.waits.map(({ action }) => action)].map(({ name }) => name))
  const all = barred(detail.definition, detail.state, person, detail.steps, detail.acceptance)
  const others = all.filter(({ action }) => !offered.has(action.name))
  return (
    <>
      {(['author', 'once', 'deemed', 'role'] as const).map((because) => {
        const these = others.filter((one) => one.because === because)
        if (these.length === 0) return null
        const roles = [...new Set(these.flatMap(({ action }) => action.roles))]
        return (
          <p key={because} className="soft">
            {words.t(BARRED[because], {
              actions: words.list(these.map(({ action }) => words.pick(action.title))),
              roles: words.list(roles.map((role) => words.role(role))),
            })}
          </p>
        )
      })}
    </>
  )
}

/** What became of the act just taken, as far as it has come by now; its paper is one key away. */
function DoneNotice({ done, detail }: { done: Done; detail: CaseDetail }) {
  const words = useWords()
  const { action, entry } = done
  const step = detail.steps.find((one) => one.entry === entry)
  const standing = step?.standing ?? 'saved'
  const tone = standing === 'set-aside' ? 'warn' : standing === 'saved' ? 'info' : 'good'
  const notice = standing === 'set-aside' ? undefined : detail.definition.outputs.notices[action.name]
  return (
    <div role="status">
      <Notice tone={tone}>
        <p>{words.t(`actions.done.${standing}`, { action: words.pick(action.title) })}</p>
        {notice === undefined ? null : (
          <PrintNotice id={detail.id} kind={`notice-${action.name}`} title={words.pick(notice.title)} />
        )}
      </Notice>
    </div>
  )
}

function PrintNotice({ id, kind, title }: { id: string; kind: PaperKind; title: string }) {
  const words = useWords()
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    // After the dialog has given the focus back.
    const timer = setTimeout(() => link.current?.focus(), 50)
    return () => clearTimeout(timer)
  }, [])
  useShortcuts({ 'Alt+P': () => go({ page: 'print', id, kind }) })
  return (
    <p>
      <Button
        ref={link}
        type="primary"
        icon={<PrinterOutlined aria-hidden="true" />}
        href={href({ page: 'print', id, kind })}
        // The keys that signed may still be held down: they open nothing.
        onKeyDown={(event: KeyboardEvent) => {
          if (event.repeat || event.ctrlKey) event.preventDefault()
        }}
      >
        {words.t('actions.print', { paper: title })} <kbd>Alt P</kbd>
      </Button>
    </p>
  )
}
