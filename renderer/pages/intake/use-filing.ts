import { useCallback, useMemo, useRef, useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import type { FieldValues, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { useDesk } from '../../app/desk.ts'
import { clock } from '../../app/format.ts'
import { useToday } from '../../app/today.ts'
import { type FormStore, fitTyped, type Typed, useForm } from '../../components/form/index.ts'
import type { Filed, Filing, OnRecordRow } from '../../replica/api.ts'
import {
  type Draft,
  draftName,
  draftsSafe,
  dropDraft,
  filesIn,
  type HandedIn,
  type Instead,
  loadDraft,
  saveDraft,
} from './draft.ts'
import { type Filled, fillIn, NOTHING_FILLED } from './fill-in.ts'
import { countFiling } from './habit.ts'

const NOTHING_HANDED: HandedIn = {}

/**
 * Everything a filing is made of beside what is typed in its form, and what may be done with it. What is typed lives in `form`: it changes without
 * the page being drawn again.
 */
export function useFiling(d: ServiceDefinition) {
  const { replica, person } = useDesk()
  const today = useToday()
  const name = draftName(person.id, d.code, d.version)
  const start = useMemo(() => loadDraft(name), [name])
  const [handed, setHanded] = useState<HandedIn>(start?.handed ?? NOTHING_HANDED)
  const draft = useDraft(name, start?.savedAt ?? 0)
  /** As they are now, for calls that were begun with an older drawing. */
  const latest = useRef({ handed, filled: start?.filled ?? NOTHING_FILLED })
  const [instead, setInstead] = useState<Instead | null>(start?.instead ?? null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  /** Keys can repeat faster than the screen is drawn: one press, one entry. */
  const going = useRef(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  /** Only materials are missing, and the clerk has been told: filing again takes it as it is. */
  const [lacking, setLacking] = useState(false)
  const [filed, setFiled] = useState<Filed | null>(null)
  /** Files still on their way in: what were filed now would not have them. */
  const [attaching, setAttaching] = useState(false)

  const filingOf = (values: FieldValues): Filing => ({
    service: d.code,
    version: d.version,
    values,
    materials: Object.entries(latest.current.handed)
      .filter(([, one]) => one.original || one.copies > 0 || (one.files ?? []).length > 0)
      .map(([id, one]) => ({ id, ...one })),
    ...(instead === null ? {} : { instead: instead.entry }),
  })
  const remember = (typed: Typed) => {
    setLacking(false)
    draft.save({ typed, ...latest.current, ...(instead === null ? {} : { instead }) })
  }
  const form = useForm({
    definition: d,
    action: 'file',
    today,
    county: person.office,
    typed: useMemo(() => fitTyped(d, start?.typed ?? {}), [d, start]),
    check: async (values) => {
      const answer = await replica.check(filingOf(values))
      return answer.ok ? answer.value : null
    },
    onTyped: remember,
  })

  const hand = (next: HandedIn) => {
    latest.current.handed = next
    setHanded(next)
    remember(form.state().typed)
    form.recheck()
  }

  /** Fills in what the register knows: once for the same subjects, or again when somebody asks for it. */
  const fillFrom = useCallback(
    (rows: readonly OnRecordRow[], again: boolean): boolean => {
      const { filled } = latest.current
      const from = rows.flatMap(({ id, subject }) => (subject === null ? [] : [id])).sort()
      if (from.length === 0 || (!again && from.join() === filled.from.join())) return false
      const next = fillIn(d, form.state().typed, rows, filled)
      if (next === null) return false
      latest.current.filled = next.filled satisfies Filled
      form.fill(next.values)
      return Object.keys(next.values).length > 0
    },
    [d, form],
  )

  const clear = () => {
    dropDraft(name)
    // What was filed with it is named by an entry, and stays.
    void replica.dropAttachments(filesIn(latest.current.handed))
    latest.current = { handed: NOTHING_HANDED, filled: NOTHING_FILLED }
    form.reset()
    setHanded(NOTHING_HANDED)
    setInstead(null)
    draft.forget()
    setTried(false)
    setLacking(false)
    setFailure(null)
    setFiled(null)
  }

  /** Signs and keeps; answers whether it is safe. A form with problems stays, with all of them shown. */
  const submit = async (): Promise<boolean> => {
    if (going.current || attaching) return false
    going.current = true
    const safe = await signAndKeep()
    going.current = false
    return safe
  }

  const signAndKeep = async (): Promise<boolean> => {
    setFailure(null)
    setBusy(true)
    const filing = filingOf(form.values())
    // What was found before may be of an older form: nothing is held against this one until it has been checked.
    form.hold()
    const checked = await replica.check(filing)
    if (!checked.ok) {
      setBusy(false)
      setFailure(checked)
      return false
    }
    form.found(checked.value)
    const problems = form.all()
    const wrong = problems.some((one) => one.problem !== 'material')
    if (wrong || (problems.length > 0 && !lacking)) {
      form.reveal()
      setTried(true)
      setBusy(false)
      setLacking(!wrong)
      return false
    }
    const answer = await replica.file(filing)
    setBusy(false)
    if (!answer.ok) {
      setFailure(answer)
      return false
    }
    dropDraft(name)
    countFiling(person.id, d.code)
    setFiled(answer.value)
    return true
  }

  return {
    definition: d,
    form,
    today,
    handed,
    tried,
    busy,
    failure,
    lacking,
    filed,
    instead,
    savedAt: draft.savedAt,
    kept: draft.kept,
    hand,
    fillFrom,
    clear,
    submit,
    attaching,
    setAttaching,
  }
}

export type FilingHandle = ReturnType<typeof useFiling>

/** With the values as far as they can be read, for the checklist. */
export type FilingState = FilingHandle & { readonly read: { readonly values: FieldValues } }

export type { FormStore }

/** Keeps a draft with every change; drawn again when the minute or the luck of it changes, not with every key. */
function useDraft(name: string, start: number) {
  const [savedAt, setSavedAt] = useState(start)
  const [kept, setKept] = useState(true)
  return {
    savedAt,
    kept,
    save(draft: Omit<Draft, 'savedAt'>) {
      const now = Date.now()
      setKept(saveDraft(name, { ...draft, savedAt: now }))
      void draftsSafe().then((safe) => safe || setKept(false))
      setSavedAt((before) => (before !== 0 && clock(before) === clock(now) ? before : now))
    },
    forget: () => setSavedAt(0),
  }
}
