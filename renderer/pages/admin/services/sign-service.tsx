import { useWords } from '../../../app/prefs.tsx'
import type { GovDefinition } from '../../../replica/gov-api.ts'
import { SignDialog } from '../sign-dialog.tsx'
import { WholeHash } from './service-mark.tsx'

interface Props {
  readonly service: GovDefinition
  onClose(): void
  onDone(): void
}

/** [X10] The second signature: under this very document, named by its hash. */
export function SignService({ service, onClose, onDone }: Props) {
  const words = useWords()
  const { code, version, hash, inForce } = service
  const title = words.pick(service.title)
  return (
    <SignDialog
      title={words.t('service.signTitle', { title, version })}
      will={[
        words.t('service.signWill', { title, version }),
        ...(inForce === null ? [] : [words.t('service.signOpen')]),
      ]}
      act={() => ({ kind: 'sign', code, version, hash })}
      onClose={onClose}
      onDone={onDone}
    >
      <p>{words.t('service.signHash')}</p>
      <p className="hash-box">
        <WholeHash hash={hash} />
      </p>
    </SignDialog>
  )
}
