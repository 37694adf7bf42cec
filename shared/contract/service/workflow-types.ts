import type { Text } from './text.ts'

export const ROLES = ['clerk', 'reviewer', 'approver', 'supervisor', 'registrar', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export interface WorkflowState {
  readonly title: Text
  readonly final?: true
  readonly tone?: 'waiting' | 'good' | 'bad'
}

export interface Action {
  readonly name: string
  readonly title: Text
  /** Empty for `file`, the action that opens the case. */
  readonly from: readonly string[]
  readonly to: string
  readonly roles: readonly Role[]
  /** Whoever took one of these actions in the same case may not take this one. */
  readonly notAuthorOf: readonly string[]
  readonly reason?: 'required'
  /** Taking this action changes the subjects. */
  readonly effects?: true
  /** Form fields that it may set; `*` stands for every field of the filing but the keys of subjects. */
  readonly fields?: readonly string[]
  /** Those of them that it has to set. */
  readonly needs?: readonly string[]
  /** It may add materials that were handed in. */
  readonly materials?: true
  /** At most once in a case, such as the one-time notice (一次性告知). */
  readonly once?: true
  /** It asks for what is missing: too late once the law takes the case as accepted. */
  readonly asks?: true
  /** It may be taken while the case itself is in dispute, such as handing in what is missing. */
  readonly whileDisputed?: true
  /** CEL as in a ledger rule, but TRUE WHEN IT MAY BE TAKEN. */
  readonly guard?: string
}
export type WorkflowAction = Action

export interface Workflow {
  readonly start: string
  readonly states: Readonly<Record<string, WorkflowState>>
  readonly actions: readonly Action[]
}

/** A limit, in working days unless it says otherwise (the holiday table is policy in gov). */
export interface Deadline {
  readonly id: string
  readonly title: Text
  /** Calendar days or months, where the law does not say working days; see limit-days.ts. */
  readonly unit?: 'days' | 'months'
  /** 法定时限 and 承诺时限. */
  readonly legal: number
  readonly promised: number
  /** States in which it runs; it is over in any state that is neither here nor in `pauses`. */
  readonly runs: readonly string[]
  /** States whose days are not counted, such as waiting for what was asked for. */
  readonly pauses: readonly string[]
  /** After a pause: go on counting, or begin anew. */
  readonly resume: 'continue' | 'restart'
  /** When it has passed, the law takes the case as accepted from the day it was received (行政许可法第三十二条). */
  readonly deemed?: true
}
