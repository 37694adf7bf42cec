import type { FormSchema, FormSection } from './form-types.ts'
import type { Text } from './text.ts'
import type { FieldValue, Scalar } from './values.ts'
import type { Action, Deadline, Workflow } from './workflow-types.ts'

export * from './form-types.ts'
export * from './text.ts'
export * from './values.ts'
export * from './workflow-types.ts'

/**
 * A service as data: what one JSON document in `gov` says about a kind of filing. Values are CBOR values (E1): text,
 * integers, booleans, arrays and maps, so the same document is what is signed, stored and read back. docs/services.md says the same for
 * the people who write them.
 */

/** How the list of services is grouped at the counter. */
export const GROUPS = ['land', 'archives', 'business', 'permits', 'livelihood'] as const
export type Group = (typeof GROUPS)[number]

/**
 * One kind of thing that a case concerns. `create` puts it on record, `change` changes what is on record, `lookup` is read at the
 * counter only: it fills in the form and is seen by form rules, and the ledger is not told of it.
 */
export interface SubjectPart {
  /** What rules and effects call it, such as `unit`. */
  readonly name: string
  readonly title: Text
  readonly type: string
  readonly mode: 'create' | 'change' | 'lookup'
  /** Source of the regular expression that the subject id satisfies. */
  readonly id: string
  /**
   * Where the last part of the subject id stands: a text field, a field that lists texts, or `<list>.<column>` of a field that lists
   * rows. A list means that the case concerns each of them.
   */
  readonly key: string
}

/** A person or body of the case: the public or sealed fields, or the columns of a list of rows, that say who they are. */
export interface Party {
  readonly role: Text
  /** `field` or `<list>.<column>`. */
  readonly name: string
  readonly id?: string
  readonly phone?: string
  readonly address?: string
}

export interface Material {
  readonly id: string
  readonly title: Text
  readonly required: boolean
  /** CEL over `form`, `today` and `county`; where it holds, the material is required although `required` is false. */
  readonly requiredWhen?: string
  /** Copies that stay in the file. */
  readonly copies: number
  /** The original has to be shown (or stays, where no copy is taken). */
  readonly original: boolean
  readonly note?: Text
}

/**
 * A rule is a CEL expression that is TRUE WHEN VIOLATED, so that its message is the sentence a clerk reads.
 * `form` rules see `form`, `materials`, `today`, `county` and the subjects (opened, where this office can) while the clerk types.
 * `ledger` rules are part of the state (X1, X3): they see public `form` fields, the public fields of the subjects that the case changes, and
 * `county`; never a clock, never a sealed value. A rule that names a part with a list of keys is asked about each of them.
 */
export interface Rule {
  readonly id: string
  readonly on: 'form' | 'ledger'
  readonly when: string
  readonly field?: string
  readonly message: Text
}

/** A charge: CEL over `form`, `today` and `county` that gives fen, and when it falls due at all. */
export interface Fee {
  readonly id: string
  readonly title: Text
  readonly amount: string
  readonly when?: string
  readonly basis?: Text
}

/**
 * One-click (秒批). In the state `from` the executor takes `approve` when every form rule and every needed material is in order and
 * `when` (CEL over `form`, sealed fields too, `materials`, `today`, `county`) holds; else it takes `otherwise` and says why, and people go on.
 */
export interface Auto {
  readonly from: string
  readonly approve: string
  readonly otherwise: string
  readonly when: string
}

/** A running number that an action gives, out of the blocks that gov has allotted to devices (N10). */
export interface Numbering {
  readonly series: string
  /** The action that gives it. */
  readonly at: string
  readonly period: 'day' | 'year'
  readonly digits: number
  /** With `{county}`, `{countyName}`, `{period}`, `{n}`: how it is printed. */
  readonly text: string
}

export type EffectSource =
  | { readonly from: 'field'; readonly name: string }
  /** A column of the row that names this subject, where the part's key is `<list>.<column>`. */
  | { readonly from: 'row'; readonly name: string }
  /** The number that this action gives, as printed. */
  | { readonly from: 'number' }
  /** The case's id. */
  | { readonly from: 'case' }
  | { readonly value: FieldValue }

/** What an action with effects does to the record, part by part, in this order. */
export type Effect =
  /** Public subject fields ← public values; sealed subject fields ← sealed form fields: the commitment moves, not the value. */
  | {
      readonly op: 'set'
      readonly on: string
      readonly fields: Readonly<Record<string, EffectSource>>
      readonly sealed?: Readonly<Record<string, string>>
    }
  /** Lays a burden (mortgage, seizure …) on the subject, known by its kind and reference. Void when it lies there already, unless `replace`. */
  | {
      readonly op: 'burden'
      readonly on: string
      readonly kind: string
      readonly ref: EffectSource
      readonly fields: Readonly<Record<string, EffectSource>>
      readonly replace?: true
    }
  /** Lifts it again. The act is void when it does not lie there, unless `ifThere`. */
  | {
      readonly op: 'release'
      readonly on: string
      readonly kind: string
      readonly ref: EffectSource
      readonly ifThere?: true
    }
  /** The subject ends (注销): it stays on record, and nothing changes it any more. */
  | { readonly op: 'end'; readonly on: string }
  /** Split and merge: the subjects of `from` become parents of those of `to`. */
  | { readonly op: 'descend'; readonly from: string; readonly to: string }

/** Where a row of a paper takes its value: `field.<form field>` or one of CASE_SOURCES. */
export const CASE_SOURCES = [
  'service.title',
  'case.number',
  'case.officialNumber',
  'case.certificateNumber',
  'case.office',
  'case.clerk',
  'case.received',
  'case.accepted',
  'case.finished',
  'case.state',
  'case.acceptBy',
  'case.finishBy',
  'case.materials',
  'case.missing',
  'case.fees',
  'case.reason',
  'case.actor',
  'case.acted',
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

/** A filled-in form, and what the definition says of it: run at publication, so that a service does what its author meant. */
export interface Example {
  readonly title: Text
  readonly today: string
  readonly county: string
  readonly values: Readonly<Record<string, FieldValue>>
  /** Public and sealed fields of the subjects on record, by part; a part with a list of keys has the same for each. */
  readonly subjects?: Readonly<Record<string, Readonly<Record<string, FieldValue>>>>
  /** Kinds of burden on them, by part. */
  readonly burdens?: Readonly<Record<string, readonly string[]>>
  readonly materials: readonly string[]
  readonly expect: {
    /** Sorted: `<field>:<problem>`, `rule.<id>`, `material.<id>`; empty for a form that may be filed and completed. */
    readonly problems: readonly string[]
    /** Fen, all fees together; absent: not looked at. */
    readonly fees?: number
    readonly auto?: 'approve' | 'otherwise'
  }
}

/** What waits while a subject of the case is in dispute (X5): filing, acts with effects, every act of a case whose filing is in dispute. */
export const BLOCKED = ['file', 'effects', 'acts'] as const
export type Blocked = (typeof BLOCKED)[number]

/** How disputes about this service are held and decided (X5, X6). */
export interface DisputePolicy {
  readonly blocks: readonly Blocked[]
  /** Supervisors who have to agree. */
  readonly signers: 1 | 2
}

export interface ServiceDefinition {
  readonly code: string
  readonly version: number
  readonly engine: 1
  readonly title: Text
  readonly group: Group
  /** One sentence: who asks for what. */
  readonly summary: Text
  /** Statutes and regulations that it rests on (设定依据). */
  readonly basis: readonly Text[]
  readonly level: 'county'
  readonly subjects: readonly SubjectPart[]
  readonly parties: readonly Party[]
  readonly form: { readonly schema: FormSchema; readonly sections: readonly FormSection[] }
  /** Form fields that stand on the ledger as commitments only (N6). */
  readonly sealed: readonly string[]
  readonly materials: readonly Material[]
  readonly rules: readonly Rule[]
  readonly fees: readonly Fee[]
  readonly auto: Auto | null
  readonly workflow: Workflow
  readonly effects: readonly Effect[]
  /** X5: may two changes of different fields merge by themselves? */
  readonly merge: 'fields' | 'none'
  /** Absent: filing and effects wait, and one supervisor decides. */
  readonly disputes?: DisputePolicy
  readonly deadlines: readonly Deadline[]
  /** Filing marks the subjects that it changes as having a pending case. */
  readonly claims: boolean
  readonly numbers: readonly Numbering[]
  readonly outputs: {
    readonly slip: PaperText
    readonly certificate: PaperText
    /** By action: the paper that goes out with it, such as the one-time notice with `ask`. */
    readonly notices: Readonly<Record<string, PaperText>>
  }
  readonly examples: readonly Example[]
}

export type { Action, Deadline, Scalar }
