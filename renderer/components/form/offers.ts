/** Something on record whose number begins as typed. */
export interface SubjectOffer {
  readonly number: string
  /** Whose it is. */
  readonly names: readonly string[]
  /** What stands against a new case on it. */
  readonly note: 'pending' | 'disputed' | 'ended' | null
}

/** What is known of a person or body by their number; newest first. */
export interface PersonOffer {
  readonly names: readonly string[]
  readonly phones: readonly string[]
  readonly addresses: readonly string[]
  /** In how many cases they are named here. */
  readonly cases: number
}

/** What a form may ask while it is typed. Where a question is left out, its boxes are plain ones. */
export interface FormOffers {
  /** Things on record of this type. */
  readonly subjects?: (type: string, text: string) => Promise<readonly SubjectOffer[]>
  /** By a complete identity number or credit code; null when nobody is known. */
  readonly person?: (idNumber: string) => Promise<PersonOffer | null>
}
