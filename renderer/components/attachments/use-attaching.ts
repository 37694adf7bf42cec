import { useEffect, useRef, useState } from 'react'
import { LIMITS } from '../../../shared/base/limits.ts'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import type { AttachedFile } from '../../replica/api.ts'
import { prepareFile, type Redrawn } from './prepare.ts'

/** A file that is sealed and on this disk, with what a page shows of it. */
export interface KeptFile extends AttachedFile {
  /** Null where it is not known before it is opened. */
  readonly name: string | null
  readonly redrawn: Redrawn | null
}

/** A file on its way in, or one that did not get in, and why. */
export interface Incoming {
  readonly key: number
  /** What it is attached to. */
  readonly to: string
  readonly name: string
  readonly failure: Failure | null
  /** It would be one more than an entry may have. */
  readonly tooMany?: true
}

/**
 * Takes files in, one after the other: prepared, sealed and on disk before `kept` is told. `held` is how many there are already; an entry names
 * no more than so many (N1). A file that comes through when the page is gone is let go of again, since no draft names it.
 */
export function useAttaching(held: number, kept: (to: string, file: KeptFile) => void) {
  const { replica } = useDesk()
  const words = useWords()
  const [incoming, setIncoming] = useState<readonly Incoming[]>([])
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const keys = useRef(0)
  const gone = useRef(false)
  const tell = useRef(kept)
  useEffect(() => {
    tell.current = kept
  })
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
    }
  }, [])

  const settle = (key: number, failure: Failure | null) =>
    setIncoming((now) =>
      failure === null
        ? now.filter((one) => one.key !== key)
        : now.map((one) => (one.key === key ? { ...one, failure } : one)),
    )
  const take = async (key: number, to: string, file: File) => {
    if (gone.current) return
    const prepared = await prepareFile(file, words.t('attachments.noName'))
    if (!prepared.ok) return settle(key, prepared)
    const { content, redrawn } = prepared.value
    const answer = await replica.attach(content)
    if (!answer.ok) return settle(key, answer)
    if (gone.current) return void replica.dropAttachments([answer.value.hash])
    tell.current(to, { ...answer.value, name: content.name, redrawn })
    settle(key, null)
  }
  return {
    incoming,
    /** Is any file still on its way? */
    busy: incoming.some((one) => one.failure === null),
    add(to: string, files: readonly File[]) {
      const coming = incoming.filter((one) => one.failure === null).length
      const room = Math.max(0, LIMITS.attachmentsPerEntry - held - coming)
      const added = files.slice(0, room).map((file) => ({ key: keys.current++, file }))
      const over = files.slice(room).map(({ name }) => ({ key: keys.current++, to, name, ...TOO_MANY }))
      const begun = added.map(({ key, file }) => ({ key, to, name: file.name, failure: null }))
      setIncoming((now) => [...now, ...begun, ...over])
      for (const { key, file } of added)
        queue.current = queue.current.then(() => take(key, to, file)).catch(() => settle(key, INTERNAL))
    },
    dismiss: (key: number) => settle(key, null),
  }
}

const TOO_MANY = {
  failure: { ok: false, code: 'too-large', detail: `at most ${LIMITS.attachmentsPerEntry}` } satisfies Failure,
  tooMany: true,
} as const
const INTERNAL: Failure = { ok: false, code: 'internal', detail: 'attaching' }
