/**
 * A service as data: what one JSON document in `gov` says about a kind of filing. Values are CBOR values (E1): text,
 * integers, booleans, arrays and maps, so the same document is what is signed, stored and read back.
 */

/** A text for people in the languages that ship complete. */
export interface Text {
  readonly zh: string
  readonly en: string
}

/** What a form field or a subject field can hold. Money in fen, areas in m², dates as `YYYY-MM-DD` at +08:00. */
export type FieldValue = string | number | boolean
export type FieldValues = Readonly<Record<string, FieldValue>>

export const ROLES = ['clerk', 'reviewer', 'approver', 'supervisor', 'registrar', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export const WIDGETS = ['text', 'multiline', 'choice', 'date', 'area', 'money', 'region', 'checkbox'] as const
export type Widget = (typeof WIDGETS)[number]

/** One property of the form: a JSON Schema of a flat value, with hints under `x-` keys. */
export interface FieldSchema {
  readonly type: 'string' | 'integer' | 'boolean'
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly enum?: readonly FieldValue[]
  readonly const?: FieldValue
  readonly minimum?: number
  readonly maximum?: number
  readonly 'x-title': Text
  readonly 'x-help'?: Text
  /** A name of the registry in `contract/identifiers`. */
  readonly 'x-identifier'?: string
  readonly 'x-widget'?: Widget
  /** For `region`: how far down to choose. */
  readonly 'x-level'?: 'county' | 'town' | 'village'
  /** Label per value of `enum`. */
  readonly 'x-choices'?: Readonly<Record<string, Text>>
  /** The subject field, public or sealed, from which a `change` form is filled in beforehand. */
  readonly 'x-subject'?: string
}

export interface FormSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, FieldSchema>>
  readonly required: readonly string[]
  readonly additionalProperties: false
}

export interface FormSection {
  readonly title: Text
  readonly fields: readonly string[]
}

export interface Material {
  readonly id: string
  readonly title: Text
  readonly required: boolean
  /** CEL over `form` and `today`; where it holds, the material is required although `required` is false. */
  readonly requiredWhen?: string
  /** Copies that stay in the file. */
  readonly copies: number
  /** The original has to be shown (or stays, where no copy is taken). */
  readonly original: boolean
  readonly note?: Text
}

/**
 * A rule is a CEL expression that is TRUE WHEN VIOLATED, so that its message is the sentence a clerk reads.
 * `form` rules see `form`, `today` and `county` while the clerk types. `ledger` rules are part of the state (X1, X3): they
 * see public `form` fields, public `subject` fields and `county`, never a clock and never sealed values.
 */
export interface Rule {
  readonly id: string
  readonly on: 'form' | 'ledger'
  readonly when: string
  readonly field?: string
  readonly message: Text
}

export interface WorkflowState {
  readonly title: Text
  readonly final?: true
  readonly tone?: 'waiting' | 'good' | 'bad'
}

export interface WorkflowAction {
  readonly name: string
  readonly title: Text
  /** Empty for `file`, the action that opens the case. */
  readonly from: readonly string[]
  readonly to: string
  readonly roles: readonly Role[]
  /** Whoever took one of these actions in the same case may not take this one. */
  readonly notAuthorOf: readonly string[]
  readonly reason?: 'required'
  /** Taking this action changes the subject. */
  readonly effects?: true
}

export interface Workflow {
  readonly start: string
  readonly states: Readonly<Record<string, WorkflowState>>
  readonly actions: readonly WorkflowAction[]
}

export type EffectSource = { readonly from: 'field'; readonly name: string } | { readonly value: FieldValue }

export interface Effects {
  readonly subject: {
    /** Public subject field ← public form field or fixed value. */
    readonly set: Readonly<Record<string, EffectSource>>
    /** Sealed subject field ← sealed form field; the commitment moves, not the value. */
    readonly sealed: Readonly<Record<string, string>>
  }
}

/** Where a row of a paper takes its value: `field.<form field>` or one of CASE_SOURCES. */
export const CASE_SOURCES = [
  'service.title',
  'case.number',
  'case.office',
  'case.clerk',
  'case.received',
  'case.accepted',
  'case.finished',
  'case.state',
  'case.acceptBy',
  'case.finishBy',
  'case.materials',
  'subject.id',
] as const
export type CaseSource = (typeof CASE_SOURCES)[number]

export interface PaperRow {
  readonly label: Text
  readonly from: string
}

export interface PaperText {
  readonly title: Text
  /** The line that says what this paper is worth. */
  readonly standing: Text
  readonly rows: readonly PaperRow[]
  readonly notes: readonly Text[]
}

export interface ServiceDefinition {
  readonly code: string
  readonly version: number
  readonly engine: 1
  readonly title: Text
  readonly level: 'county'
  readonly subject: {
    readonly type: string
    readonly mode: 'create' | 'change'
    /** Source of the regular expression that the subject id satisfies. */
    readonly id: string
    /** The form field that is the last part of the subject id: `<county>/<type>/<value>`. */
    readonly key: string
  }
  readonly form: { readonly schema: FormSchema; readonly sections: readonly FormSection[] }
  /** Form fields that stand on the ledger as commitments only (N6). */
  readonly sealed: readonly string[]
  readonly materials: readonly Material[]
  readonly rules: readonly Rule[]
  /** One-click approval; no service of this engine version uses it. */
  readonly auto: null
  readonly workflow: Workflow
  readonly effects: Effects
  /** X5: may two changes of different fields merge by themselves? */
  readonly merge: 'fields' | 'none'
  /** Working days to accept (or ask for what is missing) and to finish. */
  readonly deadlines: { readonly accept: number; readonly finish: number }
  /** Filing marks the subject as having a pending case. */
  readonly claims: boolean
  readonly outputs: { readonly slip: PaperText; readonly certificate: PaperText }
}
