import { Button, Popconfirm } from 'antd'
import { useDesk } from '../app/desk.ts'
import { mayFile } from '../app/may-file.ts'
import { useWords } from '../app/prefs.tsx'
import { go } from '../app/router.ts'
import { draftName, draftOf, loadDraft, saveDraft } from '../pages/intake/draft.ts'
import type { CaseDetail } from '../replica/api.ts'

/** Takes a filing that had no effect back into the form, to be corrected; asks before it takes the place of another draft. */
export function FileAgain({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { person } = useDesk()
  if (!mayFile(detail.definition, person)) return null
  const name = draftName(person.id, detail.definition.code, detail.definition.version)
  const again = () => {
    saveDraft(name, draftOf(detail.definition, detail, detail.received))
    go({ page: 'filing', service: detail.definition.code })
  }
  if (loadDraft(name) === null) return <Button onClick={again}>{words.t('case.again')}</Button>
  return (
    <Popconfirm
      title={words.t('case.againAsk')}
      okText={words.t('case.again')}
      cancelText={words.t('cancel')}
      onConfirm={again}
    >
      <Button>{words.t('case.again')}</Button>
    </Popconfirm>
  )
}
