import { useEffect, useRef, useState } from 'react'
import type { Result } from '../../../shared/base/result.ts'
import type { Attachment } from '../../../shared/ledger/index.ts'
import { useDesk } from '../../app/desk.ts'
import { thumbnailOf } from './prepare.ts'

/** Pixels of a thumbnail's long side. */
const SIDE = 160

/** The content of an attachment: null while it is being fetched or opened. `turn` asks again. */
export function useContent(hash: string, fetch: boolean, turn = 0): Result<Attachment> | null {
  const { replica } = useDesk()
  const [held, setHeld] = useState<{ key: string; answer: Result<Attachment> } | null>(null)
  const key = `${hash} ${turn}`
  useEffect(() => {
    let stale = false
    void replica.attachment({ hash, fetch }).then((answer) => {
      if (!stale) setHeld({ key, answer })
    })
    return () => {
      stale = true
    }
  }, [replica, hash, fetch, key])
  return held?.key === key ? held.answer : null
}

/** An address for bytes that this page holds; null while there are none. It ends with the component. */
export function useBlobUrl(blob: Blob | null): string | null {
  const [held, setHeld] = useState<{ of: Blob; url: string } | null>(null)
  useEffect(() => {
    if (blob === null) return undefined
    const url = URL.createObjectURL(blob)
    const shown = requestAnimationFrame(() => setHeld({ of: blob, url }))
    return () => {
      cancelAnimationFrame(shown)
      URL.revokeObjectURL(url)
    }
  }, [blob])
  return held !== null && held.of === blob ? held.url : null
}

/** What is known of an attachment that is kept here: its name, kind, and a small picture of it. */
export interface Glimpse {
  readonly name: string
  readonly type: string
  readonly picture: Blob | null
}

/** Of those that are kept here, one after the other: a list may be long, and each is opened for it. */
export function useGlimpses(hashes: readonly string[]): ReadonlyMap<string, Glimpse> {
  const { replica } = useDesk()
  const [known, setKnown] = useState<ReadonlyMap<string, Glimpse>>(new Map())
  const looked = useRef(new Set<string>())
  const wanted = hashes.join()
  useEffect(() => {
    let stale = false
    const look = async () => {
      for (const hash of wanted === '' ? [] : wanted.split(',')) {
        if (stale) return
        if (looked.current.has(hash)) continue
        const answer = await replica.attachment({ hash, fetch: false })
        if (!answer.ok) continue
        const { name, type } = answer.value
        const picture = type === 'application/pdf' ? null : await thumbnailOf(answer.value, SIDE)
        looked.current.add(hash)
        setKnown((now) => new Map(now).set(hash, { name, type, picture }))
      }
    }
    void look()
    return () => {
      stale = true
    }
  }, [replica, wanted])
  return known
}

/** Which of these are kept on this computer; what has not been answered yet is not in it. */
export function useKept(hashes: readonly string[]): ReadonlyMap<string, boolean> {
  const { replica } = useDesk()
  const [known, setKnown] = useState<ReadonlyMap<string, boolean>>(new Map())
  const wanted = hashes.join()
  useEffect(() => {
    let stale = false
    const asked = wanted === '' ? [] : wanted.split(',')
    void replica.attached(asked).then((answer) => {
      if (!stale && answer.ok) setKnown(new Map(asked.map((hash, i) => [hash, answer.value[i] === true])))
    })
    return () => {
      stale = true
    }
  }, [replica, wanted])
  return known
}
