import { Button, Popconfirm } from 'antd'
import { useDesk } from '../app/desk.ts'
import { mayFile } from '../app/may-file.ts'
import { useWords } from '../app/prefs.tsx'
import { go } from '../app/router.ts'
import { draftName, draftOf, filesIn, loadDraft, saveDraft } from '../pages/intake/draft.ts'
import type { CaseDetail } from '../replica/api.ts'

/** The filing as a draft of this very moment: newer than any that lay there. */
function takenBack(detail: CaseDetail, attachments: Parameters<typeof draftOf>[3]) {
  return draftOf(detail.definition, detail, Date.now(), attachments)
}

/** Takes a filing that had no effect back into the form, to be corrected; asks before it takes the place of another draft. */
export function FileAgain({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { person, replica } = useDesk()
  if (!mayFile(detail.definition, person)) return null
  const name = draftName(person.id, detail.definition.code, detail.definition.version)
  const again = async () => {
    const before = loadDraft(name)
    const attachments = await replica.attachments(detail.id)
    const draft = takenBack(detail, attachments.ok ? attachments.value : [])
    // Never nothing for something: the draft that was there is let go of once the other is in its place.
    if (saveDraft(name, draft) && before !== null) void replica.dropAttachments(filesIn(before.handed))
    go({ page: 'filing', service: detail.definition.code })
  }
  if (loadDraft(name) === null) return <Button onClick={() => void again()}>{words.t('case.again')}</Button>
  return (
    <Popconfirm
      title={words.t('case.againAsk')}
      okText={words.t('case.again')}
      cancelText={words.t('cancel')}
      onConfirm={() => void again()}
    >
      <Button>{words.t('case.again')}</Button>
    </Popconfirm>
  )
}
