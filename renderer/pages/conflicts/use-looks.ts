import { useCallback, useEffect, useRef, useState } from 'react'
import { hex } from '../../../shared/base/bytes.ts'
import type { Failure } from '../../../shared/base/result.ts'
import type { Attachment } from '../../../shared/ledger/index.ts'
import { useDesk } from '../../app/desk.ts'
import { pdfPages } from '../../components/attachments/plan.ts'
import { thumbnailOf } from '../../components/attachments/prepare.ts'
import type { Look } from './files.ts'

/** Pixels of a thumbnail's long side. */
const SIDE = 160

export interface Looks {
  readonly looks: ReadonlyMap<string, Look>
  /** Files that are being fetched, and why some could not be opened or fetched. */
  readonly fetching: ReadonlySet<string>
  readonly failures: ReadonlyMap<string, Failure>
  /** Fetches these one after the other; what has come stays, whatever becomes of the others. */
  fetch(hashes: readonly string[]): void
}

/** Opens these files one after the other, to show them small and to say which are the same; `here`: those on this computer. */
export function useLooks(here: readonly string[]): Looks {
  const { replica } = useDesk()
  const [looks, setLooks] = useState<ReadonlyMap<string, Look>>(new Map())
  const [failures, setFailures] = useState<ReadonlyMap<string, Failure>>(new Map())
  const [fetching, setFetching] = useState<ReadonlySet<string>>(new Set())
  const known = useRef(new Set<string>())
  const gone = useRef(false)
  const take = useCallback(
    async (hash: string, fetch: boolean): Promise<void> => {
      const answer = await replica.attachment({ hash, fetch })
      const look = answer.ok ? await lookAt(answer.value) : answer.code === 'not-for-us' ? 'closed' : null
      if (gone.current) return
      if (look !== null) {
        known.current.add(hash)
        setLooks((now) => new Map(now).set(hash, look))
      } else if (!answer.ok) setFailures((now) => new Map(now).set(hash, answer))
    },
    [replica],
  )
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
    }
  }, [])
  const wanted = here.join()
  useEffect(() => {
    let stale = false
    const all = async () => {
      for (const hash of wanted === '' ? [] : wanted.split(',')) {
        if (stale) return
        if (!known.current.has(hash)) await take(hash, false)
      }
    }
    void all()
    return () => {
      stale = true
    }
  }, [take, wanted])
  const fetch = (hashes: readonly string[]) => {
    const all = async () => {
      for (const hash of hashes) {
        await take(hash, true)
        setFetching((now) => new Set([...now].filter((one) => one !== hash)))
      }
    }
    setFailures((now) => new Map([...now].filter(([hash]) => !hashes.includes(hash))))
    setFetching((now) => new Set([...now, ...hashes]))
    void all()
  }
  return { looks, fetching, failures, fetch }
}

async function lookAt(content: Attachment): Promise<Look> {
  const { name, type, bytes } = content
  const isPdf = type === 'application/pdf'
  const picture = isPdf ? null : await thumbnailOf(content, SIDE)
  const same = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))))
  return { name, type, picture, pages: isPdf ? pdfPages(bytes) : null, same }
}
