import { useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useWords } from '../../app/prefs.tsx'
import { saveFile } from '../../components/save-file.ts'
import type { StepProps } from './step.ts'

const NAMES = {
  zh: { problems: '错误清单', rows: '有错误的行', outcomes: '导入结果' },
  en: { problems: 'errors', rows: 'wrong rows', outcomes: 'outcomes' },
} as const

/** Saves one of the files of an import, called after the table. */
export function useSaveReport({ worker, verdicts }: StepProps['desk'], { file }: StepProps['state']) {
  const words = useWords()
  const [failure, setFailure] = useState<Failure | null>(null)
  const save = async (kind: 'problems' | 'rows' | 'outcomes') => {
    const made = await worker?.file(kind, words.lang, kind === 'outcomes' ? verdicts : undefined)
    if (made === undefined) return
    setFailure(made.ok ? null : made)
    const name = (file?.name ?? '').replace(/\.[^.]*$/, '')
    if (made.ok && made.value !== null) saveFile(`${name}-${NAMES[words.lang][kind]}.csv`, made.value, 'text/csv')
  }
  return { save, failure }
}
