import { useEffect, useMemo, useRef, useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import type { ServiceDefinition, Text } from '../../../shared/contract/service/definition.ts'
import type { FormProblem } from '../../../shared/contract/service/form.ts'
import { prefill } from '../../../shared/contract/service/subject.ts'
import { useDesk } from '../../app/desk.ts'
import { useToday } from '../../app/today.ts'
import type { Filed, Filing, SubjectDetail } from '../../replica/api.ts'
import { draftName, dropDraft, filesIn, type HandedIn, loadDraft, saveDraft } from './draft.ts'
import { readTyped, type Typed, toTyped } from './typed.ts'

export interface ShownProblem {
  readonly field: string | null
  readonly message: Text
}

const EMPTY = { typed: {}, handed: {}, savedAt: 0 } as const

/** Everything a filing is made of while it is being typed, and what may be done with it. */
export function useFiling(d: ServiceDefinition) {
  const { replica, person } = useDesk()
  const today = useToday()
  const name = draftName(person.id, d.code, d.version)
  const start = useMemo(() => loadDraft(name), [name])
  const [typed, setTyped] = useState<Typed>(start?.typed ?? EMPTY.typed)
  const [handed, setHanded] = useState<HandedIn>(start?.handed ?? EMPTY.handed)
  const [savedAt, setSavedAt] = useState(start?.savedAt ?? 0)
  const [kept, setKept] = useState(true)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
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

  const read = useMemo(() => readTyped(d, typed, today, person.office), [d, typed, today, person.office])
  const filing = useMemo<Filing>(
    () => ({
      service: d.code,
      version: d.version,
      values: read.values,
      materials: Object.entries(handed)
        .filter(([, one]) => one.original || one.copies > 0 || (one.files ?? []).length > 0)
        .map(([id, one]) => ({ id, ...one })),
    }),
    [d, read, handed],
  )
  const found = useLiveCheck(filing)

  const remember = (nextTyped: Typed, nextHanded: HandedIn) => {
    setLacking(false)
    const now = Date.now()
    setKept(saveDraft(name, { typed: nextTyped, handed: nextHanded, savedAt: now }))
    setSavedAt(now)
  }
  const change = (field: string, value: string | boolean) => {
    const next = { ...typed, [field]: value }
    setTyped(next)
    remember(next, handed)
  }
  const hand = (next: HandedIn) => {
    setHanded(next)
    remember(typed, next)
  }
  const leave = (field: string) => setLeft((now) => (now.has(field) ? now : new Set(now).add(field)))

  /** Fills in what the register knows; what a clerk has typed stays. */
  const fillFrom = (part: string, subject: SubjectDetail) => {
    const sealed = Object.fromEntries(Object.entries(subject.sealed).filter(([, value]) => value !== null))
    const known = prefill(d, { [part]: { fields: subject.fields, sealed: sealed as SubjectDetail['fields'] } })
    const next: Record<string, string | boolean> = { ...typed }
    for (const [field, value] of Object.entries(known)) {
      const schema = d.form.schema.properties[field]
      if (schema !== undefined && (next[field] ?? '') === '') next[field] = toTyped(schema, value)
    }
    setTyped(next)
    remember(next, handed)
  }

  const clear = () => {
    dropDraft(name)
    // What was filed with it is named by an entry, and stays.
    void replica.dropAttachments(filesIn(handed))
    setTyped(EMPTY.typed)
    setHanded(EMPTY.handed)
    setSavedAt(0)
    setLeft(new Set())
    setTried(false)
    setLacking(false)
    setFailure(null)
    setFiled(null)
  }

  const problems = useMemo(() => problemsOf(d, read.unread, found), [d, read, found])
  const shown = problems.filter(
    (one) =>
      tried ||
      (one.problem === 'missing' || one.problem === 'material'
        ? false
        : one.field === null || left.has(one.field) || one.problem.startsWith('rule.')),
  )

  /** Signs and keeps; answers whether it is safe. A form with problems stays, with all of them shown. */
  const submit = async (): Promise<boolean> => {
    if (going.current || attaching) return false
    going.current = true
    const safe = await signAndKeep()
    going.current = false
    return safe
  }

  const signAndKeep = async (): Promise<boolean> => {
    setTried(true)
    setFailure(null)
    setBusy(true)
    const checked = await replica.check(filing)
    if (!checked.ok) {
      setBusy(false)
      setFailure(checked)
      return false
    }
    const wrong = Object.keys(read.unread).length > 0 || checked.value.some((one) => one.problem !== 'material')
    if (wrong || (checked.value.length > 0 && !lacking)) {
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
    setFiled(answer.value)
    return true
  }

  return {
    typed,
    handed,
    read,
    filing,
    shown,
    tried,
    left,
    busy,
    failure,
    lacking,
    filed,
    savedAt,
    kept,
    today,
    change,
    hand,
    leave,
    fillFrom,
    clear,
    submit,
    attaching,
    setAttaching,
  }
}

export type FilingState = ReturnType<typeof useFiling>

/** What the replica says against the filing, a moment after the last key; an answer to an older text is thrown away. */
function useLiveCheck(filing: Filing): readonly FormProblem[] {
  const { replica } = useDesk()
  const [found, setFound] = useState<readonly FormProblem[]>([])
  const turn = useRef(0)
  useEffect(() => {
    const mine = ++turn.current
    const timer = setTimeout(() => {
      void replica.check(filing).then((answer) => {
        if (turn.current === mine && answer.ok) setFound(answer.value)
      })
    }, 250)
    return () => clearTimeout(timer)
  }, [replica, filing])
  return found
}

/** In the order of the form; an unreadable text speaks for its field instead of “missing”. */
function problemsOf(d: ServiceDefinition, unread: Readonly<Record<string, Text>>, found: readonly FormProblem[]) {
  const order = d.form.sections.flatMap((section) => section.fields)
  const own = Object.entries(unread).map(([field, message]) => ({ field, problem: 'type', message }))
  const theirs = found.filter((one) => one.field === null || unread[one.field] === undefined)
  const place = (field: string | null) => {
    if (field === null) return -1
    const at = order.indexOf(field)
    return at < 0 ? order.length : at
  }
  return [...own, ...theirs].sort((a, b) => place(a.field) - place(b.field))
}
