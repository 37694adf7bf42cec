import { useEffect, useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { Notice } from '../../components/notice.tsx'
import type { SearchStatus } from '../../replica/search/api.ts'

/** While the index is being made, a search may not find everything yet: said, as long as it is so. */
export function IndexNote({ text }: { text: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const [status, setStatus] = useState<SearchStatus | null>(null)
  useEffect(() => {
    if (text === '') return
    let gone = false
    const stop = replica.on((event) => event.type === 'search' && setStatus(event.status))
    void replica.searchStatus().then((answer) => answer.ok && !gone && setStatus(answer.value))
    return () => {
      gone = true
      stop()
    }
  }, [replica, text])
  if (text === '' || status === null || (status.ready && status.left === 0)) return null
  return <Notice tone="info">{words.t(status.ready ? 'cases.indexing' : 'cases.noIndex', { n: status.left })}</Notice>
}
