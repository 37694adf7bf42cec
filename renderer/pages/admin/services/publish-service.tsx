import { useWords } from '../../../app/prefs.tsx'
import { SignDialog } from '../sign-dialog.tsx'
import type { Inspection } from './inspect.ts'
import { WholeHash } from './service-mark.tsx'

interface Props {
  readonly sound: Extract<Inspection, { state: 'sound' }>
  readonly signers: 1 | 2
  /** A version is in force whose open cases go on under it. */
  readonly isUpdate: boolean
  onClose(): void
  onDone(): void
}

/** The first signature: hands the document to gov, where it waits for the second one or comes into force. */
export function PublishService({ sound, signers, isUpdate, onClose, onDone }: Props) {
  const words = useWords()
  const { definition, document, hash } = sound
  const about = { title: words.pick(definition.title), version: definition.version }
  return (
    <SignDialog
      title={words.t('publish.title', about)}
      will={[
        words.t(signers === 2 ? 'publish.waits' : 'service.signWill', about),
        ...(isUpdate ? [words.t('service.signOpen')] : []),
      ]}
      act={() => ({ kind: 'publish', definition: document })}
      onClose={onClose}
      onDone={onDone}
    >
      <p>{words.t('publish.hash')}</p>
      <p className="hash-box">
        <WholeHash hash={hash} />
      </p>
    </SignDialog>
  )
}
